//! The handling agreement of a sale.

use super::*;
use crate::domain::agreement::{AgreementAction as A, AgreementState, Command as C};

walk!(Agreed, AgreementState);

#[derive(Clone)]
struct Agreed {
    world: World,
}

impl Stage for Agreed {
    type State = AgreementState;

    fn begin(_: A) -> Self {
        Self { world: World::open() }
    }

    fn state(&self) -> AgreementState {
        self.world.sale.agreement.state
    }

    fn prepare(&mut self, _action: A, _who: Role) {}

    fn act(&mut self, action: A, who: Role) -> Option<Result<(), Rejection>> {
        let newest = self.world.sale.agreement.versions.len();
        let command = match action {
            A::Offer => C::Offer(Box::new(self.world.standard.terms.clone())),
            A::Accept => C::Accept { version: u32::try_from(newest).unwrap() },
            A::WantChange => C::WantChange { words: words("Call me, do not write") },
        };
        Some(self.world.act(actor(who), &Command::Agreement(command)).map(|_| ()))
    }

    fn world(&self) -> &World {
        &self.world
    }
}
