//! What a customer sends: one body per thing that can be done. Every one may carry `expected_state`, the
//! state of that thing as the customer saw it; a mismatch is answered with the fresh view.

pub mod handover;
pub mod value;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub mod handling;

use crate::{
    api::century,
    domain::concern::{ConcernKind, Severity},
    id::TouchpointId,
    text::{Line, Words},
    time::{Slot, written},
};

pub mod agenda;
mod answers;

pub use answers::{AdjustmentReply, AdjustmentReplyBody, AnswerInput, OwnAskInput};

/// `POST …/asks/{id}/answers`: the first answer, or a correction of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AnswerBody {
    /// The word of the choice.
    pub value: Line,
    /// In the customer's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Words>,
    /// The state as the customer saw it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_state: Option<Line>,
}

/// Everything that needs no words: snooze, confirm, complete, agree, take back, accept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PlainBody {
    /// The state as the customer saw it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_state: Option<Line>,
}

/// Everything to which words may be added: dispute, cancel, not yet, withdraw, decline.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NoteBody {
    /// In the customer's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Words>,
    /// The state as the customer saw it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_state: Option<Line>,
}

/// `POST …/touchpoints/{id}/move-requests`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MoveBody {
    /// One to ten times that would suit.
    #[serde(deserialize_with = "century::slots")]
    pub options: Vec<Slot>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Words>,
    /// The state as the customer saw it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_state: Option<Line>,
}

/// `POST …/touchpoints/{id}/accept-move`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AcceptMoveBody {
    /// Which of the suggested times, counted from zero.
    pub option: usize,
    /// The state as the customer saw it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_state: Option<Line>,
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
#[serde(deny_unknown_fields)]
pub struct PromiseReplyBody {
    /// The answer.
    pub reply: PromiseReply,
    /// When that was proposed which is accepted, as the customer read it; required to accept something.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "written::read_instant_if")]
    pub proposed_at: Option<DateTime<Utc>>,
    /// The state as the customer saw it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_state: Option<Line>,
}

/// `POST …/concerns` as the widget sends it; [`handling::RaiseBody`] is all that may be said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ConcernBody {
    /// What it is.
    pub kind: ConcernKind,
    /// How bad.
    pub severity: Severity,
    /// In the customer's words.
    pub words: Words,
    /// What would put it right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wanted: Option<Words>,
    /// The touchpoint that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub touchpoint: Option<TouchpointId>,
}

/// `POST …/concerns/{id}/messages`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MessageBody {
    /// What.
    pub text: Words,
    /// The state as the customer saw it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_state: Option<Line>,
}

/// `POST …/deliveries/{id}/reply`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DeliveryReplyBody {
    /// Whether everything is there.
    pub is_complete: bool,
    /// What is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Words>,
    /// The state as the customer saw it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_state: Option<Line>,
}
