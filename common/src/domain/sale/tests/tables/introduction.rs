//! Somebody whom the customer may like to meet.

use super::*;
use crate::{
    domain::introduction::{
        Acquaintance, Act, Command as C, IntroductionAction as A, IntroductionState, Offer,
    },
    id::IntroductionId,
};

walk!(Meeting, IntroductionState);

#[derive(Clone)]
struct Meeting {
    world: World,
    id: IntroductionId,
}

impl Stage for Meeting {
    type State = IntroductionState;

    fn begin(_: A) -> Self {
        let mut world = World::open();
        let name = line("Bo Lund");
        let other = Acquaintance { name, company: None, email: None, phone: None, customer: None };
        let (about, why) = (words("A bar with the same machine"), words("Milk"));
        let offer = Offer { about, why, other, asked_in: None };
        world.must(MEMBER(), &Command::Introduction(C::Offer(Box::new(offer), None)));
        let id = world.sale.introductions[0].id;
        Self { world, id }
    }

    fn state(&self) -> IntroductionState {
        self.world.sale.introductions.iter().find(|it| it.id == self.id).unwrap().state
    }

    fn prepare(&mut self, _action: A, _who: Role) {}

    fn act(&mut self, action: A, who: Role) -> Option<Result<(), Rejection>> {
        let act = match action {
            A::Accept => Act::Accept,
            A::Decline => Act::Decline { note: None },
            A::RecordYes => Act::RecordYes { said: Some(words("By telephone")) },
            A::RecordNo => Act::RecordNo { said: None },
            A::Withdraw => Act::Withdraw { note: None },
        };
        Some(self.world.act(actor(who), &Command::Introduction(C::Act(self.id, act))).map(|_| ()))
    }

    fn world(&self) -> &World {
        &self.world
    }
}
