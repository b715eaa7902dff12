//! A payment on its way. The vendor's systems report it; no other side has a command for it.

use super::*;
use crate::{
    domain::payment::{PaymentAction as A, PaymentState, Report},
    id::PaymentId,
};

walk!(Transfer, PaymentState);

#[derive(Clone)]
struct Transfer {
    world: World,
    id: PaymentId,
}

fn report(state: PaymentState) -> Command {
    Command::ReportPayment(Report { reference: line("P-1"), amount: 100, state })
}

impl Stage for Transfer {
    type State = PaymentState;

    fn begin(_: A) -> Self {
        let mut world = World::open();
        world.must(MEMBER(), &report(PaymentState::Pending));
        let id = world.sale.payments[0].id;
        Self { world, id }
    }

    fn state(&self) -> PaymentState {
        let payments = &self.world.sale.payments;
        payments.iter().find(|payment| payment.id == self.id).unwrap().state
    }

    fn prepare(&mut self, _action: A, _who: Role) {}

    fn act(&mut self, action: A, who: Role) -> Option<Result<(), Rejection>> {
        let state = match action {
            A::Clear => PaymentState::Cleared,
            A::Reverse => PaymentState::Reversed,
        };
        (who == Role::Member).then(|| self.world.act(MEMBER(), &report(state)).map(|_| ()))
    }

    fn world(&self) -> &World {
        &self.world
    }

    /// Systems say the same thing twice: that is no action, and changes nothing.
    fn means_another(state: PaymentState, action: A, _who: Role) -> bool {
        matches!((state, action), (PaymentState::Cleared, A::Clear) | (PaymentState::Reversed, A::Reverse))
    }
}
