//! A status update. "Nothing new, still on schedule" is worth sending only when somebody looked: it names
//! who checked and when.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    actor::Actor,
    domain::{
        check::About,
        context::Context,
        entry::{Entry, Page},
        shape::Subject,
    },
    error::Rejection,
    id::{MemberId, UpdateId},
    text::Words,
    time::{century, written},
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
pub struct Verification {
    /// The person who checked.
    pub by: MemberId,
    /// When they checked.
    #[serde(deserialize_with = "written::read_instant")]
    pub at: DateTime<Utc>,
}

/// News for the customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = UpdateInput))]
pub struct Message {
    /// What kind of news.
    pub kind: UpdateKind,
    /// The news.
    pub text: Words,
    /// Who checked and when; required for "no change".
    pub verified: Option<Verification>,
    /// What it is about; required for "no change": what was looked at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<About>,
    /// When the customer hears from the vendor next, at the latest.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "century::instant_if")]
    pub next_update_by: Option<DateTime<Utc>>,
}

/// What happened to an update.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Event {
    /// It was sent.
    Sent {
        /// The news.
        message: Message,
    },
}

/// News that was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Update {
    /// Its id.
    pub id: UpdateId,
    /// What kind.
    pub kind: UpdateKind,
    /// The news.
    pub text: Words,
    /// Who checked, and when.
    pub verified: Option<Verification>,
    /// What it is about.
    pub about: Vec<About>,
    /// When the customer hears from the vendor next, at the latest.
    pub next_update_by: Option<DateTime<Utc>>,
    /// When it was sent.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: Actor,
}

/// At most so many things in one update.
const MOST_ABOUT: usize = 20;

/// Refuses an update that nobody checked, or that promises a word in the past.
pub fn check(message: &Message, ctx: &Context<'_>) -> Result<(), Rejection> {
    if message.about.len() > MOST_ABOUT {
        return Err(Rejection::field("/about", format!("must have at most {MOST_ABOUT} entries")));
    }
    if message.next_update_by.is_some_and(|by| by <= ctx.now) {
        return Err(Rejection::field("/next_update_by", "must lie in the future"));
    }
    let oldest = ctx.now - TimeDelta::hours(ctx.policy.verified_within_hours);
    match (message.kind, message.verified) {
        (UpdateKind::NoChange, None) => {
            Err(Rejection::field("/verified", "is required: say who checked and when"))
        }
        (_, Some(verified)) if verified.at > ctx.now => {
            Err(Rejection::field("/verified/at", "must not lie in the future"))
        }
        (UpdateKind::NoChange, Some(verified)) if verified.at < oldest => {
            let hours = ctx.policy.verified_within_hours;
            Err(Rejection::field("/verified/at", format!("must not be older than {hours} hours")))
        }
        (UpdateKind::NoChange, Some(_)) if message.about.is_empty() => {
            Err(Rejection::field("/about", "is required: say what was checked"))
        }
        _ => Ok(()),
    }
}

impl Subject for Event {
    type Id = UpdateId;
    type Held = Vec<Update>;

    fn subject(&self) -> &'static str {
        "update"
    }

    fn evolve(&self, updates: &mut Vec<Update>, id: UpdateId, at: DateTime<Utc>, by: Actor) {
        let Self::Sent { message } = self;
        let Message { kind, text, verified, about, next_update_by } = message.clone();
        updates.push(Update { id, kind, text, verified, about, next_update_by, at, by });
    }

    fn is_word(&self, _: Actor) -> bool {
        true
    }

    fn entry(&self, _: &Vec<Update>, _: UpdateId, page: Page<'_>) -> Entry {
        let Self::Sent { message } = self;
        let verified = message.verified.as_ref();
        Entry::shown()
            .word("kind", &message.kind)
            .with("text", &message.text)
            .and("verified_by", verified.map(|it| page.name(it.by)))
            .and("verified_at", verified.map(|it| it.at.to_rfc3339()))
    }

    fn state(_: &Vec<Update>, _: UpdateId) -> Option<&'static str> {
        None
    }
}
