//! Importing orders of the past: one JSON object a line, each judged alone.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    id::{ImportId, MemberId},
    text::{Line, Quote},
    time::ZoneName,
};

/// Where an order of the past stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ImportState {
    /// On its way.
    Open,
    /// The customer has it.
    Delivered,
    /// It came to nothing.
    Cancelled,
}

/// One order, on one line. The line is judged alone; a line with another field, a wrong value or no end is
/// refused and told, and the others are stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportLine {
    /// Your order number. A number that is known already changes nothing.
    pub reference: Line,
    /// Your own id of the person, the `sub` of their tokens. Unknown persons are added.
    pub customer: Line,
    /// Their name; the id stands in for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_name: Option<Line>,
    /// Where mail reaches them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_email: Option<Line>,
    /// What was bought, as the customer would call it.
    pub title: Line,
    /// Your own word for where the order stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Line>,
    /// What that word means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<ImportState>,
    /// When it was bought.
    pub purchased: DateTime<Utc>,
    /// When the payment cleared; needs `amount`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paid: Option<DateTime<Utc>>,
    /// What was to be paid, in minor units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<i64>,
    /// ISO 4217.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Line>,
    /// The day on which it was promised to arrive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promised_delivery: Option<NaiveDate>,
    /// When it arrived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivered: Option<DateTime<Utc>>,
    /// When the customer was asked for a review.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub survey_sent: Option<DateTime<Utc>>,
    /// What they answered, 1 to 5.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 5))]
    pub review_score: Option<u8>,
    /// What they wrote; kept exactly as it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 4000))]
    pub review_comment: Option<Quote>,
    /// When they answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review_answered: Option<DateTime<Utc>>,
}

/// How a stream of lines is taken.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct ImportQuery {
    /// Where the customers are: the days of deliveries are days there. Without it the zone of your calendar.
    #[cfg_attr(feature = "openapi", param(value_type = Option<String>))]
    pub time_zone: Option<ZoneName>,
    /// Who looks after the customers. Without it the member for whom the request is made.
    #[cfg_attr(feature = "openapi", param(value_type = Option<String>))]
    pub owner: Option<MemberId>,
}

/// A line that was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RefusedLine {
    /// Its number, from 1.
    pub line: u64,
    /// The order number, if it could be read.
    pub reference: String,
    /// The field that is wrong; empty if it is the line as a whole.
    pub field: String,
    /// What is wrong with it.
    pub reason: String,
}

/// What became of an import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportResult {
    /// The import.
    pub id: ImportId,
    /// Lines that were judged; blank ones are not counted.
    pub lines: u64,
    /// New orders.
    pub stored: u64,
    /// Orders that were known already.
    pub unchanged: u64,
    /// Lines that were not taken.
    pub refused: u64,
    /// The first hundred of them.
    pub refusals: Vec<RefusedLine>,
}
