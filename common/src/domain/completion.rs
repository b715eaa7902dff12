//! A sale is complete when it is delivered, paid and the customer is satisfied. Computed from facts, never
//! set; it can become incomplete again. Silence never means satisfied.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    domain::{
        check::Mood, delivery::DeliveryState, payment::PaymentState, policy::Policy, promise::PromiseFacts,
        sale::Sale,
    },
    time::OffsetTable,
};

/// One of the three parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Leg {
    /// It is so.
    Done {
        /// Since when.
        at: DateTime<Utc>,
    },
    /// The vendor says so; nobody contradicted yet.
    Unconfirmed {
        /// Since when.
        at: DateTime<Utc>,
    },
    /// There is nothing to pay.
    NotNeeded,
    /// Not yet.
    Open,
}

impl Leg {
    /// Whether it counts.
    pub fn is_done(self) -> bool {
        matches!(self, Self::Done { .. } | Self::NotNeeded)
    }
}

/// The three parts of completion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Completion {
    /// Everything arrived.
    pub delivered: Leg,
    /// The money is there.
    pub paid: Leg,
    /// The customer said so.
    pub satisfied: Leg,
}

impl Completion {
    /// All three.
    pub fn is_complete(&self) -> bool {
        self.delivered.is_done() && self.paid.is_done() && self.satisfied.is_done()
    }
}

/// What completion is computed from; the same on the server and in the widget.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CompletionFacts {
    /// State and time of every delivery.
    pub deliveries: Vec<(DeliveryState, DateTime<Utc>)>,
    /// Whether the money is there.
    pub paid: Leg,
    /// When the customer said last that they are satisfied, if no later answer took it back.
    pub satisfied_at: Option<DateTime<Utc>>,
    /// Whether a concern is open, or ended after the customer's word.
    pub is_concern_in_the_way: bool,
    /// What was promised.
    pub promises: Vec<PromiseFacts>,
}

/// What the sale has to say about its completion.
pub fn completion_facts(sale: &Sale, zones: &OffsetTable) -> CompletionFacts {
    let answers = sale.asks.iter().filter(|ask| &*ask.plan.check == "complete@1");
    let last = answers.filter_map(|ask| Some((ask.answer()?.at, ask.mood()?))).max_by_key(|(at, _)| *at);
    let satisfied_at = last.and_then(|(at, mood)| (mood == Mood::Good).then_some(at));
    let mut blocking = sale.concerns.iter().filter(|concern| concern.opening.kind.blocks_completion());
    let is_in_the_way = |since| satisfied_at.is_some_and(|said| since > said);
    CompletionFacts {
        deliveries: sale.deliveries.iter().map(|delivery| (delivery.state, delivery.reported_at)).collect(),
        paid: paid(sale),
        satisfied_at,
        is_concern_in_the_way: blocking
            .any(|concern| concern.state.is_open() || is_in_the_way(concern.state_since)),
        promises: sale.promises.iter().map(|promise| promise.facts(&sale.time_zone, zones)).collect(),
    }
}

/// How far a sale is.
pub fn completion(facts: &CompletionFacts, policy: &Policy, now: DateTime<Utc>) -> Completion {
    let is_promise_in_the_way = facts.promises.iter().any(|promise| promise.blocks_completion(now));
    let satisfied = match facts.satisfied_at {
        Some(at) if !facts.is_concern_in_the_way && !is_promise_in_the_way => Leg::Done { at },
        _ => Leg::Open,
    };
    Completion { delivered: delivered(&facts.deliveries, policy, now), paid: facts.paid, satisfied }
}

/// Accepted by the customer, or not contradicted for some days.
fn delivered(deliveries: &[(DeliveryState, DateTime<Utc>)], policy: &Policy, now: DateTime<Utc>) -> Leg {
    let Some(at) = deliveries.iter().map(|(_, at)| *at).max() else { return Leg::Open };
    let counts_from = at + TimeDelta::days(policy.delivered_days);
    let has = |state| deliveries.iter().any(|(known, _)| *known == state);
    if has(DeliveryState::Incomplete) {
        Leg::Open
    } else if !has(DeliveryState::Reported) {
        Leg::Done { at }
    } else if counts_from <= now {
        Leg::Done { at: counts_from }
    } else {
        Leg::Unconfirmed { at }
    }
}

/// Pending money is not paid: the check must clear.
fn paid(sale: &Sale) -> Leg {
    let Some(invoiced) = sale.invoiced.filter(|amount| *amount > 0) else { return Leg::NotNeeded };
    let cleared = || sale.payments.iter().filter(|payment| payment.report.state == PaymentState::Cleared);
    let sum: i64 = cleared().map(|payment| payment.report.amount).sum();
    match cleared().map(|payment| payment.at).max() {
        Some(at) if sum >= invoiced => Leg::Done { at },
        _ => Leg::Open,
    }
}
