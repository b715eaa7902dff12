//! Something that the vendor proposes to do differently.

use super::*;
use crate::{
    domain::adjustment::{AdjustmentAction as A, AdjustmentState, Command as C, Proposal},
    id::AdjustmentId,
};

walk!(Suggestion, AdjustmentState);

#[derive(Clone)]
struct Suggestion {
    world: World,
    id: AdjustmentId,
}

fn proposal() -> Proposal {
    Proposal {
        what: words("A larger tank"),
        why: words("You make more than we thought"),
        price_change: Some(500),
        due: Some(day("2026-11-20")),
    }
}

impl Stage for Suggestion {
    type State = AdjustmentState;

    fn begin(_: A) -> Self {
        let mut world = World::open();
        world.must(MEMBER(), &Command::ProposeAdjustment(Box::new(proposal())));
        let id = world.sale.adjustments[0].id;
        Self { world, id }
    }

    fn state(&self) -> AdjustmentState {
        self.world.sale.adjustment(self.id).unwrap().state
    }

    fn prepare(&mut self, _action: A, _who: Role) {}

    fn act(&mut self, action: A, who: Role) -> Option<Result<(), Rejection>> {
        let version = self.world.sale.adjustment(self.id).unwrap().versions.len();
        let command = match action {
            A::Propose => C::Propose(Box::new(proposal())),
            A::Accept => C::Accept { version },
            A::Decline => C::Decline { note: None },
            A::Talk => C::Talk { note: None },
            A::Withdraw => C::Withdraw { reason: words("It is sold out") },
        };
        Some(self.world.act(actor(who), &Command::Adjustment(self.id, command)).map(|_| ()))
    }

    fn world(&self) -> &World {
        &self.world
    }
}
