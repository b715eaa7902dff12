//! A command at work: the events so far and the sale as they have made it, so that each consequence is
//! decided on what is already so.

use super::{Event, Sale, evolve::apply};
use crate::domain::{context::Context, event::EventBody};

mod agenda;
mod check;
mod concern;
mod needs;
mod preference;
mod promise;
mod relationship;
mod relationship_plan;
mod touchpoint;
mod update;
mod week;

/// What was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// What happened, in order.
    pub events: Vec<EventBody>,
    /// The sale after it: the same that [`evolve`](super::evolve()) makes of the events.
    pub sale: Sale,
}

/// The sale at hand and what was decided so far.
pub(super) struct Draft<'a, 'c> {
    pub(super) sale: Sale,
    pub(super) events: Vec<EventBody>,
    pub(super) ctx: &'a Context<'c>,
}

impl<'a, 'c> Draft<'a, 'c> {
    pub(super) fn new(sale: &Sale, ctx: &'a Context<'c>) -> Self {
        Self { sale: sale.clone(), events: Vec::new(), ctx }
    }

    /// Decides that this happened.
    pub(super) fn record(&mut self, body: EventBody) {
        apply(&mut self.sale, &body, self.ctx.now, self.ctx.actor);
        self.events.push(body);
    }

    /// Decides that this happened to the sale itself.
    pub(super) fn record_own(&mut self, event: Event) {
        self.record(EventBody::Sale { event });
    }

    /// What was decided, in a sale that had so many events before.
    pub(super) fn into_decided(self, before: u64) -> Decided {
        let count = u64::try_from(self.events.len()).unwrap_or(u64::MAX);
        let sale = Sale { version: before.saturating_add(count), ..self.sale };
        Decided { events: self.events, sale }
    }
}
