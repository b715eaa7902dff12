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
    AtRisk {
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
    MadeGood,
    /// That does not.
    RemedyDeclined,
    /// The customer no longer wants it.
    Released,
    /// Nobody contradicted in time.
    WindowEnded,
}

impl Event {
    /// Whether nobody needs to ask the customer any more whether it was kept.
    pub fn is_customers_last_word(&self) -> bool {
        matches!(
            self,
            Self::Agreed
                | Self::SaidKept { .. }
                | Self::Disputed { .. }
                | Self::GivenUp { .. }
                | Self::MadeGood
                | Self::Released
        )
    }
}
