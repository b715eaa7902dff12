//! Somebody who could use this too.

use super::*;
use crate::{
    domain::{
        check,
        referral::{Command as C, Naming, ReferralAction as A, ReferralState, Relation},
    },
    id::ReferralId,
};

walk!(Friend, ReferralState);

#[derive(Clone)]
struct Friend {
    world: World,
    id: ReferralId,
}

impl Stage for Friend {
    type State = ReferralState;

    fn begin(_: A) -> Self {
        let mut world = World::open();
        world.deliver();
        let check = line("complete@1");
        world.must(MEMBER(), &Command::AskNow { check, about: check::About::Sale });
        let answer = check::Command::Answer { value: line("yes"), text: None };
        world.must(CUSTOMER(), &Command::Ask(world.offered().id, answer));
        let naming = Naming {
            name: line("The bar in the lobby"),
            relation: Relation::Department,
            contact: None,
            note: None,
            may_name_customer: true,
        };
        world.must(CUSTOMER(), &Command::Referral(C::Name(naming)));
        let id = world.sale.referrals[0].id;
        Self { world, id }
    }

    fn state(&self) -> ReferralState {
        self.world.sale.referrals.iter().find(|it| it.id == self.id).unwrap().state
    }

    fn prepare(&mut self, _action: A, _who: Role) {}

    fn act(&mut self, action: A, who: Role) -> Option<Result<(), Rejection>> {
        Some(self.world.act(actor(who), &Command::Referral(C::Act(self.id, action))).map(|_| ()))
    }

    fn world(&self) -> &World {
        &self.world
    }
}
