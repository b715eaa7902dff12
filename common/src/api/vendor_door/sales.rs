//! Sales: what a vendor sends to begin, list and end the follow-up of one.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    api::{century, vendor_door::promises::PromiseInput},
    domain::sale::{SaleState, Withdrawal},
    id::{CalendarId, CustomerId, MemberId, SaleId, TemplateId},
    text::{Line, Words},
    time::ZoneName,
};

/// A new sale. Its agenda is made from a template at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SaleInput {
    /// The vendor's order number, unique at the vendor.
    pub reference: Line,
    /// What was bought, as the customer would call it.
    pub title: Line,
    /// The vendor's own word for where the order stands.
    pub status: Option<Line>,
    /// The member who looks after the customer.
    pub owner: MemberId,
    /// Whom it was sold to, at least one; the first one is asked.
    pub customers: Vec<CustomerId>,
    /// Where the customer is; the zone of the first customer if it is not said.
    pub time_zone: Option<ZoneName>,
    /// When the order was confirmed; now if it is not said.
    #[serde(default, deserialize_with = "century::instant_if")]
    pub purchased_at: Option<DateTime<Utc>>,
    /// The day on which the delivery is expected.
    #[serde(default, deserialize_with = "century::date_if")]
    pub expected_delivery_on: Option<NaiveDate>,
    /// The template of the agenda; the vendor's default if it is not said.
    pub template: Option<TemplateId>,
    /// Plan nothing for now. Such a sale stands in the worklist and the report until something is planned.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub without_agenda: bool,
    /// The business calendar; the vendor's default if it is not said.
    pub calendar: Option<CalendarId>,
    /// What is to be paid, in minor units; nothing when it is not said.
    pub invoiced: Option<i64>,
    /// ISO 4217, with `invoiced`.
    pub currency: Option<Line>,
    /// What the customer expects, in their words; questions are asked against it.
    #[serde(default)]
    pub expectations: Vec<Words>,
    /// Why the customer chose this, in their words.
    #[serde(default)]
    pub reasons: Vec<Words>,
    /// Until when and where the customer may withdraw from the purchase; shown beside the reasons.
    pub withdrawal: Option<Withdrawal>,
    /// What was promised to win the sale.
    #[serde(default)]
    pub promises: Vec<PromiseInput>,
}

/// The agenda of a sale that began without one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AgendaInput {
    /// The template that it is made from; the vendor's default if it is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<TemplateId>,
    /// The template's version; the newest if it is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
}

/// Ends the follow-up of a sale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SaleCancellation {
    /// Why.
    pub reason: Option<Words>,
}

/// Another expected day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeliveryExpectation {
    /// The day, in the sale's zone.
    #[serde(deserialize_with = "century::date")]
    pub on: NaiveDate,
}

/// A sale in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SaleLine {
    /// Its id.
    pub id: SaleId,
    /// The vendor's order number.
    pub reference: String,
    /// What was bought.
    pub title: String,
    /// Whether follow-up goes on.
    pub state: SaleState,
    /// The vendor's own word for where the order stands.
    pub status: Option<String>,
    /// The number of its events.
    pub version: u64,
    /// When the order was confirmed.
    pub purchased_at: DateTime<Utc>,
    /// When something happened last.
    pub updated_at: DateTime<Utc>,
}
