//! What happens to a concern, as it stands in the log.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{Opening, Severity};
use crate::text::Words;

/// What happened to a concern.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Event {
    /// It was raised.
    Raised(Box<Opening>),
    /// The customer said how bad it is, or what it is.
    Described {
        /// How bad.
        severity: Severity,
    },
    /// "We have it."
    Acknowledged {
        /// When the customer hears next.
        next_word_by: DateTime<Utc>,
    },
    /// Somebody works on it.
    Started {
        /// When the customer hears next.
        next_word_by: DateTime<Utc>,
    },
    /// The customer wrote.
    CustomerWrote {
        /// What.
        text: Words,
        /// When the customer hears next, if that changed.
        next_word_by: Option<DateTime<Utc>>,
    },
    /// We wrote.
    MemberWrote {
        /// What.
        text: Words,
        /// When the customer hears next.
        next_word_by: Option<DateTime<Utc>>,
    },
    /// We need something from the customer.
    CustomerAsked {
        /// What.
        text: Words,
    },
    /// A solution is proposed.
    Proposed {
        /// What.
        text: Words,
        /// Until when, if something is still to be done.
        due: Option<NaiveDate>,
    },
    /// The customer says that it is sorted.
    Confirmed,
    /// The customer says that it is not.
    NotYet {
        /// What is missing.
        reason: Option<Words>,
        /// When the customer hears next.
        next_word_by: DateTime<Utc>,
    },
    /// The customer took it back.
    Withdrawn {
        /// Why.
        reason: Option<Words>,
    },
    /// The customer was reminded of the proposal.
    Reminded,
    /// Nobody answered the proposal.
    Lapsed,
    /// The word that we owed is late.
    WordOverdue {
        /// Since when.
        was_due: DateTime<Utc>,
    },
}

impl Event {
    /// The name that stands in the log and in webhooks.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Raised(_) => "concern.raised",
            Self::Described { .. } => "concern.described",
            Self::Acknowledged { .. } => "concern.acknowledged",
            Self::Started { .. } => "concern.started",
            Self::CustomerWrote { .. } => "concern.customer_wrote",
            Self::MemberWrote { .. } => "concern.member_wrote",
            Self::CustomerAsked { .. } => "concern.customer_asked",
            Self::Proposed { .. } => "concern.proposed",
            Self::Confirmed => "concern.confirmed",
            Self::NotYet { .. } => "concern.not_yet",
            Self::Withdrawn { .. } => "concern.withdrawn",
            Self::Reminded => "concern.reminded",
            Self::Lapsed => "concern.lapsed",
            Self::WordOverdue { .. } => "concern.word_overdue",
        }
    }
}
