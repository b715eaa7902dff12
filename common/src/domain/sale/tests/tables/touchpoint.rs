//! A training session after the delivery; for what only the customer does, a step of theirs.

use super::*;
use crate::{
    domain::touchpoint::{Command as C, Event, TouchpointAction as A, TouchpointState},
    id::TouchpointId,
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

    fn command(&self, action: A) -> C {
        match action {
            A::Confirm => C::Confirm,
            A::RequestMove => C::RequestMove { options: vec![self.other_day()], reason: None },
            A::AcceptMove => C::AcceptMove { option: 0 },
            A::DeclineMove => C::DeclineMove { reason: None },
            A::Move => C::Move { to: self.other_day(), reason: words("Jonas is ill") },
            A::Complete => C::Complete,
            A::ReportDone => C::ReportDone { note: None },
            A::AgreeDone => C::AgreeDone,
            A::Dispute => C::Dispute { note: None },
            A::TakeBack => C::TakeBack,
            A::ReportMissed => C::ReportMissed { by: Role::Member, note: None },
            A::EndWindow => C::EndWindow,
            A::Cancel => C::Cancel { reason: None },
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
            A::AcceptMove | A::DeclineMove => {
                let asker = if who == Role::Customer { MEMBER() } else { CUSTOMER() };
                // A vendor moves what nobody confirmed without asking, so a wish of theirs needs a yes first.
                if who == Role::Customer && self.state() == TouchpointState::Planned {
                    let event = Event::MoveRequested { options: vec![self.other_day()], reason: None };
                    self.world.remember(asker, EventBody::Touchpoint { id: self.id, event });
                    return;
                }
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

    fn events(&self) -> usize {
        self.world.log.len()
    }

    /// A vendor's move of a confirmed item is a wish to move, and a contradiction of an item without a report
    /// says that nobody came.
    fn means_another(state: TouchpointState, action: A, _who: Role) -> bool {
        let is_open = matches!(state, TouchpointState::Planned | TouchpointState::Confirmed);
        is_open && matches!(action, A::Move | A::Dispute)
    }
}
