//! What the rules of asking look at in a sale, and the questions that follow from what happens in it.

use chrono::{DateTime, Utc};

use super::{Sale, draft::Draft};
use crate::{
    actor::Role,
    domain::{
        check::{self, About, Ask, AskState, Definition, LedgerEntry, Suppression, Surroundings},
        context::Context,
        delivery::DeliveryState,
        event::EventBody,
        expectation::Expectation,
        promise::PromiseKind,
        template::Anchor,
        touchpoint::{TouchpointKind, TouchpointState},
        vital_area::VitalArea,
    },
    id::{AskId, PromiseId, TouchpointId},
    text::Line,
    time::OffsetTable,
};

/// The question about one promise.
const PROMISE_CHECK: &str = "promise@1";

impl Draft<'_, '_> {
    /// What the customer, and the other people of their sales, were asked lately: other sales from the ledger,
    /// this one as it is now.
    pub(super) fn ledger(&self) -> Vec<LedgerEntry> {
        let others = self.ctx.ledger.iter().filter(|entry| entry.sale != self.sale.id).cloned();
        others.chain(ledger_entries(&self.sale)).collect()
    }

    /// What the rules of asking look at.
    pub(super) fn surroundings<'l>(&self, ask: AskId, ledger: &'l [LedgerEntry]) -> Surroundings<'l> {
        let (now, zones) = (self.ctx.now, self.ctx.zones);
        let today = self.ctx.today(&self.sale.time_zone);
        let started = self.sale.anchors.delivered_on;
        let blocks = |promise: &crate::domain::promise::Promise| {
            promise.facts(&self.sale.time_zone, zones).blocks_completion(now)
        };
        Surroundings {
            ledger,
            next_planned_at: next_planned_at(&self.sale, now),
            day: started.map(|day| today.signed_duration_since(day).num_days()),
            has_happened: self.has_happened(ask),
            has_subject: self.has_subject(ask),
            has_open_concern: self.ctx.has_concern_elsewhere || self.has_open_concern(ask),
            has_promise_in_the_way: self.sale.promises.iter().any(blocks),
            opted_out: self.ctx.customer.wants_no_checks,
            is_resting: !self.sale.is_followed(),
        }
    }

    /// Areas may be named until the question is asked, and taken back after it was planned.
    fn has_subject(&self, ask: AskId) -> bool {
        let Some(ask) = self.sale.ask(ask).filter(|ask| is_of_areas(ask)) else { return true };
        match ask.plan.about {
            About::VitalArea(id) => self.sale.handling.vital_area(id).is_some(),
            _ => self.sale.next_area(ask).is_some(),
        }
    }

    /// The questions of one occasion go on after a bad answer to one of them.
    fn has_open_concern(&self, ask: AskId) -> bool {
        let occasion = |ask: AskId| self.sale.ask(ask).and_then(|ask| ask.plan.touchpoint);
        let own = occasion(ask);
        let is_of_it = |from: Option<AskId>| own.is_some() && from.and_then(occasion) == own;
        let mut open = self.sale.concerns.iter().filter(|concern| concern.state.is_open());
        open.any(|concern| !is_of_it(concern.opening.ask))
    }

    fn has_happened(&self, ask: AskId) -> bool {
        let Some(ask) = self.sale.ask(ask) else { return false };
        let announced = ask.plan.touchpoint.and_then(|id| self.sale.touchpoint(id));
        let key = announced.and_then(|item| item.plan.item.as_ref());
        if announced.is_some_and(|item| item.is_gated) {
            return false;
        }
        let mut items = self.sale.agenda.iter().flat_map(|agenda| &agenda.items);
        let waits_for_delivery = items.any(|item| Some(&item.key) == key && item.anchor == Anchor::Delivery);
        let is_delivered = self.sale.anchors.delivered_on.is_some();
        if waits_for_delivery && !is_delivered {
            return false;
        }
        let is_done = |state| matches!(state, TouchpointState::ReportedDone | TouchpointState::Done);
        let something_was = || {
            let mut touchpoints = self.sale.touchpoints.iter();
            is_delivered || touchpoints.any(|it| it.plan.kind.is_live() && is_done(it.state))
        };
        match ask.plan.about {
            // What was expected shows only in what came.
            About::Sale if ask.plan.check.starts_with("expected@") => something_was(),
            About::Expectation(_) => something_was(),
            About::Sale | About::Concern(_) | About::VitalArea(_) => true,
            About::Touchpoint(id) => self.sale.touchpoint(id).is_some_and(|about| {
                is_done(about.state) || (about.plan.kind == TouchpointKind::Delivery && is_delivered)
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

    /// "As described?": a promise that is said to be kept, or that is late, is asked about once. A delivery is
    /// not: what came is looked over on the delivery itself, and "as expected?" asks about it.
    pub(super) fn ask_about_promise(&mut self, id: PromiseId) {
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
    pub(super) fn drop_asks(&mut self, is_moot: impl Fn(&Ask) -> bool) {
        let moot = self.sale.asks.iter().filter(|ask| ask.is_unfinished() && is_moot(ask));
        for id in moot.map(|ask| ask.id).collect::<Vec<_>>() {
            self.record_ask(id, check::Event::Dropped { reasons: Vec::new() });
        }
    }

    /// A customer who wants no planned questions is not left with one that waits for an answer.
    pub(super) fn leave_in_peace(&mut self) {
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
    pub(super) fn narrow(&mut self, id: AskId) {
        let ask = self.sale.ask(id).filter(|ask| ask.plan.about == About::Sale);
        let area = ask.and_then(|ask| self.sale.next_area(ask));
        if let Some((about, area)) = area.map(|area| (About::VitalArea(area.id), area.area.clone())) {
            self.record(EventBody::Ask { id, event: check::Event::Narrowed { about, area } });
        }
    }

    /// The same agenda item asks about the next vital area, if there is one; whoever leaves a question open is
    /// not asked the others.
    pub(super) fn plan_next_area(&mut self, answered: AskId) {
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
    pub(super) fn offer_next_of(&mut self, item: TouchpointId) {
        let is_next = |ask: &&Ask| {
            let is_of_item = ask.plan.touchpoint == Some(item) && ask.plan.planned_for <= self.ctx.now;
            is_of_item && matches!(ask.state, AskState::Planned | AskState::Suppressed)
        };
        let Some(id) = self.sale.asks.iter().find(is_next).map(|ask| ask.id) else { return };
        let ledger = self.ledger();
        let around = self.surroundings(id, &ledger);
        let ask = self.sale.ask(id);
        let event = ask.and_then(|ask| check::advance(ask, around, Role::System, self.ctx).ok());
        if let Some(event @ check::Event::Offered { .. }) = event {
            self.record_ask(id, event);
        }
    }
}

impl Sale {
    /// The area that the question of an agenda item asks about next: the most vital one that it did not ask
    /// about yet.
    pub fn next_area(&self, ask: &Ask) -> Option<&VitalArea> {
        let item = ask.plan.touchpoint.filter(|_| is_of_areas(ask))?;
        let of_item = || self.asks.iter().filter(|it| it.plan.touchpoint == Some(item));
        let is_asked = |area: &VitalArea| of_item().any(|it| it.plan.about == About::VitalArea(area.id));
        self.handling.vital_areas.iter().find(|area| !is_asked(area))
    }

    /// What a question lists, to be answered one by one: the expectations that were due on the day on which it
    /// was asked, and those without a day.
    pub fn listed_by(&self, ask: &Ask, zones: &OffsetTable) -> impl Iterator<Item = &Expectation> {
        let is_lister = check::definition(&ask.plan.check).is_some_and(Definition::lists_expectations);
        let lists = is_lister && !matches!(ask.plan.about, About::Expectation(_));
        let asked = ask.offered_at.or(ask.answers.first().map(|answer| answer.at));
        let day = asked.map(|at| zones.date(&self.time_zone, at)).filter(|_| lists);
        let is_due = move |it: &&Expectation| day.is_some_and(|day| it.due.is_none_or(|due| due <= day));
        self.expectations.iter().filter(is_due)
    }

    /// What a question names in its own sentence.
    pub fn named_by(&self, ask: &Ask) -> Option<String> {
        let next = || self.next_area(ask).filter(|_| ask.is_unfinished()).map(|area| area.area.to_string());
        match ask.plan.about {
            About::Promise(id) => self.promise(id).map(|it| it.terms().statement.to_string()),
            About::Expectation(id) => {
                self.expectations.iter().find(|it| it.id == id).map(|it| it.statement.to_string())
            }
            About::VitalArea(_) => ask.plan.area.as_ref().map(ToString::to_string),
            About::Sale => next(),
            About::Touchpoint(_) | About::Delivery(_) | About::Concern(_) => None,
        }
    }
}

fn is_of_areas(ask: &Ask) -> bool {
    check::definition(&ask.plan.check).is_some_and(Definition::is_of_areas)
}

/// Why each question that is not over cannot be asked at this moment.
pub fn standing_refusals(sale: &Sale, ctx: &Context<'_>) -> Vec<(AskId, Vec<Suppression>)> {
    let draft = Draft::new(sale, ctx);
    let ledger = draft.ledger();
    let waiting =
        sale.asks.iter().filter(|ask| matches!(ask.state, AskState::Planned | AskState::Suppressed));
    let refusals = waiting.map(|ask| {
        let around = draft.surroundings(ask.id, &ledger);
        (ask.id, check::refusals(ask, around, ctx.now, ctx.policy))
    });
    refusals.collect()
}

/// When the agenda asks next.
fn next_planned_at(sale: &Sale, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let announced = sale.asks.iter().filter(|ask| ask.plan.touchpoint.is_some());
    let waiting = announced.filter(|ask| ask.state == AskState::Planned && ask.plan.planned_for > now);
    waiting.map(|ask| ask.plan.planned_for).min()
}

/// Promises that are late and that nobody asked about, with the time since when.
pub(super) fn late_promises(
    sale: &Sale,
    zones: &OffsetTable,
) -> impl Iterator<Item = (PromiseId, DateTime<Utc>)> {
    let promises = sale.promises.iter().filter(|_| sale.is_followed() && !sale.is_history);
    let open = promises.filter(|it| it.state.is_open() && it.making.kind != PromiseKind::Delivery);
    let was_asked = |id| sale.asks.iter().any(|ask| ask.plan.about == About::Promise(id));
    let unasked = open.filter(move |it| !it.was_disputed && !was_asked(it.id));
    unasked.filter_map(move |it| Some((it.id, it.facts(&sale.time_zone, zones).original_due_at?)))
}

/// What a sale adds to its customer's ask ledger.
pub fn ledger_entries(sale: &Sale) -> impl Iterator<Item = LedgerEntry> {
    sale.asks.iter().filter_map(|ask| {
        let offered_at = ask.offered_at?;
        let class = check::definition(&ask.plan.check).map_or(check::Class::Event, |it| it.class);
        Some(LedgerEntry {
            ask: ask.id,
            sale: sale.id,
            customer: ask.plan.customer,
            check: ask.plan.check.to_string(),
            occasion: ask.plan.touchpoint,
            offered_at,
            // A question put off comes back by itself; nothing else is asked meanwhile.
            is_open: matches!(ask.state, AskState::Offered | AskState::Snoozed),
            counts: class.counts() && is_first_of_occasion(sale, ask, offered_at),
        })
    })
}

/// Several questions of one agenda item count as one: the one that was offered first.
pub(super) fn is_first_of_occasion(sale: &Sale, ask: &Ask, offered_at: DateTime<Utc>) -> bool {
    let is_same = |other: &&Ask| other.id != ask.id && other.plan.touchpoint == ask.plan.touchpoint;
    let mut others = sale.asks.iter().filter(|_| ask.plan.touchpoint.is_some()).filter(is_same);
    !others.any(|other| other.offered_at.is_some_and(|at| (at, other.id) < (offered_at, ask.id)))
}
