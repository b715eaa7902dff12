//! A sale is complete when it is delivered, paid and the customer is satisfied. Computed from facts, never
//! set; it can become incomplete again. Silence never means satisfied.

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    domain::{
        check::{COMPLETE, Mood},
        concern::Concern,
        context::Context,
        payment::PaymentState,
        policy::Policy,
        sale::Sale,
    },
    time::OffsetTable,
};

pub use crate::domain::legs::{
    Completion, CompletionFacts, Ending, Leg, Obstacle, Part, completion, moments, obstacles,
};

/// What the sale has to say about its completion.
pub fn completion_facts(sale: &Sale, policy: &Policy, zones: &OffsetTable) -> CompletionFacts {
    let satisfied_at = last_word(sale).and_then(|(at, mood)| (mood == Mood::Good).then_some(at));
    let mut blocking = sale.concerns.iter().filter(|concern| concern.opening.kind.blocks_completion());
    CompletionFacts {
        deliveries: sale.deliveries.iter().map(|delivery| (delivery.state, delivery.reported_at)).collect(),
        paid: paid(sale),
        satisfied_at,
        is_concern_in_the_way: blocking.any(|concern| is_in_the_way(concern, satisfied_at, policy)),
        promises: sale.promises.iter().map(|promise| promise.facts(&sale.time_zone, zones)).collect(),
        is_ended: sale.ended.is_some(),
    }
}

/// The customer's word counts when it was given after the concern ended. A concern that comes up long after
/// it is a matter of its own.
fn is_in_the_way(concern: &Concern, satisfied_at: Option<DateTime<Utc>>, policy: &Policy) -> bool {
    let is_open = concern.state.is_open();
    match satisfied_at {
        None => is_open,
        Some(said) if concern.raised_at <= said => is_open || concern.state_since > said,
        Some(said) => concern.raised_at <= said + TimeDelta::days(policy.reopen_days),
    }
}

/// The last answer to whether the customer is satisfied. A "yes" that a member wrote down does not count: only
/// the customer's own hand sets it. A "no" counts however it came.
fn last_word(sale: &Sale) -> Option<(DateTime<Utc>, Mood)> {
    let asks = sale.asks.iter().filter(|ask| &*ask.plan.check == COMPLETE);
    let words = asks.flat_map(|ask| ask.answers.iter().filter_map(|it| Some((it, ask.mood_of(it)?))));
    let counting = words.filter(|(answer, mood)| answer.is_own() || *mood != Mood::Good);
    counting.map(|(answer, mood)| (answer.at, mood)).max_by_key(|(at, _)| *at)
}

/// Whether a concern is open, or a promise late, disputed or broken, so that the customer's word would not count.
pub fn is_blocked(sale: &Sale, ctx: &Context<'_>) -> bool {
    let blocks = |concern: &Concern| concern.state.is_open() && concern.opening.kind.blocks_completion();
    let mut promises = sale.promises.iter().map(|promise| promise.facts(&sale.time_zone, ctx.zones));
    sale.concerns.iter().any(blocks) || promises.any(|promise| promise.blocks_completion(ctx.now))
}

/// When time makes the sale complete, or opens it again, if nobody does anything before.
pub fn next_turn(sale: &Sale, ctx: &Context<'_>) -> Option<DateTime<Utc>> {
    let facts = completion_facts(sale, ctx.policy, ctx.zones);
    let moments = moments(&facts, ctx.policy).filter(|at| *at > ctx.now).chain([ctx.now]);
    let turns =
        |at: &DateTime<Utc>| completion(&facts, ctx.policy, *at).is_complete() != sale.completed_at.is_some();
    moments.filter(turns).min()
}

/// Pending money is not paid: the check must clear.
fn paid(sale: &Sale) -> Leg {
    let Some(invoiced) = sale.invoiced.filter(|amount| *amount > 0) else { return Leg::NotNeeded };
    let cleared = || sale.payments.iter().filter(|payment| payment.state == PaymentState::Cleared);
    let sum = cleared().fold(0_i64, |sum, payment| sum.saturating_add(payment.amount));
    match cleared().map(|payment| payment.at).max() {
        Some(at) if sum >= invoiced => Leg::Done { at },
        _ => Leg::Open,
    }
}
