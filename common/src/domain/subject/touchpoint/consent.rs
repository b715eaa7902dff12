//! What a vendor may do only with the customer's "that is fine", and what the customer said to it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Plan;
use crate::{domain::momentum::Broken, id::MemberId, text::Words, time::Slot};

/// What a vendor asks the customer's consent to, besides another time, which is a wish to move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ConsentWish))]
#[serde(tag = "wish", rename_all = "snake_case")]
pub enum Wish {
    /// To call it off.
    Cancel,
    /// That somebody else comes.
    Owner {
        /// Who.
        to: MemberId,
    },
}

/// A question for the customer's consent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentRequest {
    /// To what.
    #[serde(flatten)]
    pub wish: Wish,
    /// Why.
    pub reason: Option<Words>,
    /// The rules that it breaks.
    pub broken: Vec<Broken>,
    /// Since when it waits.
    pub at: DateTime<Utc>,
    /// What would stand in its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replacement: Option<Box<Plan>>,
}

/// The customer said "that is fine" to something that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Consent {
    /// The time that it is about, if it is about one.
    pub slot: Option<Slot>,
    /// The rules that were broken.
    pub broken: Vec<Broken>,
    /// When it was given.
    pub at: DateTime<Utc>,
}

/// Somebody else comes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnerChange {
    /// Who came before.
    pub from: MemberId,
    /// Who comes now.
    pub to: MemberId,
    /// Why.
    pub reason: Option<Words>,
    /// Since when.
    pub at: DateTime<Utc>,
}
