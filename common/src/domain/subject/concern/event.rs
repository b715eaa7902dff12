//! What happens to a concern, as it stands in the log.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{ClockKind, ConcernKind, Deadline, Opening, Severity};
use crate::{
    domain::agreement::EscalationStep,
    id::{ConcernId, MemberId, VitalAreaId},
    text::Words,
};

/// What an act does to the clocks. It is computed when the act is decided: remembering knows no calendar.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Times {
    /// When the customer hears next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_word_by: Option<DateTime<Utc>>,
    /// When three quarters of that time are used up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warn_at: Option<DateTime<Utc>>,
    /// The clock until a proposal, which begins to run or goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub propose: Option<Deadline>,
    /// The working minutes that are left until a proposal, while it stands still.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<i64>,
    /// How many working minutes the customer has waited so far.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waited: Option<i64>,
}

/// What happened to a concern.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Event {
    /// It was raised.
    Raised(Box<Opening>),
    /// The customer said how bad it is, or what it is; what is not said stays.
    Described {
        /// How bad.
        severity: Severity,
        /// What it is.
        #[serde(default)]
        kind: Option<ConcernKind>,
        /// In their words.
        #[serde(default)]
        words: Option<Words>,
        /// What would put it right.
        #[serde(default)]
        wanted: Option<Words>,
        /// What it does to them.
        #[serde(default)]
        impact: Option<Words>,
        /// What matters most to them and is touched by it.
        #[serde(default)]
        vital_area: Option<VitalAreaId>,
        /// The clocks, brought forward if it is worse than it was.
        #[serde(flatten)]
        times: Times,
    },
    /// "We have it."
    Acknowledged {
        /// The clocks.
        #[serde(flatten)]
        times: Times,
    },
    /// Somebody works on it.
    Started {
        /// The clocks.
        #[serde(flatten)]
        times: Times,
    },
    /// The customer wrote.
    CustomerWrote {
        /// What.
        text: Words,
        /// The clocks, if they changed.
        #[serde(flatten)]
        times: Times,
    },
    /// We wrote.
    MemberWrote {
        /// What.
        text: Words,
        /// The clocks.
        #[serde(flatten)]
        times: Times,
    },
    /// We need something from the customer.
    CustomerAsked {
        /// What.
        text: Words,
        /// The clocks.
        #[serde(flatten)]
        times: Times,
    },
    /// A solution is proposed.
    Proposed {
        /// What.
        text: Words,
        /// Until when, if something is still to be done.
        due: Option<NaiveDate>,
        /// The clocks.
        #[serde(flatten)]
        times: Times,
    },
    /// This is our last word.
    AnsweredFinally {
        /// What we say.
        text: Words,
        /// Where a customer can go who does not accept it.
        outside_route: Words,
        /// The clocks.
        #[serde(flatten)]
        times: Times,
    },
    /// The customer says that it is sorted.
    Confirmed {
        /// The clocks.
        #[serde(flatten)]
        times: Times,
    },
    /// The customer says that it is not.
    NotYet {
        /// What is missing.
        reason: Option<Words>,
        /// The clocks.
        #[serde(flatten)]
        times: Times,
    },
    /// The customer does not accept the final answer.
    Disagreed {
        /// Why.
        reason: Option<Words>,
    },
    /// The customer took it back.
    Withdrawn {
        /// Why.
        reason: Option<Words>,
    },
    /// The customer took up again what had lapsed: the next round.
    Revived {
        /// What they say.
        text: Words,
        /// The clocks.
        #[serde(flatten)]
        times: Times,
    },
    /// The customer was reminded of the proposal.
    Reminded {
        /// How many reminders that makes, with those that a sleep of ours swallowed.
        #[serde(default)]
        count: u8,
    },
    /// Nobody answered the proposal.
    Lapsed,
    /// The word that we owed is late. Now said by `ClockEnded`.
    WordOverdue {
        /// Since when.
        was_due: DateTime<Utc>,
    },
    /// Three quarters of a clock are used up.
    ClockWarned {
        /// Which.
        clock: ClockKind,
        /// Until when.
        due: DateTime<Utc>,
        /// Who takes over if it is missed.
        to: Option<EscalationStep>,
    },
    /// A clock has ended before we did what it counts to.
    ClockEnded {
        /// Which.
        clock: ClockKind,
        /// Since when.
        due: DateTime<Utc>,
        /// Who takes over.
        to: Option<EscalationStep>,
    },
    /// Somebody was named to work on it.
    Assigned {
        /// Who.
        to: MemberId,
        /// Why, if they handled a round before.
        reason: Option<Words>,
    },
    /// It has another owner.
    HandedOver {
        /// Who.
        to: MemberId,
        /// Why.
        reason: Words,
    },
    /// More time is taken.
    Extended {
        /// Until when.
        deadline: Deadline,
        /// Why.
        reason: Words,
    },
    /// Something was noted.
    Noted {
        /// What.
        text: Words,
    },
    /// It is known what was behind it.
    CauseFound {
        /// What.
        text: Words,
    },
    /// Another concern belongs together with it.
    Linked {
        /// Which.
        to: ConcernId,
    },
}

impl Event {
    /// Whether it is the vendor's own business, which no customer sees.
    pub fn is_internal(&self) -> bool {
        matches!(
            self,
            Self::Assigned { .. } | Self::Noted { .. } | Self::CauseFound { .. } | Self::ClockWarned { .. }
        )
    }
}
