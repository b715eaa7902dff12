//! What happens to a touchpoint, as it stands in the log.

use serde::{Deserialize, Serialize};

use super::{Basis, Plan, Wish};
use crate::{
    actor::{Actor, Role},
    domain::momentum::Broken,
    id::{MemberId, TouchpointId},
    text::Words,
    time::Slot,
};

/// What happened to a touchpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Event {
    /// It is on the agenda.
    Planned(Box<Plan>),
    /// The customer said yes to the time.
    Confirmed,
    /// A side suggests other times.
    MoveRequested {
        /// The times.
        options: Vec<Slot>,
        /// Why.
        reason: Option<Words>,
        /// The rules that each of them breaks.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        breaks: Vec<Vec<Broken>>,
    },
    /// The customer asks which other times there are.
    TimesAsked {
        /// Why.
        reason: Option<Words>,
    },
    /// Somebody else comes.
    OwnerChanged {
        /// Who.
        to: MemberId,
        /// Why.
        reason: Option<Words>,
    },
    /// The vendor asks the customer's consent to something that breaks a rule.
    ConsentAsked {
        /// To what.
        wish: Wish,
        /// Why.
        reason: Option<Words>,
        /// The rules.
        broken: Vec<Broken>,
        /// What would stand in its place.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        replacement: Option<Box<Plan>>,
    },
    /// "That is fine."
    Consented,
    /// "That is not fine."
    ConsentRefused {
        /// In the customer's words.
        note: Option<Words>,
    },
    /// The other side took none of them.
    MoveDeclined {
        /// Why.
        reason: Option<Words>,
    },
    /// It has a new time. `is_agreed` when the customer said yes to it already.
    Moved {
        /// The new time.
        to: Slot,
        /// Why.
        reason: Option<Words>,
        /// Whose wish it was.
        by: Role,
        /// Whether the customer agreed.
        is_agreed: bool,
    },
    /// An estimate follows its anchor.
    Reanchored {
        /// The new time.
        to: Slot,
        /// How sure it is now.
        basis: Basis,
    },
    /// The customer's step is taken.
    Completed,
    /// The vendor says that it happened.
    ReportedDone {
        /// What came of it.
        note: Option<Words>,
        /// The words that were sent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sent: Option<Words>,
        /// Where the copy of what was sent lies.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        evidence: Option<Words>,
        /// What comes next; none when nothing is left to come.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        next: Option<TouchpointId>,
    },
    /// The customer agrees.
    AgreedDone,
    /// The window is over without a contradiction.
    WindowEnded,
    /// The customer says that it did not happen.
    Disputed {
        /// In their words.
        note: Option<Words>,
    },
    /// The customer takes that back.
    TakenBack,
    /// It did not happen.
    Missed {
        /// Whose fault it was.
        by: Role,
        /// In the words of who reported it.
        note: Option<Words>,
    },
    /// It is called off.
    Cancelled {
        /// Why.
        reason: Option<Words>,
        /// Whether the agenda no longer has it.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        is_dropped: bool,
    },
    /// The agenda goes on without it: the customer wishes to hear from us less often.
    LeftOut {
        /// How often at most in seven days.
        most_per_week: u8,
    },
}

/// The side of an actor, for the history.
pub(super) fn side(actor: Actor) -> Role {
    match actor {
        Actor::Customer(_) => Role::Customer,
        Actor::Member(_) | Actor::System => Role::Member,
    }
}
