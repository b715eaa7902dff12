//! What happens to an ask.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{About, AskPlan, Channel, Part, Suppression};
use crate::{
    id::ConcernId,
    text::{Line, Words},
};

/// What happened to an ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Event {
    /// It is planned.
    Planned(Box<AskPlan>),
    /// Its day moved with the agenda.
    Replanned {
        /// The new time.
        planned_for: DateTime<Utc>,
    },
    /// It became clear which vital area it asks about.
    Narrowed {
        /// The area.
        about: About,
        /// Its words.
        area: Line,
    },
    /// It is open.
    Offered {
        /// Until when.
        expires_at: DateTime<Utc>,
    },
    /// It is due, but not asked.
    Suppressed {
        /// Why.
        reasons: Vec<Suppression>,
        /// When it is looked at again.
        retry_at: DateTime<Utc>,
    },
    /// "Not now."
    Snoozed {
        /// When it comes back.
        until: DateTime<Utc>,
    },
    /// It has an answer.
    Given {
        /// The value of the choice.
        value: Line,
        /// In the customer's words.
        text: Option<Words>,
    },
    /// A member wrote down what the customer answered elsewhere.
    Recorded {
        /// The value of the choice.
        value: Line,
        /// In the customer's words.
        text: Option<Words>,
        /// How the customer said it.
        channel: Channel,
    },
    /// The answer was corrected or got words.
    Revised {
        /// The value of the choice.
        value: Line,
        /// In the customer's words.
        text: Option<Words>,
    },
    /// What the last answer means for each thing that the question lists.
    Itemized {
        /// One answer for each.
        parts: Vec<Part>,
    },
    /// It closed without an answer.
    Expired,
    /// It is not asked any more.
    Dropped {
        /// The rules that kept it from being asked; none when there is nothing left to ask about.
        reasons: Vec<Suppression>,
    },
    /// A bad answer raised this concern.
    Linked {
        /// The concern.
        concern: ConcernId,
    },
}

impl Event {
    /// The value and the words, if it is an answer or a correction of one.
    pub fn said(&self) -> Option<(&Line, Option<&Words>)> {
        match self {
            Self::Given { value, text }
            | Self::Recorded { value, text, .. }
            | Self::Revised { value, text } => Some((value, text.as_ref())),
            Self::Planned(_)
            | Self::Replanned { .. }
            | Self::Narrowed { .. }
            | Self::Offered { .. }
            | Self::Suppressed { .. }
            | Self::Snoozed { .. }
            | Self::Itemized { .. }
            | Self::Expired
            | Self::Dropped { .. }
            | Self::Linked { .. } => None,
        }
    }
}
