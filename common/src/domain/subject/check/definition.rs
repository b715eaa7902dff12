//! What a check is: a question, its answers, what they lead to, and the rules of asking that it is under.

use serde::{Deserialize, Serialize};

use super::Subject;
use crate::domain::{
    concern::{ConcernKind, Severity},
    policy::Policy,
};

/// How an answer is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Mood {
    /// All is well.
    Good,
    /// Neither.
    Neutral,
    /// Something is wrong.
    Bad,
    /// "Cannot say yet": counts in no score.
    NotYet,
}

/// The score that a check feeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Metric {
    /// Share of the top two of five among valid answers.
    Csat,
    /// Mean of one to seven.
    Ces,
    /// Share of 9 and 10 minus share of 0 to 6.
    Nps,
}

/// The rules of asking that a check is under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// About something that happened; planned on the agenda.
    Event,
    /// About the relationship as a whole; seldom.
    Relationship,
    /// About one promise; gives way to what the agenda announces.
    Promise,
    /// Whether all is well: announced, and not counted.
    Completion,
    /// Inside a concern, or asked elsewhere before.
    Inner,
}

impl Class {
    /// Whether the rules on how often count it.
    pub fn counts(self) -> bool {
        matches!(self, Self::Event | Self::Relationship)
    }

    /// Whether it is a planned question, which a customer may want none of.
    pub fn is_planned(self) -> bool {
        matches!(self, Self::Event | Self::Relationship | Self::Promise)
    }

    /// For how many days it is tried again.
    pub fn patience_days(self, policy: &Policy) -> i64 {
        match self {
            Self::Event | Self::Inner => policy.ask_patience_days,
            Self::Promise => policy.ask_patience_days.saturating_mul(2),
            Self::Relationship | Self::Completion => policy.late_ask_patience_days,
        }
    }

    /// After how many days it is tried again.
    pub fn retry_days(self, policy: &Policy) -> i64 {
        let days = match self {
            Self::Event | Self::Inner | Self::Promise => policy.ask_retry_days,
            Self::Relationship | Self::Completion => policy.late_ask_retry_days,
        };
        // Trying again at once would never end.
        days.max(1)
    }
}

/// One answer to choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// The word in the data.
    pub value: &'static str,
    /// How it is meant.
    pub mood: Mood,
    /// The concern that it opens at once.
    pub opens: Option<(ConcernKind, Severity)>,
}

/// A question with its answers; their words stand in the catalogues.
#[derive(Debug, Clone, Copy)]
pub struct Definition {
    /// `key@version`.
    pub key: &'static str,
    /// The answers, in order.
    pub choices: &'static [Choice],
    /// The rules of asking that it is under.
    pub class: Class,
    /// What a member may ask it about; nothing, when only its own occasion asks it.
    pub subjects: &'static [Subject],
    /// The score that it feeds.
    pub metric: Option<Metric>,
}

impl Definition {
    /// Whether it lists what the customer expects, to be answered one by one.
    pub fn lists_expectations(&self) -> bool {
        self.subjects.contains(&Subject::Expectation)
    }

    /// Whether it asks about the vital areas, each by itself.
    pub fn is_of_areas(&self) -> bool {
        self.subjects.contains(&Subject::VitalArea)
    }

    /// The choice with that value.
    pub fn choice(&self, value: &str) -> Option<&'static Choice> {
        self.choices.iter().find(|choice| choice.value == value)
    }
}

/// The question that the customer's word about the whole sale is the answer to.
pub const COMPLETE: &str = "complete@1";
