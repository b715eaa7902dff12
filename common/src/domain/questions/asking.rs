//! What the rules of asking look at in a sale: what was asked lately, what it would be about, and what stands in
//! the way.

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        check::{self, About, Ask, AskState, LedgerEntry, Suppression, Surroundings},
        context::Context,
        delivery::DeliveryState,
        promise::{Promise, PromiseKind},
        sale::Sale,
        template::Anchor,
        touchpoint::{TouchpointKind, TouchpointState},
    },
    id::{AskId, PromiseId},
    time::OffsetTable,
};

/// What the customer, and the other people of their sales, were asked lately: other sales from the ledger,
/// this one as it is now.
pub fn ledger(sale: &Sale, ctx: &Context<'_>) -> Vec<LedgerEntry> {
    let others = ctx.ledger.iter().filter(|entry| entry.sale != sale.id).cloned();
    others.chain(ledger_entries(sale)).collect()
}

/// What the rules of asking look at.
pub fn surroundings<'l>(
    sale: &Sale,
    ask: AskId,
    ledger: &'l [LedgerEntry],
    ctx: &Context<'_>,
) -> Surroundings<'l> {
    let (now, zones) = (ctx.now, ctx.zones);
    let today = ctx.today(&sale.time_zone);
    let started = sale.anchors.delivered_on;
    let blocks = |promise: &Promise| promise.facts(&sale.time_zone, zones).blocks_completion(now);
    Surroundings {
        ledger,
        next_planned_at: next_planned_at(sale, now),
        day: started.map(|day| today.signed_duration_since(day).num_days()),
        has_happened: has_happened(sale, ask, ctx),
        has_subject: has_subject(sale, ask),
        has_open_concern: ctx.has_concern_elsewhere || has_open_concern(sale, ask),
        has_promise_in_the_way: sale.promises.iter().any(blocks),
        opted_out: ctx.customer.wants_no_checks,
        is_resting: !sale.is_followed(),
    }
}

/// Areas may be named until the question is asked, and taken back after it was planned.
fn has_subject(sale: &Sale, ask: AskId) -> bool {
    let Some(ask) = sale.ask(ask).filter(|ask| ask.is_of_areas()) else { return true };
    match ask.plan.about {
        About::VitalArea(id) => sale.vital_area(id).is_some(),
        _ => sale.next_area(ask).is_some(),
    }
}

/// The questions of one occasion go on after a bad answer to one of them.
fn has_open_concern(sale: &Sale, ask: AskId) -> bool {
    let occasion = |ask: AskId| sale.ask(ask).and_then(|ask| ask.plan.touchpoint);
    let own = occasion(ask);
    let is_of_it = |from: Option<AskId>| own.is_some() && from.and_then(occasion) == own;
    let mut open = sale.concerns.iter().filter(|concern| concern.state.is_open());
    open.any(|concern| !is_of_it(concern.opening.ask))
}

fn has_happened(sale: &Sale, ask: AskId, ctx: &Context<'_>) -> bool {
    let Some(ask) = sale.ask(ask) else { return false };
    let announced = ask.plan.touchpoint.and_then(|id| sale.touchpoint(id));
    let key = announced.and_then(|item| item.plan.item.as_ref());
    if announced.is_some_and(|item| item.is_gated) {
        return false;
    }
    let mut items = sale.agenda.iter().flat_map(|agenda| &agenda.items);
    let waits_for_delivery = items.any(|item| Some(&item.key) == key && item.anchor == Anchor::Delivery);
    let is_delivered = sale.anchors.delivered_on.is_some();
    if waits_for_delivery && !is_delivered {
        return false;
    }
    let is_done = |state| matches!(state, TouchpointState::ReportedDone | TouchpointState::Done);
    let something_was = || {
        let mut touchpoints = sale.touchpoints.iter();
        is_delivered || touchpoints.any(|it| it.plan.kind.is_live() && is_done(it.state))
    };
    match ask.plan.about {
        // What was expected shows only in what came.
        About::Sale if ask.plan.check.starts_with("expected@") => something_was(),
        About::Expectation(_) => something_was(),
        About::Sale | About::Concern(_) | About::VitalArea(_) => true,
        About::Touchpoint(id) => sale.touchpoint(id).is_some_and(|about| {
            is_done(about.state) || (about.plan.kind == TouchpointKind::Delivery && is_delivered)
        }),
        About::Delivery(id) => sale.delivery(id).is_some_and(|it| it.state != DeliveryState::Incomplete),
        About::Promise(id) => sale.promise(id).is_some_and(|promise| {
            let facts = promise.facts(&sale.time_zone, ctx.zones);
            promise.claimed_at.is_some() || facts.is_late(ctx.now)
        }),
    }
}

/// Why each question that is not over cannot be asked at this moment.
pub fn standing_refusals(sale: &Sale, ctx: &Context<'_>) -> Vec<(AskId, Vec<Suppression>)> {
    let ledger = ledger(sale, ctx);
    let waiting =
        sale.asks.iter().filter(|ask| matches!(ask.state, AskState::Planned | AskState::Suppressed));
    let refusals = waiting.map(|ask| {
        let around = surroundings(sale, ask.id, &ledger, ctx);
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
pub fn late_promises(sale: &Sale, zones: &OffsetTable) -> impl Iterator<Item = (PromiseId, DateTime<Utc>)> {
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
pub fn is_first_of_occasion(sale: &Sale, ask: &Ask, offered_at: DateTime<Utc>) -> bool {
    let is_same = |other: &&Ask| other.id != ask.id && other.plan.touchpoint == ask.plan.touchpoint;
    let mut others = sale.asks.iter().filter(|_| ask.plan.touchpoint.is_some()).filter(is_same);
    !others.any(|other| other.offered_at.is_some_and(|at| (at, other.id) < (offered_at, ask.id)))
}
