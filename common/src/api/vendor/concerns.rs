//! What a vendor does with concerns.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    api::century,
    domain::concern::{ConcernKind, Raise, Severity},
    id::TouchpointId,
    text::Words,
};

/// A concern that reached the vendor by telephone or mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ConcernInput {
    /// What it is.
    pub kind: ConcernKind,
    /// How bad, in the customer's eyes.
    pub severity: Severity,
    /// In the customer's words.
    pub words: Words,
    /// What would put it right.
    pub wanted: Option<Words>,
    /// The touchpoint that it is about.
    pub touchpoint: Option<TouchpointId>,
}

impl ConcernInput {
    /// As the sale takes it.
    pub fn into_raise(self) -> Raise {
        let Self { kind, severity, words, wanted, touchpoint } = self;
        Raise { kind, severity, words: Some(words), wanted, ask: None, touchpoint }
    }
}

/// Something to say to the customer, or to ask of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ConcernMessage {
    /// What; the customer reads it.
    pub text: Words,
}

/// A solution to propose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ConcernProposal {
    /// What we suggest or did.
    pub text: Words,
    /// Until when, if something is still to be done.
    #[serde(default, deserialize_with = "century::date_if")]
    pub due: Option<NaiveDate>,
}
