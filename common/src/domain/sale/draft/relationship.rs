//! What goes with a pause, its end and the end of all follow-up.

use super::Draft;
use crate::{
    domain::{
        event::EventBody,
        relationship,
        touchpoint::{self, Basis, TouchpointState},
    },
    time::Slot,
};

impl Draft<'_, '_> {
    /// Decides that this happened to the relationship, and what it means for the agenda and the questions.
    pub(crate) fn record_relationship(&mut self, event: relationship::Event) {
        let known = event.clone();
        self.record(EventBody::Relationship { event });
        match known {
            relationship::Event::Resumed => self.plan_anew(),
            // What was not asked yet sleeps: the customer may go on one day.
            relationship::Event::Ended { .. } => self.drop_asks(|ask| ask.offers > 0),
            relationship::Event::Paused { .. } => {}
        }
    }

    /// What should have happened during a pause gets new days, one a working day; what was confirmed is asked for.
    fn plan_anew(&mut self) {
        let ctx = self.ctx;
        let zone = self.sale.time_zone.clone();
        let mut held: Vec<_> = self
            .sale
            .touchpoints
            .iter()
            .filter(|it| it.plan.kind.is_outward() && !it.has_customers_wish())
            .map(|it| (it.facts(ctx.zones), it.id, it.plan.slot.clone()))
            .filter(|(facts, ..)| facts.is_open() && facts.ends_at <= ctx.now)
            .collect();
        held.sort_by_key(|(facts, ..)| facts.starts_at);
        for (days, (facts, id, slot)) in (1..).zip(held) {
            let local_date = ctx.calendar.add_business_days(ctx.today(&zone), days);
            let to = Slot { local_date, ..slot };
            let event = if facts.state == TouchpointState::Confirmed {
                touchpoint::Event::MoveRequested { options: vec![to], reason: None, breaks: Vec::new() }
            } else {
                touchpoint::Event::Reanchored { to, basis: Basis::Fixed }
            };
            self.record_touchpoint(id, event);
        }
    }
}
