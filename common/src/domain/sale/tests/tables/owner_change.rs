//! Another person looks after the customer.

use super::*;
use crate::{
    domain::owner_change::{Command as C, NewOwner, OwnerChangeAction as A, OwnerChangeState},
    id::OwnerChangeId,
};

walk!(Handing, OwnerChangeState);

#[derive(Clone)]
struct Handing {
    world: World,
    id: OwnerChangeId,
}

impl Stage for Handing {
    type State = OwnerChangeState;

    fn begin(_: A) -> Self {
        let mut world = World::open();
        let new = NewOwner {
            to: MemberId::from_bits(2),
            reason: words("Jonas moves"),
            effective_from: day("2026-11-05"),
            handover: words("Nothing special"),
            introduction: words("I am Mette"),
            remedy: crate::domain::touchpoint::Remedy::Nothing,
        };
        world.must(MEMBER(), &Command::ChangeOwner(Box::new(new)));
        let id = world.sale.owner_changes[0].id;
        Self { world, id }
    }

    fn state(&self) -> OwnerChangeState {
        self.world.sale.owner_change(self.id).unwrap().state
    }

    fn prepare(&mut self, action: A, who: Role) {
        if (action, who) == (A::TakeEffect, Role::System) {
            self.world.wait_until(at("2026-11-05T12:00:00Z"));
        }
    }

    fn act(&mut self, action: A, who: Role) -> Option<Result<(), Rejection>> {
        let command = match action {
            A::Agree => C::Agree,
            A::Contest => C::Contest { note: None },
            A::Withdraw => C::Withdraw { reason: None },
            A::TakeEffect => return None,
        };
        Some(self.world.act(actor(who), &Command::OwnerChange(self.id, command)).map(|_| ()))
    }

    fn world(&self) -> &World {
        &self.world
    }
}
