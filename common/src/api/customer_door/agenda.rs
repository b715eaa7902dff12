//! What a customer says about times and people on the agenda.

use serde::{Deserialize, Serialize};

use crate::{domain::touchpoint, text::Words};

/// `POST …/touchpoints/{id}/consent`: the answer to something that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConsentBody {
    /// "That is fine", or not.
    pub is_fine: bool,
    /// In the customer's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Words>,
}

impl From<ConsentBody> for touchpoint::Command {
    fn from(ConsentBody { is_fine, note }: ConsentBody) -> Self {
        if is_fine { Self::Consent } else { Self::RefuseConsent { note } }
    }
}
