//! What goes with a question: it is planned, narrowed to what it is about, followed by the next, and dropped when
//! there is nothing left to ask.

use chrono::{DateTime, Utc};

use super::Draft;
use crate::{
    actor::Role,
    domain::{
        check::{self, About, Ask, AskPlan, AskState, Suppression},
        event::EventBody,
        promise::PromiseKind,
        questions::asking::{ledger, surroundings},
    },
    id::{AskId, PromiseId, TouchpointId},
    text::Line,
};

/// The question about one promise.
const PROMISE_CHECK: &str = "promise@1";

impl Draft<'_, '_> {
    /// Decides that this happened to a question; as it opens, it becomes clear what exactly it asks about.
    pub(crate) fn record_ask(&mut self, id: AskId, event: check::Event) {
        if matches!(event, check::Event::Offered { .. } | check::Event::Recorded { .. }) {
            self.narrow(id);
        }
        self.record(EventBody::Ask { id, event });
    }

    /// Plans a question to the first customer.
    pub(crate) fn plan_ask(
        &mut self,
        check: Line,
        about: About,
        touchpoint: Option<TouchpointId>,
        planned_for: DateTime<Utc>,
    ) -> Option<AskId> {
        let customer = *self.sale.customers.first()?;
        let id = self.ctx.ids.make();
        let area = if let About::VitalArea(id) = about { self.sale.vital_area(id) } else { None };
        let area = area.map(|area| area.area.clone());
        let plan = AskPlan { check, about, touchpoint, customer, planned_for, area };
        self.record_ask(id, check::Event::Planned(Box::new(plan)));
        Some(id)
    }

    /// "As described?": a promise that is said to be kept, or that is late, is asked about once. A delivery is
    /// not: what came is looked over on the delivery itself, and "as expected?" asks about it.
    pub(crate) fn ask_about_promise(&mut self, id: PromiseId) {
        let Some(promise) = self.sale.promise(id).filter(|_| self.sale.is_active()) else { return };
        let is_waiting = |ask: &Ask| ask.plan.about == About::Promise(id) && ask.is_unfinished();
        if promise.making.kind == PromiseKind::Delivery || self.sale.asks.iter().any(is_waiting) {
            return;
        }
        if let Ok(check) = Line::parse(PROMISE_CHECK) {
            let now = self.ctx.now;
            self.plan_ask(check, About::Promise(id), None, now);
        }
    }

    /// There is nothing left to ask about.
    pub(crate) fn drop_asks(&mut self, is_moot: impl Fn(&Ask) -> bool) {
        let moot = self.sale.asks.iter().filter(|ask| ask.is_unfinished() && is_moot(ask));
        for id in moot.map(|ask| ask.id).collect::<Vec<_>>() {
            self.record_ask(id, check::Event::Dropped { reasons: Vec::new() });
        }
    }

    /// A customer who wants no planned questions is not left with one that waits for an answer.
    pub(crate) fn leave_in_peace(&mut self) {
        if !self.ctx.customer.wants_no_checks {
            return;
        }
        let is_planned =
            |ask: &&Ask| check::definition(&ask.plan.check).is_some_and(|it| it.class.is_planned());
        let waits = |ask: &&Ask| matches!(ask.state, AskState::Offered | AskState::Snoozed);
        let open = self.sale.asks.iter().filter(waits).filter(is_planned);
        for id in open.map(|ask| ask.id).collect::<Vec<_>>() {
            self.record_ask(id, check::Event::Dropped { reasons: vec![Suppression::OptedOut] });
        }
    }

    /// A question about what matters most asks about one area: the next one that is vital when it opens.
    pub(crate) fn narrow(&mut self, id: AskId) {
        let ask = self.sale.ask(id).filter(|ask| ask.plan.about == About::Sale);
        let area = ask.and_then(|ask| self.sale.next_area(ask));
        if let Some((about, area)) = area.map(|area| (About::VitalArea(area.id), area.area.clone())) {
            self.record(EventBody::Ask { id, event: check::Event::Narrowed { about, area } });
        }
    }

    /// The same agenda item asks about the next vital area, if there is one; whoever leaves a question open is
    /// not asked the others.
    pub(crate) fn plan_next_area(&mut self, answered: AskId) {
        let ask = self.sale.ask(answered).filter(|_| self.sale.is_followed());
        let Some(ask) = ask.filter(|ask| self.sale.next_area(ask).is_some()) else { return };
        let (check, item) = (ask.plan.check.clone(), ask.plan.touchpoint);
        let is_waiting = |it: &Ask| it.id != answered && it.plan.touchpoint == item && it.is_unfinished();
        if !self.sale.asks.iter().any(is_waiting) {
            let now = self.ctx.now;
            self.plan_ask(check, About::Sale, item, now);
        }
    }

    /// One agenda item may announce several questions; the next follows at once.
    pub(crate) fn offer_next_of(&mut self, item: TouchpointId) {
        let is_next = |ask: &&Ask| {
            let is_of_item = ask.plan.touchpoint == Some(item) && ask.plan.planned_for <= self.ctx.now;
            is_of_item && matches!(ask.state, AskState::Planned | AskState::Suppressed)
        };
        let Some(id) = self.sale.asks.iter().find(is_next).map(|ask| ask.id) else { return };
        let ledger = ledger(&self.sale, self.ctx);
        let around = surroundings(&self.sale, id, &ledger, self.ctx);
        let ask = self.sale.ask(id);
        let event = ask.and_then(|ask| check::advance(ask, around, Role::System, self.ctx).ok());
        if let Some(event @ check::Event::Offered { .. }) = event {
            self.record_ask(id, event);
        }
    }
}
