//! Everything known at the sale: what the follow-up begins with.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    calendar::CalendarRef,
    domain::{
        agenda::{Agenda, Anchors},
        promise,
    },
    id::{CustomerId, MemberId},
    link::Link,
    text::{Line, Words},
    time::{ZoneName, written},
};

/// Everything known at the sale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// The vendor's order number, unique at the vendor.
    pub reference: Line,
    /// What was bought, as the customer would call it.
    pub title: Line,
    /// The vendor's own word for where the order stands.
    pub status: Option<Line>,
    /// The face: who looks after the customer.
    pub owner: MemberId,
    /// Whom it was sold to; the first one is asked.
    pub customers: Vec<CustomerId>,
    /// Where the customer is; slots and due dates are in it.
    pub time_zone: ZoneName,
    /// The business calendar, pinned.
    pub calendar: CalendarRef,
    /// The days that the agenda counts from.
    pub anchors: Anchors,
    /// What is to be paid, in minor units; none or zero when nothing is.
    pub invoiced: Option<i64>,
    /// ISO 4217.
    pub currency: Option<Line>,
    /// What the customer expects.
    pub expectations: Vec<Words>,
    /// Why the customer chose this, in their words.
    pub reasons: Vec<Words>,
    /// What was promised to win the sale.
    pub promises: Vec<promise::Making>,
    /// The agenda; none when nothing is planned.
    pub agenda: Option<Agenda>,
    /// Until when and where the customer may withdraw from the purchase.
    #[serde(default)]
    pub withdrawal: Option<Withdrawal>,
}

/// The honest way out: the right to withdraw, shown beside the reasons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Withdrawal {
    /// The last day.
    #[serde(deserialize_with = "written::read_date")]
    pub until: NaiveDate,
    /// Where it is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<Link>,
}
