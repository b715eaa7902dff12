//! What somebody may want with a touchpoint.

use super::Plan;
use crate::{
    actor::Role,
    domain::{check::About, update::Verification},
    id::{MemberId, TouchpointId},
    text::Words,
    time::Slot,
};

/// What the vendor does about a rule of the rhythm that its wish breaks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Remedy {
    /// Nothing: a broken rule refuses.
    #[default]
    Nothing,
    /// A live contact inside the gap.
    Bridge(Box<Plan>),
    /// The customer is asked.
    AskConsent,
}

/// What comes next after something was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// It is on the agenda already.
    Touchpoint(TouchpointId),
    /// It is put there now, with what is done about a rule of the rhythm that it breaks.
    Plan(Box<Plan>, Remedy),
    /// Nothing is left to come.
    Nothing,
}

/// What the vendor says about something done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// What came of it.
    pub note: Option<Words>,
    /// The words that were sent, for thanks in writing.
    pub sent: Option<Words>,
    /// Where its copy lies, for a note by post.
    pub evidence: Option<Words>,
    /// Who looked and when, for word that nothing changed.
    pub verified: Option<Verification>,
    /// What was looked at; as long as nothing is said, what the sale waits for.
    pub about: Vec<About>,
    /// What comes next.
    pub next: Next,
}

/// What somebody wants with a touchpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// "That suits me."
    Confirm,
    /// Suggest other times.
    RequestMove {
        /// One to ten future times.
        options: Vec<Slot>,
        /// Why.
        reason: Option<Words>,
    },
    /// The customer wants another time and asks which there are.
    AskForTimes {
        /// Why.
        reason: Option<Words>,
    },
    /// Answer a wish to move with other times.
    CounterMove {
        /// One to ten future times.
        options: Vec<Slot>,
        /// Why.
        reason: Option<Words>,
    },
    /// The vendor names times that it can keep, whoever began to talk about a move.
    OfferTimes {
        /// One to ten future times.
        options: Vec<Slot>,
        /// Why.
        reason: Option<Words>,
    },
    /// Take one of the suggested times, counted from zero.
    AcceptMove {
        /// Which one.
        option: usize,
    },
    /// Take none.
    DeclineMove {
        /// Why.
        reason: Option<Words>,
    },
    /// Give it another time; for a confirmed one this becomes a wish to move.
    Move {
        /// The new time.
        to: Slot,
        /// Why; the customer reads it.
        reason: Words,
        /// What is done about a broken rule.
        remedy: Remedy,
    },
    /// Somebody else comes.
    ChangeOwner {
        /// Who.
        to: MemberId,
        /// Why; the customer reads it.
        reason: Words,
        /// What is done about a broken rule.
        remedy: Remedy,
    },
    /// "That is fine."
    Consent,
    /// "That is not fine."
    RefuseConsent {
        /// In the customer's words.
        note: Option<Words>,
    },
    /// The customer's own step is taken.
    Complete,
    /// The vendor did it.
    ReportDone(Box<Report>),
    /// The customer agrees that it happened.
    AgreeDone,
    /// "This did not happen", whether it was reported or not.
    Dispute {
        /// In the customer's words.
        note: Option<Words>,
    },
    /// "It did happen after all."
    TakeBack,
    /// The vendor missed it, or the customer did.
    ReportMissed {
        /// Who was not there.
        by: Role,
        /// What happened.
        note: Option<Words>,
        /// What stands in for it.
        replacement: Option<Box<Plan>>,
        /// What is done about a rule that the replacement breaks.
        remedy: Remedy,
    },
    /// Call it off.
    Cancel {
        /// Why.
        reason: Option<Words>,
        /// What stands in for it.
        replacement: Option<Box<Plan>>,
        /// What is done about a broken rule.
        remedy: Remedy,
    },
    /// The window to contradict is over.
    EndWindow,
}

impl Remedy {
    /// The bridge, if that is the remedy.
    pub fn bridge(&self) -> Option<&Plan> {
        if let Self::Bridge(plan) = self { Some(plan) } else { None }
    }
}

impl Command {
    /// The times that it names, by the field of the request.
    pub fn slots(&self) -> Vec<(&'static str, &Slot)> {
        match self {
            Self::RequestMove { options, .. }
            | Self::CounterMove { options, .. }
            | Self::OfferTimes { options, .. } => options.iter().map(|slot| ("/options", slot)).collect(),
            Self::Move { to, .. } => vec![("/to/time_zone", to)],
            _ => Vec::new(),
        }
    }

    /// What it puts on the agenda, by the field of the request.
    pub fn plans(&self) -> Vec<(&'static str, &Plan)> {
        match self {
            Self::Move { remedy, .. } | Self::ChangeOwner { remedy, .. } => {
                remedy.bridge().map(|plan| ("/bridge", plan)).into_iter().collect()
            }
            Self::Cancel { replacement, remedy, .. } | Self::ReportMissed { replacement, remedy, .. } => {
                let replacement = replacement.iter().map(|plan| ("/replacement", plan.as_ref()));
                replacement.chain(remedy.bridge().map(|plan| ("/bridge", plan))).collect()
            }
            Self::ReportDone(report) => match &report.next {
                Next::Plan(plan, remedy) => {
                    let bridge = remedy.bridge().map(|plan| ("/bridge", plan));
                    std::iter::once(("/plan", plan.as_ref())).chain(bridge).collect()
                }
                Next::Touchpoint(_) | Next::Nothing => Vec::new(),
            },
            _ => Vec::new(),
        }
    }
}
