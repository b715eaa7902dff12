//! What a vendor proposes to do differently.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{api::century, domain::adjustment::Proposal, text::Words};

/// Something to do differently, or something else; the customer takes it, leaves it or talks about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AdjustmentInput {
    /// What we would do; the customer reads all of this.
    pub what: Words,
    /// Why.
    pub why: Words,
    /// What the sale would cost more, in minor units of its currency; less, when below zero.
    pub price_change: Option<i64>,
    /// Until when we would do it; accepted, it is a promise for that day.
    #[serde(default, deserialize_with = "century::date_if")]
    pub due: Option<NaiveDate>,
}

impl From<AdjustmentInput> for Proposal {
    fn from(input: AdjustmentInput) -> Self {
        let AdjustmentInput { what, why, price_change, due } = input;
        Self { what, why, price_change, due }
    }
}

/// The adjustment is taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AdjustmentWithdrawal {
    /// Why; the customer reads it.
    pub reason: Words,
}
