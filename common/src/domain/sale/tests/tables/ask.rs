//! The first question after a delivery.

use super::*;
use crate::{
    domain::check::{AskAction as A, AskState, Channel, Command as C},
    id::AskId,
};

walk!(Question, AskState);

#[derive(Clone)]
struct Question {
    world: World,
    id: AskId,
}

impl Question {
    fn planned_for(&self) -> DateTime<Utc> {
        self.world.sale.ask(self.id).unwrap().plan.planned_for
    }
}

impl Stage for Question {
    type State = AskState;

    fn begin(_: A) -> Self {
        let mut world = World::open();
        world.deliver();
        let id = world.sale.asks[0].id;
        Self { world, id }
    }

    fn state(&self) -> AskState {
        self.world.sale.ask(self.id).unwrap().state
    }

    fn prepare(&mut self, action: A, _who: Role) {
        let now = self.world.now;
        self.world.now = match (action, self.state()) {
            (A::Offer | A::Suppress, AskState::Snoozed) => now + TimeDelta::days(3),
            (A::Expire, _) => now + TimeDelta::days(30),
            (A::Offer | A::Suppress, _) => now.max(self.planned_for()),
            _ => now,
        };
        self.world.ledger.clear();
        if action == A::Suppress {
            self.world.ledger.push(LedgerEntry {
                ask: TypedId::from_bits(9),
                sale: SaleId::from_bits(9),
                customer: CustomerId::from_bits(1),
                check: "change@1".to_owned(),
                occasion: None,
                offered_at: self.world.now,
                is_open: true,
                counts: true,
            });
        }
    }

    fn act(&mut self, action: A, who: Role) -> Option<Result<(), Rejection>> {
        let command = match action {
            A::Answer | A::Revise => C::Answer { value: line("as_expected"), text: None },
            A::Snooze => C::Snooze,
            A::Offer | A::Suppress | A::Expire => C::Advance,
            A::Record => C::Record { value: line("as_expected"), text: None, channel: Channel::Phone },
            A::Drop => C::Drop,
        };
        Some(self.world.act(actor(who), &Command::Ask(self.id, command)).map(|_| ()))
    }

    fn world(&self) -> &World {
        &self.world
    }

    /// Answering what is answered corrects it, and one command does whatever the time has come for.
    fn means_another(state: AskState, action: A, who: Role) -> bool {
        let same: &[A] = match action {
            A::Answer | A::Revise => &[A::Answer, A::Revise],
            A::Offer | A::Suppress | A::Expire => &[A::Offer, A::Suppress, A::Expire],
            A::Snooze | A::Record | A::Drop => &[],
        };
        same.iter().any(|other| state.after(*other, who).is_some())
    }
}
