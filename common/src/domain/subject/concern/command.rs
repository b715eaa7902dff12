//! What somebody may want with a concern.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{ConcernKind, Severity};
use crate::{
    id::{ConcernId, MemberId, VitalAreaId},
    text::Words,
};

/// What somebody wants with a concern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// "We have it."
    Acknowledge,
    /// Begin to work on it.
    Start,
    /// Say something, from either side.
    Write {
        /// What.
        text: Words,
    },
    /// The customer says better what it is, or how bad.
    Describe(Box<Description>),
    /// Ask the customer for something; the clock stands still.
    AskCustomer {
        /// What.
        text: Words,
    },
    /// Propose a solution.
    Propose {
        /// What.
        text: Words,
        /// Until when, if something is still to be done.
        due: Option<NaiveDate>,
    },
    /// Say that this is our last word.
    AnswerFinally {
        /// What we say.
        text: Words,
        /// Where else to go, if it is not the way that was agreed.
        outside_route: Option<Words>,
    },
    /// "Yes, sorted."
    Confirm,
    /// "Not yet."
    NotYet {
        /// What is missing.
        reason: Option<Words>,
    },
    /// Not accept the final answer.
    Disagree {
        /// Why.
        reason: Option<Words>,
    },
    /// Take it back.
    Withdraw {
        /// Why.
        reason: Option<Words>,
    },
    /// "It is back": the sale raises another one that follows it.
    Return {
        /// What is back.
        words: Option<Words>,
        /// How bad it is now; as bad as before if it is not said.
        severity: Option<Severity>,
    },
    /// Name who works on it.
    Assign {
        /// Who.
        to: MemberId,
        /// Why, if they handled a round before.
        reason: Option<Words>,
    },
    /// Give it another owner.
    HandOver {
        /// Who.
        to: MemberId,
        /// Why; the customer reads it.
        reason: Words,
    },
    /// Take longer.
    Extend {
        /// Until the close of this day.
        due: NaiveDate,
        /// Why; the customer reads it.
        reason: Words,
    },
    /// Note something that no customer sees.
    Note {
        /// What.
        text: Words,
    },
    /// Write down what was behind it; no customer sees it.
    FindCause {
        /// What.
        text: Words,
    },
    /// Say that two concerns belong together.
    Link {
        /// The other one.
        to: ConcernId,
    },
}

/// `POST …/concerns/{id}/describe`: what it is, or how bad, said better. What is not said stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = DescriptionBody))]
pub struct Description {
    /// What it is.
    pub kind: Option<ConcernKind>,
    /// How bad.
    pub severity: Option<Severity>,
    /// In the customer's words.
    pub words: Option<Words>,
    /// What would put it right.
    pub wanted: Option<Words>,
    /// What it does to the customer.
    pub impact: Option<Words>,
    /// What matters most to the customer and is touched by it.
    pub vital_area: Option<VitalAreaId>,
}
