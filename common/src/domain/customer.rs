//! A customer: a versioned record of the vendor's, not an aggregate.

use serde::{Deserialize, Serialize};

use crate::{
    domain::{needs::Needs, preference::Preferences},
    id::CustomerId,
    text::Line,
    time::ZoneName,
};

/// A person at the customer's side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CustomerRecord {
    /// Our id.
    pub id: CustomerId,
    /// The vendor's own id of this person: the `sub` of the customer's tokens. Unique per vendor.
    pub external_id: Line,
    /// How they are called.
    pub name: Line,
    /// Their company, if they buy for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<Line>,
    /// Where mail reaches them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Line>,
    /// Where a call reaches them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Line>,
    /// BCP 47 tag of the language they read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<Line>,
    /// Where they are.
    pub time_zone: ZoneName,
    /// No planned questions, please.
    #[serde(default)]
    pub wants_no_checks: bool,
    /// How they wish to be treated, and what they need.
    #[serde(default)]
    pub contact: ContactRecord,
}

/// How a customer wishes to be treated, and what they need.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ContactRecord {
    /// Their wishes.
    pub preferences: Preferences,
    /// The number of changes of the wishes.
    pub preferences_version: u32,
    /// Their needs, with every change.
    pub needs: Needs,
}
