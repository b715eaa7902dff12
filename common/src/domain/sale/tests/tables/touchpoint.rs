//! A training session after the delivery; for what only the customer does, a step of theirs.

use super::*;
use crate::{
    domain::touchpoint::{Command as C, Event, Remedy, TouchpointAction as A, TouchpointState, Wish},
    id::{MemberId, TouchpointId, TypedId},
    time::Slot,
};

walk!(Session, TouchpointState);

#[derive(Clone)]
struct Session {
    world: World,
    id: TouchpointId,
}

impl Session {
    fn touchpoint(&self) -> &Touchpoint {
        self.world.sale.touchpoint(self.id).unwrap()
    }

    fn other_day(&self) -> Slot {
        let slot = self.touchpoint().plan.slot.clone();
        Slot { local_date: slot.local_date + TimeDelta::days(1), ..slot }
    }

    fn somebody_else(remedy: Remedy) -> C {
        C::ChangeOwner { to: MemberId::from_bits(2), reason: words("Jonas is ill"), remedy }
    }

    fn was_asked(&mut self, wish: Wish) {
        let event = Event::ConsentAsked { wish, reason: None, broken: Vec::new(), replacement: None };
        self.world.remember(MEMBER(), EventBody::Touchpoint { id: self.id, event });
    }

    fn command(&self, action: A) -> C {
        match action {
            A::Confirm => C::Confirm,
            A::RequestMove => C::RequestMove { options: vec![self.other_day()], reason: None },
            A::AcceptMove => C::AcceptMove { option: 0 },
            A::DeclineMove => C::DeclineMove { reason: None },
            A::AskForTimes => C::AskForTimes { reason: None },
            A::CounterMove => C::CounterMove { options: vec![self.other_day()], reason: None },
            A::Move => {
                C::Move { to: self.other_day(), reason: words("Jonas is ill"), remedy: Remedy::Nothing }
            }
            A::ChangeOwner => Self::somebody_else(Remedy::Nothing),
            A::AskConsent => Self::somebody_else(Remedy::AskConsent),
            A::Consent | A::ConsentToCancel => C::Consent,
            A::RefuseConsent => C::RefuseConsent { note: None },
            A::Complete => C::Complete,
            A::ReportDone => self.world.done(self.id),
            A::AgreeDone => C::AgreeDone,
            A::Dispute => C::Dispute { note: None },
            A::TakeBack => C::TakeBack,
            A::ReportMissed => {
                let (by, remedy) = (Role::Member, Remedy::Nothing);
                C::ReportMissed { by, note: None, replacement: None, remedy }
            }
            A::EndWindow => C::EndWindow,
            A::Cancel => {
                // A session is required, so another stands in for it.
                let plan = crate::domain::touchpoint::Plan {
                    slot: self.other_day(),
                    ..self.touchpoint().plan.clone()
                };
                let (replacement, remedy) = (Some(Box::new(plan)), Remedy::Nothing);
                C::Cancel { reason: None, replacement, remedy }
            }
        }
    }
}

impl Stage for Session {
    type State = TouchpointState;

    fn begin(action: A) -> Self {
        let mut world = World::open();
        world.deliver();
        let id = world.item(if action == A::Complete { "start_now" } else { "training_1" }).id;
        Self { world, id }
    }

    fn state(&self) -> TouchpointState {
        self.touchpoint().state
    }

    fn prepare(&mut self, action: A, who: Role) {
        match action {
            A::AskConsent => {
                // Within a day before, a change of the person needs the customer's consent.
                let starts_at = self.touchpoint().plan.slot.starts_at(&self.world.zones);
                self.world.now = starts_at - TimeDelta::hours(2);
            }
            A::Consent | A::RefuseConsent => self.was_asked(Wish::Owner { to: MemberId::from_bits(2) }),
            A::ConsentToCancel => self.was_asked(Wish::Cancel),
            A::AcceptMove | A::DeclineMove | A::CounterMove => {
                let asker = if who == Role::Customer { MEMBER() } else { CUSTOMER() };
                let wish = self.command(A::RequestMove);
                self.world.must(asker, &Command::Touchpoint(self.id, wish));
            }
            A::ReportDone | A::ReportMissed if self.state() != TouchpointState::Disputed => {
                self.world.now = self.touchpoint().plan.slot.ends_at(&self.world.zones);
            }
            A::EndWindow => self.world.now += TimeDelta::days(3),
            _ => {}
        }
    }

    fn act(&mut self, action: A, who: Role) -> Option<Result<(), Rejection>> {
        let command = Command::Touchpoint(self.id, self.command(action));
        Some(self.world.act(actor(who), &command).map(|_| ()))
    }

    fn world(&self) -> &World {
        &self.world
    }

    /// A vendor's move of a confirmed item is a wish to move, and a contradiction of an item without a report
    /// says that nobody came.
    fn means_another(state: TouchpointState, action: A, _who: Role) -> bool {
        let is_open = matches!(state, TouchpointState::Planned | TouchpointState::Confirmed);
        is_open && matches!(action, A::Move | A::Dispute)
    }
}
