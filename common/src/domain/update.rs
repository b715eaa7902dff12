//! A status update. "Nothing new, still on schedule" is worth sending only when somebody looked: it names
//! who checked and when.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    domain::context::Context,
    error::Rejection,
    id::{MemberId, UpdateId},
    text::Words,
};

/// What kind of news.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum UpdateKind {
    /// Something went on.
    Progress,
    /// Checked: still on schedule.
    NoChange,
    /// Something may slip; said before it does.
    HeadsUp,
    /// Something was decided.
    Decision,
}

/// Who looked, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Verification {
    /// The person who checked.
    pub by: MemberId,
    /// When they checked.
    pub at: DateTime<Utc>,
}

/// What is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Message {
    /// What kind of news.
    pub kind: UpdateKind,
    /// The news.
    pub text: Words,
    /// Required for "no change".
    pub verified: Option<Verification>,
}

/// An update as the customer sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Update {
    /// Its id.
    pub id: UpdateId,
    /// What was sent.
    pub message: Message,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: crate::actor::Actor,
}

/// Refuses an update that nobody checked.
pub fn check(message: &Message, ctx: &Context<'_>) -> Result<(), Rejection> {
    match (message.kind, message.verified) {
        (UpdateKind::NoChange, None) => {
            Err(Rejection::field("/verified", "is required: say who checked and when"))
        }
        (_, Some(verified)) if verified.at > ctx.now => {
            Err(Rejection::field("/verified/at", "must not lie in the future"))
        }
        _ => Ok(()),
    }
}
