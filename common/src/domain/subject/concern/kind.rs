//! What a concern is, and how bad.

use serde::{Deserialize, Serialize};

/// What it is. A request is not a complaint and must not be used to avoid one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ConcernKind {
    /// The customer wants to know something.
    Question,
    /// The customer wants something.
    Request,
    /// Something should be different.
    Change,
    /// Something is wrong.
    Problem,
    /// The customer is dissatisfied with us.
    Complaint,
}

impl ConcernKind {
    /// Whether the sale is not complete while it is open.
    pub fn blocks_completion(self) -> bool {
        matches!(self, Self::Change | Self::Problem | Self::Complaint)
    }

    /// How bad it is taken to be until the customer says more.
    pub fn usual_severity(self) -> Severity {
        match self {
            Self::Question | Self::Request => Severity::Question,
            Self::Change | Self::Problem | Self::Complaint => Severity::Small,
        }
    }
}

/// How bad it is, in the customer's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// "It stops me" or it is about safety.
    Stops,
    /// "A big problem."
    Big,
    /// "A small problem", or a change.
    Small,
    /// A question or a request.
    Question,
}
