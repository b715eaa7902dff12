//! What a customer sends: the bodies of the rows in `acts::customer_door`. Who acts on one thing may send the state
//! in which they saw it with every body, as `expected_state`; a mismatch is answered with the fresh view.

pub mod agenda;
mod answers;
pub mod handling;
pub mod handover;
pub mod value;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    api::century,
    domain::{delivery, promise},
    error::Rejection,
    text::Words,
    time::{Slot, written},
};

pub use answers::{AdjustmentReply, AdjustmentReplyBody, AnswerBody, OwnAskBody};

/// Everything that needs no words: snooze, confirm, complete, agree, take back, accept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlainBody {}

/// Everything to which words may be added: dispute, cancel, not yet, withdraw, decline.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NoteBody {
    /// In the customer's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Words>,
}

/// Everything that needs a reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReasonBody {
    /// Why; the other side reads it.
    pub reason: Words,
}

/// Everything for which there may be a reason.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WhyBody {
    /// Why; the other side reads it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Words>,
}

/// Another day, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewDayBody {
    /// The new day.
    #[serde(deserialize_with = "century::date")]
    pub due: NaiveDate,
    /// Why; the other side reads it.
    pub reason: Words,
}

/// What is suggested to put something right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SuggestionBody {
    /// What; the other side reads it.
    pub text: Words,
    /// Until when, if something is still to be done.
    #[serde(default, deserialize_with = "century::date_if")]
    pub due: Option<NaiveDate>,
}

/// `POST …/touchpoints/{id}/move-requests`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MoveBody {
    /// One to ten times that would suit.
    #[serde(deserialize_with = "century::slots")]
    pub options: Vec<Slot>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Words>,
}

/// `POST …/touchpoints/{id}/accept-move`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AcceptMoveBody {
    /// Which of the suggested times, counted from zero.
    pub option: usize,
}

/// What a customer answers to a proposed date, to other words, to something in its place, or to "kept".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PromiseReply {
    /// The new date is fine.
    AcceptDate,
    /// The new date is not.
    DeclineDate,
    /// Yes, it was kept.
    Agree,
    /// The other words are fine.
    AcceptChange,
    /// They are not; what was said counts.
    DeclineChange,
    /// That makes it good.
    AcceptRemedy,
    /// That does not.
    DeclineRemedy,
}

/// `POST …/promises/{id}/reply`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PromiseReplyBody {
    /// The answer.
    pub reply: PromiseReply,
    /// When that was proposed which is accepted, as the customer read it; required to accept something.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "written::read_instant_if")]
    pub proposed_at: Option<DateTime<Utc>>,
}

impl TryFrom<PromiseReplyBody> for promise::Command {
    type Error = Rejection;

    fn try_from(PromiseReplyBody { reply, proposed_at }: PromiseReplyBody) -> Result<Self, Rejection> {
        let proposed_at = || {
            let why = "is required to accept: when that was proposed which you read";
            proposed_at.ok_or_else(|| Rejection::field("/proposed_at", why))
        };
        Ok(match reply {
            PromiseReply::AcceptDate => Self::AcceptDate { proposed_at: proposed_at()? },
            PromiseReply::DeclineDate => Self::DeclineDate,
            PromiseReply::Agree => Self::Agree,
            PromiseReply::AcceptChange => Self::AcceptChange { proposed_at: proposed_at()? },
            PromiseReply::DeclineChange => Self::DeclineChange,
            PromiseReply::AcceptRemedy => Self::AcceptRemedy { proposed_at: proposed_at()? },
            PromiseReply::DeclineRemedy => Self::DeclineRemedy,
        })
    }
}

/// Something to say, to ask or to note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MessageBody {
    /// What.
    pub text: Words,
}

/// `POST …/deliveries/{id}/reply`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeliveryReplyBody {
    /// Whether everything is there.
    pub is_complete: bool,
    /// What is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Words>,
}

impl From<DeliveryReplyBody> for delivery::Command {
    fn from(DeliveryReplyBody { is_complete, note }: DeliveryReplyBody) -> Self {
        if is_complete { Self::Accept } else { Self::ReportMissing { note } }
    }
}
