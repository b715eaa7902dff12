//! What a customer says about times and people on the agenda.

use serde::{Deserialize, Serialize};

use crate::{domain::touchpoint, text::Words};

/// `POST …/touchpoints/{id}/ask-for-times`: another time, please; which are there?
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TimesBody {
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Words>,
}

/// `POST …/touchpoints/{id}/consent`: the answer to something that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
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
