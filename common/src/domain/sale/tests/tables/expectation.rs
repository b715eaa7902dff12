//! What the customer expects.

use super::*;
use crate::{
    domain::expectation::{Command as C, ExpectationAction as A, ExpectationState},
    id::ExpectationId,
};

walk!(Wish, ExpectationState);

#[derive(Clone)]
struct Wish {
    world: World,
    id: ExpectationId,
}

impl Stage for Wish {
    type State = ExpectationState;

    fn begin(_: A) -> Self {
        let mut world = World::open();
        let id = world.sale.expectations[0].id;
        world.deliver();
        Self { world, id }
    }

    fn state(&self) -> ExpectationState {
        self.world.sale.expectations.iter().find(|it| it.id == self.id).unwrap().state
    }

    fn prepare(&mut self, _action: A, _who: Role) {}

    fn act(&mut self, action: A, who: Role) -> Option<Result<(), Rejection>> {
        let act = match action {
            A::SayNotYet => ExpectationState::NotYet,
            A::SayPartly => ExpectationState::Partly,
            A::SayMet => ExpectationState::Met,
            A::SayNotMet => ExpectationState::NotMet,
        };
        Some(
            self.world
                .act(
                    actor(who),
                    &Command::Expectation(C::SetState { id: self.id, state: act, note: None, ask: None }),
                )
                .map(|_| ()),
        )
    }

    fn world(&self) -> &World {
        &self.world
    }
}
