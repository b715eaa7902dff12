//! What became of a touchpoint: whether it happened, by whose word, and who is owed another one.

use serde::{Deserialize, Serialize};

use super::{Touchpoint, TouchpointState};
use crate::actor::Role;

/// What became of a contact; done by silence is told from done by the customer's word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It is to come, or nobody has reported it.
    Planned,
    /// It happened; the customer says so too.
    DoneConfirmed,
    /// It happened; the customer has not said anything.
    DoneUnconfirmed,
    /// We say that it happened, the customer says that it did not.
    Disputed,
    /// We missed it.
    MissedByVendor,
    /// The customer missed it.
    MissedByCustomer,
    /// It was called off, or the agenda no longer had it.
    Cancelled,
}

impl Touchpoint {
    /// What became of it; none for what is no contact: a question, or a step of the customer's own.
    pub fn outcome(&self) -> Option<Outcome> {
        self.plan.kind.is_outward().then_some(match self.state {
            TouchpointState::Planned | TouchpointState::Confirmed => Outcome::Planned,
            TouchpointState::ReportedDone | TouchpointState::Done if self.is_agreed => Outcome::DoneConfirmed,
            TouchpointState::ReportedDone | TouchpointState::Done => Outcome::DoneUnconfirmed,
            TouchpointState::Disputed => Outcome::Disputed,
            TouchpointState::Missed if self.missed_by == Some(Role::Customer) => Outcome::MissedByCustomer,
            TouchpointState::Missed => Outcome::MissedByVendor,
            TouchpointState::Cancelled => Outcome::Cancelled,
        })
    }

    /// Whether it was missed and another one is owed: always when we missed it, and where the agenda needs it
    /// also when the customer did.
    pub fn needs_recovery(&self) -> bool {
        let ties = &self.plan.ties;
        let is_needed = ties.is_required || ties.series.is_some();
        self.state == TouchpointState::Missed && (self.missed_by == Some(Role::Member) || is_needed)
    }
}
