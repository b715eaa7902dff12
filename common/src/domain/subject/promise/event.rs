//! What happens to a promise.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Making, Terms};
use crate::{id::TouchpointId, text::Words};

/// What happened to a promise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Event {
    /// It was made.
    Made(Box<Making>),
    /// The vendor warned that it may slip.
    RiskAnnounced {
        /// Why.
        reason: Words,
        /// What we do about it.
        doing: Words,
        /// What we suggest to the customer.
        suggestion: Option<Words>,
        /// A new date, proposed in the same breath.
        due: Option<NaiveDate>,
    },
    /// A new date is proposed.
    DateProposed {
        /// The date.
        due: NaiveDate,
        /// Why.
        reason: Words,
    },
    /// The customer said yes to it.
    DateAccepted,
    /// The customer said no to it.
    DateDeclined,
    /// Other words or another number are proposed.
    ChangeProposed {
        /// What is to count instead.
        to: Terms,
        /// Why.
        reason: Words,
    },
    /// The customer said yes to them.
    ChangeAccepted,
    /// The customer said no to them.
    ChangeDeclined,
    /// A touchpoint counts as one of its sessions.
    SessionLinked {
        /// Which.
        touchpoint: TouchpointId,
    },
    /// It does not count any more.
    SessionUnlinked {
        /// Which.
        touchpoint: TouchpointId,
    },
    /// The vendor says that it is kept.
    ClaimedKept {
        /// On which day.
        kept_on: NaiveDate,
        /// What proves it.
        evidence: Option<Words>,
    },
    /// The customer agrees.
    Agreed,
    /// The customer does not.
    Disputed {
        /// What is missing.
        note: Option<Words>,
    },
    /// Asked, the customer said that it was kept.
    SaidKept {
        /// The day on which they said so.
        on: NaiveDate,
    },
    /// The vendor gives it up.
    GivenUp {
        /// Why.
        reason: Words,
    },
    /// The vendor offers something in its place.
    RemedyOffered {
        /// What.
        text: Words,
        /// Until when, if something is still to be done.
        due: Option<NaiveDate>,
    },
    /// That makes it good.
    RemedyAccepted,
    /// That does not.
    RemedyDeclined,
    /// The customer no longer wants it.
    Released,
    /// Nobody contradicted in time.
    WindowEnded,
}

impl Event {
    /// The name that stands in the log and in webhooks.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Made(_) => "promise.made",
            Self::RiskAnnounced { .. } => "promise.at_risk",
            Self::DateProposed { .. } => "promise.date_proposed",
            Self::DateAccepted => "promise.date_accepted",
            Self::DateDeclined => "promise.date_declined",
            Self::ChangeProposed { .. } => "promise.change_proposed",
            Self::ChangeAccepted => "promise.change_accepted",
            Self::ChangeDeclined => "promise.change_declined",
            Self::SessionLinked { .. } => "promise.session_linked",
            Self::SessionUnlinked { .. } => "promise.session_unlinked",
            Self::ClaimedKept { .. } => "promise.claimed_kept",
            Self::Agreed => "promise.agreed",
            Self::Disputed { .. } => "promise.disputed",
            Self::SaidKept { .. } => "promise.said_kept",
            Self::GivenUp { .. } => "promise.given_up",
            Self::RemedyOffered { .. } => "promise.remedy_offered",
            Self::RemedyAccepted => "promise.made_good",
            Self::RemedyDeclined => "promise.remedy_declined",
            Self::Released => "promise.released",
            Self::WindowEnded => "promise.window_ended",
        }
    }

    /// Whether nobody needs to ask the customer any more whether it was kept.
    pub fn is_customers_last_word(&self) -> bool {
        matches!(
            self,
            Self::Agreed
                | Self::SaidKept { .. }
                | Self::Disputed { .. }
                | Self::GivenUp { .. }
                | Self::RemedyAccepted
                | Self::Released
        )
    }

    /// Whether the customer hears from us by it.
    pub fn is_word(&self) -> bool {
        matches!(
            self,
            Self::RiskAnnounced { .. }
                | Self::DateProposed { .. }
                | Self::ChangeProposed { .. }
                | Self::RemedyOffered { .. }
        )
    }
}
