//! A small thing that is wrong at a milestone.

use super::*;
use crate::{
    domain::milestone::{Command as C, Plan, SnagAction as A, SnagCommand, SnagNote, SnagState},
    id::{MilestoneId, SnagId},
};

walk!(Scratch, SnagState);

#[derive(Clone)]
struct Scratch {
    world: World,
    milestone: MilestoneId,
    id: SnagId,
}

impl Stage for Scratch {
    type State = SnagState;

    fn begin(_: A) -> Self {
        let mut world = World::open();
        let overseer = MemberId::from_bits(1);
        let plan = Plan { title: line("All tills run"), text: None, overseer, due: day("2026-11-20") };
        world.must(MEMBER(), &Command::PlanMilestone(Box::new(plan)));
        let milestone = world.sale.milestones[0].id;
        let note = SnagNote { text: words("A scratch"), owner: None, due: None };
        world.must(CUSTOMER(), &Command::Milestone(milestone, C::AddSnag(note)));
        let id = world.sale.milestones[0].snags[0].id;
        Self { world, milestone, id }
    }

    fn state(&self) -> SnagState {
        self.world.sale.snag(self.id).unwrap().state
    }

    fn prepare(&mut self, _action: A, _who: Role) {}

    fn act(&mut self, action: A, who: Role) -> Option<Result<(), Rejection>> {
        let command = match action {
            A::Fix => SnagCommand::Fix { note: None },
            A::Confirm => SnagCommand::Confirm,
            A::Reopen => SnagCommand::Reopen { note: None },
        };
        let command = Command::Milestone(self.milestone, C::Snag(self.id, command));
        Some(self.world.act(actor(who), &command).map(|_| ()))
    }

    fn world(&self) -> &World {
        &self.world
    }
}
