//! What a customer sends about reasons, expectations, successes and what comes of them.

use serde::{Deserialize, Serialize};

use crate::{
    domain::{expectation::ExpectationState, reason::ReasonKind, testimonial::Use},
    text::{Line, Words},
};

/// `POST …/reasons/{id}/correct`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReasonCorrection {
    /// The better words.
    pub text: Words,
    /// Another kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<ReasonKind>,
}

/// `POST …/expectations/{id}/state`. "Not met" raises a concern in the same request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExpectationStateBody {
    /// Whether it came true.
    pub state: ExpectationState,
    /// In the customer's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Words>,
}

/// `POST …/successes/{id}/correct`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SuccessCorrection {
    /// How it was, in the customer's words.
    pub words: Words,
}

/// `POST …/testimonials/{id}/grant`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TestimonialGrant {
    /// In the customer's words.
    pub words: Words,
    /// The name that may stand beside it.
    pub shown_as: Line,
    /// Where it may be shown; nowhere else than was asked for.
    pub uses: Vec<Use>,
}

/// `POST …/relationship-plan/accept`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlanAcceptance {
    /// Which version, as the customer read it.
    pub version: u32,
}

/// `POST …/relationship-plan/propose-change`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlanWish {
    /// What the customer would like otherwise.
    pub wish: Words,
}
