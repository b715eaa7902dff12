//! A sale is complete when it is delivered, paid and the customer is satisfied: three parts, computed from facts and
//! never set. Silence never means satisfied.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    actor::Role,
    domain::{delivery::DeliveryState, policy::Policy, promise::PromiseFacts},
    text::Words,
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

    /// The part that came last.
    pub fn last(&self) -> Part {
        let since = |leg| if let Leg::Done { at } = leg { Some(at) } else { None };
        let (delivered, paid, satisfied) = (since(self.delivered), since(self.paid), since(self.satisfied));
        if paid > delivered && paid > satisfied {
            Part::Paid
        } else if delivered > satisfied {
            Part::Delivered
        } else {
            Part::Satisfied
        }
    }
}

/// One of the three parts, by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = CompletionPart))]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Everything arrived.
    Delivered,
    /// The money is there.
    Paid,
    /// The customer said so.
    Satisfied,
}

/// What keeps a sale from being complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Obstacle {
    /// Nothing was delivered, or something of it is missing or refused.
    Delivery,
    /// Delivered, but neither accepted nor long enough without contradiction.
    Acceptance,
    /// The money is not there, or not all of it.
    Payment,
    /// The customer has not said that they are satisfied, or took it back.
    CustomersWord,
    /// A concern is open, or ended after the customer's word.
    Concern,
    /// A promise is late, broken or disputed.
    Promise,
    /// The follow-up ended without the customer being satisfied.
    Ended,
}

/// How a follow-up ended without the customer being satisfied. It never counts as satisfied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Ending {
    /// When.
    pub at: DateTime<Utc>,
    /// The side that ended it.
    pub by: Role,
    /// Why.
    pub reason: Words,
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
    /// Whether the follow-up ended without the customer being satisfied.
    #[serde(default)]
    pub is_ended: bool,
}

/// How far a sale is.
pub fn completion(facts: &CompletionFacts, policy: &Policy, now: DateTime<Utc>) -> Completion {
    let is_promise_in_the_way = facts.promises.iter().any(|promise| promise.blocks_completion(now));
    let satisfied = match facts.satisfied_at {
        Some(at) if !facts.is_ended && !facts.is_concern_in_the_way && !is_promise_in_the_way => {
            Leg::Done { at }
        }
        _ => Leg::Open,
    };
    Completion { delivered: delivered(&facts.deliveries, policy, now), paid: facts.paid, satisfied }
}

/// Everything that is in the way, most tangible first.
pub fn obstacles(facts: &CompletionFacts, legs: &Completion, now: DateTime<Utc>) -> Vec<Obstacle> {
    let is_promise_in_the_way = facts.promises.iter().any(|promise| promise.blocks_completion(now));
    let all = [
        (Obstacle::Delivery, legs.delivered == Leg::Open),
        (Obstacle::Acceptance, matches!(legs.delivered, Leg::Unconfirmed { .. })),
        (Obstacle::Payment, !legs.paid.is_done()),
        (Obstacle::CustomersWord, facts.satisfied_at.is_none()),
        (Obstacle::Concern, facts.is_concern_in_the_way),
        (Obstacle::Promise, is_promise_in_the_way),
        (Obstacle::Ended, facts.is_ended),
    ];
    all.into_iter().filter(|(_, applies)| *applies).map(|(obstacle, _)| obstacle).collect()
}

/// The instants at which time may make a sale complete, or open it again: an end of a time to contradict a delivery,
/// or of the original day of a promise.
pub fn moments<'a>(
    facts: &'a CompletionFacts,
    policy: &'a Policy,
) -> impl Iterator<Item = DateTime<Utc>> + use<'a> {
    let accepted = facts.deliveries.iter().map(|(_, at)| *at + TimeDelta::days(policy.delivered_days));
    accepted.chain(facts.promises.iter().filter_map(|promise| promise.original_due_at))
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
