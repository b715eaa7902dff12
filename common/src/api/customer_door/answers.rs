//! Bodies that only the server reads; the widget sends the plain forms of them.

use serde::{Deserialize, Serialize};

use crate::{
    domain::check::{Command, Part},
    text::{Line, Words},
};

/// `POST …/asks/{id}/answers`: the first answer, or a correction of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AnswerInput {
    /// The word of the choice.
    pub value: Line,
    /// In the customer's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Words>,
    /// One answer for each expectation that the question lists, as far as the customer has one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub expectations: Vec<Part>,
    /// The state as the customer saw it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_state: Option<Line>,
}

impl From<AnswerInput> for Command {
    fn from(input: AnswerInput) -> Self {
        let AnswerInput { value, text, expectations: parts, .. } = input;
        Self::AnswerEach { value, text, parts }
    }
}

/// `POST …/asks`: the customer's own wish to be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OwnAskInput {
    /// The question: `complete@1`.
    pub check: Line,
}

/// What a customer answers to an adjustment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AdjustmentReply {
    /// Yes, please.
    Accept,
    /// No, thank you.
    Decline,
    /// Let us talk about it first.
    Talk,
}

/// `POST …/adjustments/{id}/reply`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AdjustmentReplyBody {
    /// The answer.
    pub reply: AdjustmentReply,
    /// Which version is accepted, counted from 1, as the customer read it; required to accept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<usize>,
    /// In the customer's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Words>,
    /// The state as the customer saw it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_state: Option<Line>,
}
