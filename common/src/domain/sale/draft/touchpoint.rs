//! What goes with something that happens on the agenda: its question, its promise, the customer's wishes.

use chrono::{DateTime, NaiveDate, Utc};

use super::Draft;
use crate::{
    domain::{
        check::About,
        context::add_days,
        event::EventBody,
        preference,
        promise::{self, Promise},
        touchpoint::{self, Plan, Ties, TouchpointKind, TouchpointState},
    },
    id::TouchpointId,
    time::Slot,
};

impl Draft<'_, '_> {
    /// Decides that this happened to a touchpoint, and what it means for its question and its promise.
    pub(crate) fn record_touchpoint(&mut self, id: TouchpointId, event: touchpoint::Event) {
        let known = event.clone();
        self.record(EventBody::Touchpoint { id, event });
        // A yes of the customer's may call it off too, so the state tells and not the event.
        let state = self.sale.touchpoint(id).map(|it| it.state);
        if matches!(state, Some(TouchpointState::Cancelled | TouchpointState::Missed)) {
            self.drop_asks(|ask| ask.plan.touchpoint == Some(id));
        }
        self.follow_session(id, &known);
    }

    /// Puts a touchpoint on the agenda, and with a check the question that it announces.
    pub(crate) fn plan(&mut self, plan: Plan) -> TouchpointId {
        let id = self.ctx.ids.make();
        let check = plan.check.clone();
        let planned_for = self.ask_time(&plan.slot);
        let ties = plan.kind.is_live().then(|| plan.ties.clone());
        self.record_touchpoint(id, touchpoint::Event::Planned(Box::new(plan)));
        self.count_session(id, &ties.unwrap_or_default());
        if let Some(check) = check {
            let about = self.about(&check);
            self.plan_ask(check, about, Some(id), planned_for);
        }
        id
    }

    /// A session of a promised series counts for it while one is left, and what stands in for a session counts in
    /// its place.
    fn count_session(&mut self, touchpoint: TouchpointId, ties: &Ties) {
        let is_of_series = |it: &Promise| ties.series.is_some() && it.making.series == ties.series;
        let is_instead = |it: &Promise| ties.replaces.is_some_and(|id| it.sessions.contains(&id));
        let mut promises = self.sale.promises.iter().filter(|it| it.state.is_open());
        let counts = promises.find(|it| ties.bridge_for.is_none() && (is_instead(it) || is_of_series(it)));
        let is_free =
            |it: &&Promise| promise::may_link(it, touchpoint, &self.sale.promises, &self.sale.touchpoints);
        if let Some(id) = counts.filter(is_free).map(|it| it.id) {
            self.record_promise(id, promise::Event::SessionLinked { touchpoint });
        }
    }

    /// A question is asked when work begins on its day.
    pub(crate) fn ask_time(&self, slot: &Slot) -> DateTime<Utc> {
        self.ctx.calendar.next_open(slot.starts_at(self.ctx.zones), self.ctx.zones)
    }

    /// "As expected?" is about the delivery, the rest about the sale.
    fn about(&self, check: &str) -> About {
        let delivery = self.sale.touchpoints.iter().find(|item| item.plan.kind == TouchpointKind::Delivery);
        match delivery {
            Some(delivery) if check.starts_with("expected@") => About::Touchpoint(delivery.id),
            _ => About::Sale,
        }
    }

    /// The plan at the time that suits the customer best. Only meetings have one; the delivery comes when it
    /// comes, and what belongs before or after it stays there.
    pub(crate) fn suited(&self, plan: Plan) -> Plan {
        if !plan.kind.is_live() || plan.kind == TouchpointKind::Delivery {
            return plan;
        }
        let anchors = &self.sale.anchors;
        let first = self.ctx.zones.date(&self.sale.time_zone, anchors.purchased_at);
        let range = match anchors.delivered_on.or(anchors.expected_delivery_on) {
            Some(day) if plan.slot.local_date < day => first..=add_days(day, -1),
            Some(day) if plan.slot.local_date > day => add_days(day, 1)..=NaiveDate::MAX,
            _ => first..=NaiveDate::MAX,
        };
        let wishes = &self.ctx.customer.contact.preferences;
        let slot = preference::fit(plan.slot.clone(), wishes, self.ctx.calendar, &range);
        // No wish reaches into the past.
        let is_over = |slot: &Slot| slot.ends_at(self.ctx.zones) <= self.ctx.now;
        if is_over(&slot) && !is_over(&plan.slot) { plan } else { Plan { slot, ..plan } }
    }
}
