//! A command at work: the events so far and the sale as they have made it, so that each consequence is
//! decided on what is already so.

use chrono::{DateTime, Utc};

use super::{Sale, evolve::apply};
use crate::{
    domain::{
        agenda::{self, Change, Place},
        check::{self, About, AskPlan, AskState, LedgerEntry, Surroundings},
        concern::{self, Ground},
        context::Context,
        delivery::DeliveryState,
        event::EventBody,
        handling::new_customer_until,
        promise,
        template::Anchor,
        touchpoint::{self, Plan, TouchpointKind, TouchpointState},
    },
    id::{AskId, ConcernId, PromiseId, TouchpointId},
    text::{Line, Words},
    time::Slot,
};

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

    pub(super) fn record_touchpoint(&mut self, id: TouchpointId, event: touchpoint::Event) {
        self.record(EventBody::Touchpoint { id, event });
    }

    pub(super) fn record_ask(&mut self, id: AskId, event: check::Event) {
        self.record(EventBody::Ask { id, event });
    }

    pub(super) fn record_promise(&mut self, id: PromiseId, event: promise::Event) {
        self.record(EventBody::Promise { id, event });
    }

    /// Puts a touchpoint on the agenda, and with a check the question that it announces.
    pub(super) fn plan(&mut self, plan: Plan) -> TouchpointId {
        let id = self.ctx.ids.make();
        let check = plan.check.clone();
        let planned_for = self.ask_time(&plan.slot);
        self.record_touchpoint(id, touchpoint::Event::Planned(Box::new(plan)));
        if let Some(check) = check {
            let about = self.about(&check);
            self.plan_ask(check, about, Some(id), planned_for);
        }
        id
    }

    /// Plans a question to the first customer.
    pub(super) fn plan_ask(
        &mut self,
        check: Line,
        about: About,
        touchpoint: Option<TouchpointId>,
        planned_for: DateTime<Utc>,
    ) -> Option<AskId> {
        let customer = *self.sale.customers.first()?;
        let id = self.ctx.ids.make();
        let plan = AskPlan { check, about, touchpoint, customer, planned_for };
        self.record_ask(id, check::Event::Planned(Box::new(plan)));
        Some(id)
    }

    /// A question is asked when work begins on its day.
    fn ask_time(&self, slot: &Slot) -> DateTime<Utc> {
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

    pub(super) fn make_promise(&mut self, making: promise::Making) -> PromiseId {
        let id = self.ctx.ids.make();
        self.record_promise(id, promise::Event::Made(Box::new(making)));
        id
    }

    /// Raises a concern with its clock running. The sale's owner answers for it, and for one that follows
    /// another whoever answered for that.
    pub(super) fn raise(&mut self, wish: concern::Raise) -> ConcernId {
        let id = self.ctx.ids.make();
        let follows = wish.follows;
        let earlier = follows.and_then(|id| self.sale.concern(id));
        let owner = earlier.map_or(self.sale.owner, |concern| concern.opening.owner);
        let number = u32::try_from(self.sale.concerns.len()).unwrap_or(u32::MAX).saturating_add(1);
        let today = self.ctx.today(&self.sale.time_zone);
        let until = new_customer_until(&self.sale, self.ctx.policy).filter(|until| *until >= today);
        let (terms, calendar) = self.sale.handling.agreement.pin(self.ctx.standard, until);
        let calendar = calendar.unwrap_or(self.sale.calendar);
        let opening = concern::raise(wish, Ground { owner, number, terms, calendar }, self.ctx);
        self.record(EventBody::Concern { id, event: concern::Event::Raised(Box::new(opening)) });
        if let Some(earlier) = follows {
            self.record(EventBody::Concern { id: earlier, event: concern::Event::Linked { to: id } });
        }
        id
    }

    /// A problem with these words, if any.
    pub(super) fn raise_problem(&mut self, words: Option<Words>, touchpoint: Option<TouchpointId>) {
        let problem = concern::Raise::new(concern::ConcernKind::Problem, concern::Severity::Small);
        self.raise(concern::Raise { words, touchpoint, ..problem });
    }

    /// What the agenda's items resolve to now.
    pub(super) fn plans(&self) -> Vec<Plan> {
        let place = self.place();
        let agenda = self.sale.agenda.as_ref();
        let plans = agenda.map_or_else(Vec::new, |agenda| {
            agenda::resolve_all(agenda, &self.sale.anchors, self.sale.owner, place)
        });
        plans.into_iter().map(|plan| self.suited(plan)).collect()
    }

    /// Where the agenda happens.
    fn place(&self) -> Place<'_> {
        let Context { calendar, zones, customer, .. } = self.ctx;
        Place { zone: &self.sale.time_zone, calendar, zones, reader: customer.locale.as_deref() }
    }

    /// What is told again and again until an unknown day goes on.
    pub(super) fn continue_repeat(&mut self, done: TouchpointId) {
        let next = self.sale.agenda.as_ref().zip(self.sale.touchpoint(done));
        let next = next.and_then(|(agenda, done)| {
            agenda::next_occurrence(agenda, &self.sale.anchors, &done.plan, self.place())
        });
        let is_new = |plan: &Plan| !self.sale.touchpoints.iter().any(|it| it.plan.item == plan.item);
        if let Some(plan) = next.filter(is_new) {
            self.plan(plan);
        }
    }

    /// Lets the agenda follow a changed anchor.
    pub(super) fn reanchor(&mut self) {
        for change in agenda::reanchor(&self.plans(), &self.sale.touchpoints, self.ctx.now, self.ctx.zones) {
            match change {
                Change::Add(plan) => {
                    self.plan(*plan);
                }
                Change::Follow(id, to, basis) => {
                    let planned_for = self.ask_time(&to);
                    self.record_touchpoint(id, touchpoint::Event::Reanchored { to, basis });
                    let announced = self.sale.asks.iter().filter(|ask| ask.plan.touchpoint == Some(id));
                    let waiting: Vec<AskId> =
                        announced.filter(|ask| ask.offers == 0).map(|ask| ask.id).collect();
                    for ask in waiting {
                        self.record_ask(ask, check::Event::Replanned { planned_for });
                    }
                }
                Change::AskToMove(id, slot) => {
                    let event = touchpoint::Event::MoveRequested {
                        options: vec![slot],
                        reason: None,
                        breaks: Vec::new(),
                    };
                    self.record_touchpoint(id, event);
                }
                Change::Drop(id) => {
                    let event = touchpoint::Event::Cancelled { reason: None, is_dropped: true };
                    self.record_touchpoint(id, event);
                }
            }
        }
    }

    /// What the customer was asked lately: other sales from the ledger, this one as it is now.
    pub(super) fn ledger(&self) -> Vec<LedgerEntry> {
        let others = self.ctx.ledger.iter().filter(|entry| entry.sale != self.sale.id).cloned();
        others.chain(ledger_entries(&self.sale)).collect()
    }

    /// What the rules of asking look at.
    pub(super) fn surroundings<'l>(&self, ask: AskId, ledger: &'l [LedgerEntry]) -> Surroundings<'l> {
        Surroundings {
            ledger,
            has_happened: self.has_happened(ask),
            has_open_concern: self.sale.concerns.iter().any(|concern| concern.state.is_open()),
            opted_out: self.ctx.customer.wants_no_checks,
        }
    }

    fn has_happened(&self, ask: AskId) -> bool {
        let Some(ask) = self.sale.ask(ask) else { return false };
        let announced = ask.plan.touchpoint.and_then(|id| self.sale.touchpoint(id));
        let key = announced.and_then(|item| item.plan.item.as_ref());
        let mut items = self.sale.agenda.iter().flat_map(|agenda| &agenda.items);
        if announced.is_some_and(|item| item.is_gated) {
            return false;
        }
        let waits_for_delivery = items.any(|item| Some(&item.key) == key && item.anchor == Anchor::Delivery);
        let is_delivered = self.sale.anchors.delivered_on.is_some();
        if waits_for_delivery && !is_delivered {
            return false;
        }
        match ask.plan.about {
            About::Sale | About::Concern(_) | About::VitalArea(_) => true,
            About::Expectation(_) => is_delivered,
            About::Touchpoint(id) => self.sale.touchpoint(id).is_some_and(|about| {
                let is_done = matches!(about.state, TouchpointState::ReportedDone | TouchpointState::Done);
                is_done || (about.plan.kind == TouchpointKind::Delivery && is_delivered)
            }),
            About::Delivery(id) => {
                self.sale.delivery(id).is_some_and(|it| it.state != DeliveryState::Incomplete)
            }
            About::Promise(id) => self.sale.promise(id).is_some_and(|promise| {
                let facts = promise.facts(&self.sale.time_zone, self.ctx.zones);
                promise.claimed_at.is_some() || facts.is_late(self.ctx.now)
            }),
        }
    }
}

/// What a sale adds to its customer's ask ledger.
pub fn ledger_entries(sale: &Sale) -> impl Iterator<Item = LedgerEntry> {
    sale.asks.iter().filter_map(|ask| {
        Some(LedgerEntry {
            ask: ask.id,
            sale: sale.id,
            check: ask.plan.check.to_string(),
            offered_at: ask.offered_at?,
            // A question put off comes back by itself; nothing else is asked meanwhile.
            is_open: matches!(ask.state, AskState::Offered | AskState::Snoozed),
            counts: check::definition(&ask.plan.check).is_none_or(|definition| definition.counts),
        })
    })
}
