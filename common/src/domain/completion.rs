//! A sale is complete when it is delivered, paid and the customer is satisfied. Computed from facts, never
//! set; it can become incomplete again. Silence never means satisfied.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    domain::{
        check::Mood,
        delivery::DeliveryState,
        payment::PaymentState,
        policy::Policy,
        sale::Sale,
    },
    time::OffsetTable,
};

#[cfg(test)]
mod tests;

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
    /// There is nothing to pay or to deliver.
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

/// How far the sale is.
pub fn completion(sale: &Sale, policy: &Policy, zones: &OffsetTable, now: DateTime<Utc>) -> Completion {
    Completion {
        delivered: delivered(sale, policy, now),
        paid: paid(sale),
        satisfied: satisfied(sale, zones, now),
    }
}

fn delivered(sale: &Sale, policy: &Policy, now: DateTime<Utc>) -> Leg {
    let Some(at) = sale.deliveries.iter().map(|delivery| delivery.reported_at).max() else {
        return Leg::Open;
    };
    if sale.deliveries.iter().any(|delivery| delivery.state == DeliveryState::Incomplete) {
        return Leg::Open;
    }
    if sale.deliveries.iter().all(|delivery| delivery.is_delivered(now, policy)) {
        let accepted = sale.deliveries.iter().all(|delivery| delivery.state == DeliveryState::Accepted);
        let since = if accepted { at } else { at + TimeDelta::days(policy.delivered_days) };
        return Leg::Done { at: since };
    }
    Leg::Unconfirmed { at }
}

fn paid(sale: &Sale) -> Leg {
    let Some(invoiced) = sale.invoiced.filter(|amount| *amount > 0) else {
        return Leg::NotNeeded;
    };
    let cleared = || sale.payments.iter().filter(|payment| payment.report.state == PaymentState::Cleared);
    let sum: i64 = cleared().map(|payment| payment.report.amount).sum();
    let last = cleared().map(|payment| payment.at).max();
    match last {
        Some(at) if sum >= invoiced => Leg::Done { at },
        _ => Leg::Open,
    }
}

fn satisfied(sale: &Sale, zones: &OffsetTable, now: DateTime<Utc>) -> Leg {
    let answers = sale.asks.iter().filter(|ask| &*ask.plan.check == "complete@1");
    let last = answers.filter_map(|ask| Some((ask.answer()?.at, ask.mood()?))).max_by_key(|(at, _)| *at);
    let Some((at, Mood::Good)) = last else {
        return Leg::Open;
    };
    let blocking = sale.concerns.iter().filter(|concern| concern.opening.kind.blocks_completion());
    let concern_after = blocking.into_iter().any(|concern| concern.state.is_open() || concern.state_since > at);
    let promise = sale.promises.iter().any(|promise| {
        promise.facts(&sale.time_zone, zones).blocks_completion(now)
    });
    if concern_after || promise { Leg::Open } else { Leg::Done { at } }
}
