//! A milestone that somebody oversees.

use super::*;
use crate::{
    domain::milestone::{Command as C, MilestoneAction as A, MilestoneState, Plan, SnagNote},
    id::MilestoneId,
};

walk!(Overseen, MilestoneState);

#[derive(Clone)]
struct Overseen {
    world: World,
    id: MilestoneId,
}

impl Stage for Overseen {
    type State = MilestoneState;

    fn begin(_: A) -> Self {
        let mut world = World::open();
        let overseer = MemberId::from_bits(1);
        let plan = Plan { title: line("All tills run"), text: None, overseer, due: day("2026-11-20") };
        world.must(MEMBER(), &Command::PlanMilestone(Box::new(plan)));
        let id = world.sale.milestones[0].id;
        Self { world, id }
    }

    fn state(&self) -> MilestoneState {
        self.world.sale.milestone(self.id).unwrap().state
    }

    fn prepare(&mut self, _action: A, _who: Role) {}

    fn act(&mut self, action: A, who: Role) -> Option<Result<(), Rejection>> {
        let due = self.world.sale.milestone(self.id).unwrap().due;
        let command = match action {
            A::Reach => C::Reach { note: None },
            A::Slip => C::Slip { to: due.succ_opt().unwrap(), reason: words("The part is late") },
            A::Drop => C::Drop { reason: words("Not needed") },
            A::AddSnag => C::AddSnag(SnagNote { text: words("A scratch"), owner: None, due: None }),
        };
        Some(self.world.act(actor(who), &Command::Milestone(self.id, command)).map(|_| ()))
    }

    fn world(&self) -> &World {
        &self.world
    }
}
