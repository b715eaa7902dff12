//! Why a question is not asked.

use serde::{Deserialize, Serialize};

/// A rule that forbids asking now. The server tells it to the vendor with the ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Suppression {
    /// Another question is open.
    AnotherIsOpen,
    /// The last question was too short a time ago.
    TooSoon,
    /// Enough questions in thirty days.
    TooMany,
    /// Enough questions to this and the other people of the same sales.
    TooManyForAccount,
    /// A question that was announced comes so soon that this one gives way.
    PlannedIsNear,
    /// What it is about has not happened.
    NotHappenedYet,
    /// There is nothing on record to ask about.
    NothingToAskAbout,
    /// A concern is open, and this is not about it.
    ConcernIsOpen,
    /// A promise is late, disputed or broken: the answer is known.
    PromiseIsInTheWay,
    /// Not before this day of the relationship.
    TooEarly,
    /// The vendor does not ask this.
    SwitchedOff,
    /// The customer wants no planned questions.
    OptedOut,
    /// The follow-up rests or is over.
    Resting,
}

impl Suppression {
    /// In plain words, for the vendor.
    pub fn words(self) -> &'static str {
        match self {
            Self::AnotherIsOpen => "another question to this customer is still open",
            Self::TooSoon => "the last question to this customer was too short a time ago",
            Self::TooMany => "this customer was asked enough questions in thirty days",
            Self::TooManyForAccount => "the people of this customer's sales were asked enough in thirty days",
            Self::PlannedIsNear => "a question that the agenda announces comes soon",
            Self::NotHappenedYet => "what it is about has not happened yet",
            Self::NothingToAskAbout => "there is nothing on record to ask about",
            Self::ConcernIsOpen => "a concern is open, and this question is not about it",
            Self::PromiseIsInTheWay => "a promise is late, disputed or broken",
            Self::TooEarly => "the relationship is too young for this question",
            Self::SwitchedOff => "this question is switched off",
            Self::OptedOut => "the customer wants no planned questions",
            Self::Resting => "the follow-up rests or is over",
        }
    }
}
