//! A line of a delivery of two.

use super::*;
use crate::{
    domain::delivery::{
        Command as C, DeliveryLine, Item, LineAction as A, LineReply, LineState, Report, Verdict,
    },
    id::DeliveryId,
};

walk!(Part, LineState);

#[derive(Clone)]
struct Part {
    world: World,
    id: DeliveryId,
}

impl Part {
    fn line(&self) -> &DeliveryLine {
        &self.world.sale.delivery(self.id).unwrap().lines[0]
    }
}

impl Stage for Part {
    type State = LineState;

    fn begin(_: A) -> Self {
        let mut world = World::open();
        let item = |article| Item { article: line(article), quantity: 5 };
        let delivered_on = world.now.date_naive();
        let lines = vec![item("Cups"), item("Plates")];
        let report = Report { reference: line("D-1"), delivered_on, evidence: None, lines };
        world.must(MEMBER(), &Command::ReportDelivery(Box::new(report)));
        let id = world.sale.deliveries[0].id;
        Self { world, id }
    }

    fn state(&self) -> LineState {
        self.line().state
    }

    fn prepare(&mut self, _action: A, _who: Role) {}

    fn act(&mut self, action: A, who: Role) -> Option<Result<(), Rejection>> {
        let answer = |verdict, received, note: Option<Words>| C::AnswerLines {
            replies: vec![LineReply { line: 1, verdict, received, note }],
        };
        let command = match action {
            A::Accept => answer(Verdict::Accepted, None, None),
            A::FindShort => answer(Verdict::Short, Some(2), None),
            A::Refuse => answer(Verdict::Refused, None, Some(words("Broken"))),
            A::Complete => C::Complete { lines: vec![1] },
        };
        Some(self.world.act(actor(who), &Command::Delivery(self.id, command)).map(|_| ()))
    }

    fn world(&self) -> &World {
        &self.world
    }
}
