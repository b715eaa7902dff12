//! What a vendor promises.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    api::century,
    domain::promise::{Making, PromiseKind, PromiseSource},
    id::ConcernId,
    text::Words,
};

/// A promise to write down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PromiseInput {
    /// As the customer may read it.
    pub statement: Words,
    /// What was promised.
    pub kind: PromiseKind,
    /// Where it was said.
    pub source: PromiseSource,
    /// The day, in the sale's zone; none for a standing promise. Never changes.
    #[serde(default, deserialize_with = "century::date_if")]
    pub original_due: Option<NaiveDate>,
    /// The concern that it puts right.
    pub concern: Option<ConcernId>,
    /// How many sessions, for `training`; they count down.
    pub quantity: Option<u32>,
}

impl From<PromiseInput> for Making {
    fn from(input: PromiseInput) -> Self {
        let PromiseInput { statement, kind, source, original_due, concern, quantity } = input;
        Self { original_due, concern, quantity, ..Self::new(statement, kind, source) }
    }
}

/// A new date; the original stays on record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DateProposal {
    /// The new day.
    #[serde(deserialize_with = "century::date")]
    pub due: NaiveDate,
    /// Why; the customer reads it.
    pub reason: Words,
}

/// The promise is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct KeptClaim {
    /// On which day; today if it is not said.
    #[serde(default, deserialize_with = "century::date_if")]
    pub kept_on: Option<NaiveDate>,
    /// What proves it.
    pub evidence: Option<Words>,
}

/// The promise cannot be kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PromiseRefusal {
    /// Why; the customer reads it.
    pub reason: Words,
}
