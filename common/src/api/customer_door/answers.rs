//! Answers to questions and to adjustments.

use serde::{Deserialize, Serialize};

use crate::{
    domain::{
        adjustment,
        check::{Command, Part},
    },
    error::Rejection,
    text::{Line, Words},
};

/// `POST …/asks/{id}/answers`: the first answer, or a correction of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AnswerBody {
    /// The word of the choice.
    pub value: Line,
    /// In the customer's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Words>,
    /// One answer for each expectation that the question lists, as far as the customer has one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub expectations: Vec<Part>,
}

impl From<AnswerBody> for Command {
    fn from(AnswerBody { value, text, expectations: parts }: AnswerBody) -> Self {
        Self::AnswerEach { value, text, parts }
    }
}

/// `POST …/asks`: the customer's own wish to be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnAskBody {
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
pub struct AdjustmentReplyBody {
    /// The answer.
    pub reply: AdjustmentReply,
    /// Which version is accepted, counted from 1, as the customer read it; required to accept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<usize>,
    /// In the customer's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Words>,
}

impl TryFrom<AdjustmentReplyBody> for adjustment::Command {
    type Error = Rejection;

    fn try_from(
        AdjustmentReplyBody { reply, version, note }: AdjustmentReplyBody,
    ) -> Result<Self, Rejection> {
        let missing = || Rejection::field("/version", "is required to accept: the version that you read");
        Ok(match reply {
            AdjustmentReply::Accept => Self::Accept { version: version.ok_or_else(missing)? },
            AdjustmentReply::Decline => Self::Decline { note },
            AdjustmentReply::Talk => Self::Talk { note },
        })
    }
}
