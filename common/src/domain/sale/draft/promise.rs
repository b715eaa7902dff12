//! What goes with a promise: who made it and when, the question about it, and the sessions that it counts.

use super::Draft;
use crate::{
    actor::{Actor, Role},
    domain::{
        agenda,
        check::About,
        event::EventBody,
        promise::{self, PromiseState},
        touchpoint,
    },
    id::{PromiseId, TouchpointId},
    text::Words,
};

impl Draft<'_, '_> {
    /// Decides that this happened to a promise, and what it means for the question about it.
    pub(crate) fn record_promise(&mut self, id: PromiseId, event: promise::Event) {
        let is_settled = event.is_customers_last_word();
        let is_claimed = matches!(event, promise::Event::ClaimedKept { .. });
        self.record(EventBody::Promise { id, event });
        if is_settled {
            self.drop_asks(|ask| ask.plan.about == About::Promise(id));
        } else if is_claimed {
            self.ask_about_promise(id);
        }
    }

    /// Writes a promise down. Who does so made it, and today, if nothing else is said; where a customer's word
    /// or a rule makes it, the sale's owner answers for it.
    pub(crate) fn make_promise(&mut self, making: promise::Making) -> PromiseId {
        let id = self.ctx.ids.make();
        let writer = if let Actor::Member(member) = self.ctx.actor { member } else { self.sale.owner };
        let today = self.ctx.today(&self.sale.time_zone);
        let (made_by, made_on) = (making.made_by.or(Some(writer)), making.made_on.or(Some(today)));
        let making = promise::Making { made_by, made_on, ..making };
        self.record_promise(id, promise::Event::Made(Box::new(making)));
        id
    }

    /// What the agenda's series promise.
    pub(crate) fn promised_series(&self) -> Vec<promise::Making> {
        let agenda = self.sale.agenda.as_ref();
        agenda.map_or_else(Vec::new, |agenda| agenda::promised(agenda, self.place().reader))
    }

    /// When the last promised session has taken place, the promise is kept; nobody needs to say so twice.
    pub(crate) fn count_sessions(&mut self, id: PromiseId) {
        let Some(promise) = self.sale.promise(id).filter(|promise| promise.state.is_open()) else { return };
        let counted = promise::sessions(promise, &self.sale.touchpoints);
        if counted.is_some_and(|counted| counted.is_used_up()) {
            let linked = self.sale.touchpoints.iter().filter(|it| promise.sessions.contains(&it.id));
            let today = self.ctx.today(&self.sale.time_zone);
            let last = linked.map(|it| it.plan.slot.local_date).max().unwrap_or(today);
            self.record_promise(id, promise::Event::ClaimedKept { kept_on: last.min(today), evidence: None });
        }
    }

    /// What a touchpoint means for the promise that it is a session of.
    pub(crate) fn follow_session(&mut self, touchpoint: TouchpointId, event: &touchpoint::Event) {
        let of = self.sale.promises.iter().find(|promise| promise.sessions.contains(&touchpoint));
        let Some((id, state)) = of.map(|promise| (promise.id, promise.state)) else { return };
        match event {
            touchpoint::Event::ReportedDone { .. } | touchpoint::Event::TakenBack => self.count_sessions(id),
            // A session that did not happen cannot have been the last one.
            touchpoint::Event::Disputed { note } if is_claimed(state) => self.contradict(id, note.clone()),
            _ => {}
        }
    }

    fn contradict(&mut self, id: PromiseId, note: Option<Words>) {
        if self.ctx.actor.role() == Role::Customer {
            self.record_promise(id, promise::Event::Disputed { note });
        }
    }
}

fn is_claimed(state: PromiseState) -> bool {
    matches!(state, PromiseState::ClaimedKept | PromiseState::Kept)
}
