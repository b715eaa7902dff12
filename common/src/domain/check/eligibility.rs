//! May we ask now? One open question at a time, five days apart, four in thirty days, never before the
//! thing has happened, never while a concern is open except about it.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{About, AskPlan, definition};
use crate::{
    domain::policy::Policy,
    id::{AskId, SaleId},
};

/// A rule that forbids asking now. The server tells it to the vendor with the ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Suppression {
    /// Another question is open.
    AnotherIsOpen,
    /// The last question was too short a time ago.
    TooSoon,
    /// Enough questions in thirty days.
    TooMany,
    /// What it is about has not happened.
    NotHappenedYet,
    /// A concern is open, and this is not about it.
    ConcernIsOpen,
    /// The customer wants no planned questions.
    OptedOut,
}

/// One question that a customer was asked, in any of their sales.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerEntry {
    /// The ask.
    pub ask: AskId,
    /// Its sale.
    pub sale: SaleId,
    /// `key@version`.
    pub check: String,
    /// When it was offered last.
    pub offered_at: DateTime<Utc>,
    /// Whether it still waits for an answer.
    pub is_open: bool,
    /// Whether the rules on how often count it.
    pub counts: bool,
}

/// What the rule looks at besides the ask.
#[derive(Debug, Clone, Copy)]
pub struct Surroundings<'a> {
    /// What the customer was asked lately.
    pub ledger: &'a [LedgerEntry],
    /// Whether the thing that it asks about has happened.
    pub has_happened: bool,
    /// Whether a concern of this sale is open.
    pub has_open_concern: bool,
    /// Whether the customer wants no planned questions.
    pub opted_out: bool,
}

/// Every rule that forbids asking `ask` now; none means that it may be offered.
pub fn refusals(
    id: AskId,
    plan: &AskPlan,
    around: Surroundings<'_>,
    now: DateTime<Utc>,
    policy: &Policy,
) -> Vec<Suppression> {
    let counts = definition(&plan.check).is_none_or(|definition| definition.counts);
    let others = || around.ledger.iter().filter(|entry| entry.ask != id);
    let within =
        |days| others().filter(move |entry| entry.counts && entry.offered_at > now - TimeDelta::days(days));
    let rules = [
        (others().any(|entry| entry.is_open), Suppression::AnotherIsOpen),
        (counts && within(policy.ask_spacing_days).next().is_some(), Suppression::TooSoon),
        (counts && within(30).count() >= policy.most_asks_in_30_days, Suppression::TooMany),
        (!around.has_happened, Suppression::NotHappenedYet),
        (around.has_open_concern && !matches!(plan.about, About::Concern(_)), Suppression::ConcernIsOpen),
        (counts && around.opted_out, Suppression::OptedOut),
    ];
    rules.into_iter().filter(|(applies, _)| *applies).map(|(_, reason)| reason).collect()
}
