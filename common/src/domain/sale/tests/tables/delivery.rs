//! A delivery that the vendor reported.

use super::*;
use crate::{
    domain::delivery::{Command as C, DeliveryAction as A, DeliveryState, Item, LineReply, Report, Verdict},
    id::DeliveryId,
};

walk!(Parcel, DeliveryState);

#[derive(Clone)]
struct Parcel {
    world: World,
    id: DeliveryId,
}

fn refuse(line: u32) -> LineReply {
    LineReply { line, verdict: Verdict::Refused, received: None, note: Some(words("Broken")) }
}

impl Stage for Parcel {
    type State = DeliveryState;

    fn begin(_: A) -> Self {
        let mut world = World::open();
        let item = |article| Item { article: line(article), quantity: 2 };
        let delivered_on = world.now.date_naive();
        let lines = vec![item("Cups"), item("Plates")];
        let report = Report { reference: line("D-1"), delivered_on, evidence: None, lines };
        world.must(MEMBER(), &Command::ReportDelivery(Box::new(report)));
        let id = world.sale.deliveries[0].id;
        Self { world, id }
    }

    fn state(&self) -> DeliveryState {
        self.world.sale.delivery(self.id).unwrap().state
    }

    fn prepare(&mut self, action: A, _who: Role) {
        if action == A::CompleteLines {
            let replies = vec![refuse(1), refuse(2)];
            self.world.must(CUSTOMER(), &Command::Delivery(self.id, C::AnswerLines { replies }));
        }
    }

    fn act(&mut self, action: A, who: Role) -> Option<Result<(), Rejection>> {
        let command = match action {
            A::Accept => C::Accept,
            A::ReportMissing => C::ReportMissing { note: None },
            A::Complete => C::Complete { lines: Vec::new() },
            A::CompleteLines => C::Complete { lines: vec![1] },
            A::AnswerLines => {
                let verdict = Verdict::Accepted;
                C::AnswerLines { replies: vec![LineReply { line: 1, verdict, received: None, note: None }] }
            }
        };
        Some(self.world.act(actor(who), &Command::Delivery(self.id, command)).map(|_| ()))
    }

    fn world(&self) -> &World {
        &self.world
    }

    /// What is done to single lines is refused by their own table.
    fn means_another(_state: DeliveryState, action: A, _who: Role) -> bool {
        matches!(action, A::AnswerLines | A::CompleteLines)
    }
}
