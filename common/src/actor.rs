//! Who acts.

use serde::{Deserialize, Serialize};

use crate::id::{CustomerId, MemberId};

/// Who did something, as it stands in the event log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "role", content = "id", rename_all = "snake_case")]
pub enum Actor {
    /// A person at the customer's side.
    Customer(CustomerId),
    /// A person at the vendor.
    Member(MemberId),
    /// Time, or a rule that follows from another event.
    System,
}

impl Actor {
    /// The side that the actor stands on.
    pub fn role(self) -> Role {
        match self {
            Self::Customer(_) => Role::Customer,
            Self::Member(_) => Role::Member,
            Self::System => Role::System,
        }
    }
}

/// A side of the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The customer's side.
    Customer,
    /// The vendor's side.
    Member,
    /// Time and rules.
    System,
}
