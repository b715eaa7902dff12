//! Facts of the vendor's own systems: deliveries, payments, news.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    api::century,
    domain::{
        check::About,
        delivery, payment,
        payment::PaymentState,
        update,
        update::{UpdateKind, Verification},
    },
    text::{Line, Words},
};

/// Something arrived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DeliveryInput {
    /// The vendor's own number; the same number again changes nothing.
    pub reference: Line,
    /// The day, in the sale's zone.
    #[serde(deserialize_with = "century::date")]
    pub delivered_on: NaiveDate,
    /// What proves it.
    pub evidence: Option<Words>,
    /// What was in it, line by line; the customer answers each.
    #[serde(default)]
    pub lines: Vec<delivery::Item>,
}

/// What was missing is there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DeliveryCompletion {
    /// The numbers of the lines that are whole now; all with which something was wrong if none is named.
    #[serde(default)]
    pub lines: Vec<u32>,
}

impl From<DeliveryInput> for delivery::Report {
    fn from(input: DeliveryInput) -> Self {
        let DeliveryInput { reference, delivered_on, evidence, lines } = input;
        Self { reference, delivered_on, evidence, lines }
    }
}

/// Money moved. The same reference again updates the state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PaymentInput {
    /// The vendor's own number.
    pub reference: Line,
    /// Minor units (cents).
    pub amount: i64,
    /// Where the money is.
    pub state: PaymentState,
}

impl From<PaymentInput> for payment::Report {
    fn from(input: PaymentInput) -> Self {
        let PaymentInput { reference, amount, state } = input;
        Self { reference, amount, state }
    }
}

/// News for the customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UpdateInput {
    /// What kind of news.
    pub kind: UpdateKind,
    /// The news.
    pub text: Words,
    /// Who checked and when; required for "no change".
    pub verified: Option<Verification>,
    /// What it is about; required for "no change": what was looked at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<About>,
    /// When the customer hears from the vendor next, at the latest.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "century::instant_if")]
    pub next_update_by: Option<DateTime<Utc>>,
}

impl From<UpdateInput> for update::Message {
    fn from(input: UpdateInput) -> Self {
        let UpdateInput { kind, text, verified, about, next_update_by } = input;
        Self { kind, text, verified, about, next_update_by }
    }
}
