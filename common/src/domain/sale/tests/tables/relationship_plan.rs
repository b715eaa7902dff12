//! How the two keep in touch.

use super::*;
use crate::domain::relationship_plan::{
    Command as C, Interval, IntervalUnit, PlanAction as A, PlanState, PlanTerms,
};

walk!(InTouch, PlanState);

#[derive(Clone)]
struct InTouch {
    world: World,
}

fn suggestion() -> C {
    C::Suggest(PlanTerms {
        interval: Interval { every: 2, unit: IntervalUnit::Months },
        topics: vec![line("Service")],
        next_review_on: day("2027-11-01"),
        owner: MemberId::from_bits(1),
    })
}

impl Stage for InTouch {
    type State = PlanState;

    fn begin(_: A) -> Self {
        let mut world = World::open();
        world.deliver();
        world.must(MEMBER(), &Command::RelationshipPlan(suggestion()));
        Self { world }
    }

    fn state(&self) -> PlanState {
        self.world.sale.relationship_plan.as_ref().unwrap().state
    }

    fn prepare(&mut self, _action: A, _who: Role) {}

    fn act(&mut self, action: A, who: Role) -> Option<Result<(), Rejection>> {
        let version = self.world.sale.relationship_plan.as_ref().unwrap().version;
        let command = match action {
            A::Accept => C::Accept { version },
            A::WantChange => C::WantChange { wish: words("Every half year is enough") },
            A::Revise => suggestion(),
        };
        Some(self.world.act(actor(who), &Command::RelationshipPlan(command)).map(|_| ()))
    }

    fn world(&self) -> &World {
        &self.world
    }
}
