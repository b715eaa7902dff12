//! Facts of the vendor's own systems: deliveries, payments, news.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    api::century,
    domain::{
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
}

impl From<DeliveryInput> for delivery::Report {
    fn from(input: DeliveryInput) -> Self {
        let DeliveryInput { reference, delivered_on, evidence } = input;
        Self { reference, delivered_on, evidence }
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
}

impl From<UpdateInput> for update::Message {
    fn from(input: UpdateInput) -> Self {
        let UpdateInput { kind, text, verified } = input;
        Self { kind, text, verified }
    }
}
