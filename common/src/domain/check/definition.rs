//! The default checks. A scale never changes in place: a new wording is a new version with its own series.
//! Wording rules: one idea a question, every option labelled, "cannot say yet" where it applies, free text
//! always optional.

use serde::{Deserialize, Serialize};

use crate::domain::concern::{ConcernKind, Severity};

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

/// One answer to choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// The word in the data.
    pub value: &'static str,
    /// What the customer reads.
    pub label: &'static str,
    /// How it is meant.
    pub mood: Mood,
    /// The concern that it opens at once.
    pub opens: Option<(ConcernKind, Severity)>,
}

/// A question with its answers.
#[derive(Debug, Clone, Copy)]
pub struct Definition {
    /// `key@version`.
    pub key: &'static str,
    /// What the customer reads.
    pub question: &'static str,
    /// The answers, in order.
    pub choices: &'static [Choice],
    /// What is asked beside the free text after a bad answer.
    pub follow_up: &'static str,
    /// Whether the rules on how often may ask apply; questions inside a concern are exempt.
    pub counts: bool,
    /// The score that it feeds.
    pub metric: Option<Metric>,
}

impl Definition {
    /// The choice with that value.
    pub fn choice(&self, value: &str) -> Option<&'static Choice> {
        self.choices.iter().find(|choice| choice.value == value)
    }
}

/// The definition with that `key@version`.
pub fn definition(key: &str) -> Option<&'static Definition> {
    DEFINITIONS.iter().find(|definition| definition.key == key)
}

/// Every definition.
pub fn definitions() -> &'static [Definition] {
    DEFINITIONS
}

const fn good(value: &'static str, label: &'static str) -> Choice {
    Choice { value, label, mood: Mood::Good, opens: None }
}

const fn neutral(value: &'static str, label: &'static str) -> Choice {
    Choice { value, label, mood: Mood::Neutral, opens: None }
}

const fn not_yet(value: &'static str, label: &'static str) -> Choice {
    Choice { value, label, mood: Mood::NotYet, opens: None }
}

const fn bad(value: &'static str, label: &'static str) -> Choice {
    Choice { value, label, mood: Mood::Bad, opens: None }
}

const fn opens(choice: Choice, kind: ConcernKind, severity: Severity) -> Choice {
    Choice { opens: Some((kind, severity)), ..choice }
}

const PROBLEM: ConcernKind = ConcernKind::Problem;
const CHANGE: ConcernKind = ConcernKind::Change;
const SMALL: Severity = Severity::Small;

const DEFINITIONS: &[Definition] = &[
    Definition {
        key: "expected@1",
        question: "Was everything as you had expected?",
        choices: &[
            good("better", "Better than expected"),
            good("as_expected", "As expected"),
            opens(bad("not_as_expected", "Not as expected"), PROBLEM, SMALL),
            not_yet("cannot_say", "Cannot say yet"),
        ],
        follow_up: "What was different?",
        counts: true,
        metric: None,
    },
    Definition {
        key: "change@1",
        question: "Is there anything we need to change?",
        choices: &[
            good("no", "No, carry on"),
            opens(neutral("small", "Yes, something small"), CHANGE, SMALL),
            opens(bad("important", "Yes, something important"), PROBLEM, Severity::Big),
        ],
        follow_up: "What should we change?",
        counts: true,
        metric: None,
    },
    Definition {
        key: "vital@1",
        question: "How satisfied are you with what matters most to you?",
        choices: &[
            opens(bad("1", "Very dissatisfied"), PROBLEM, SMALL),
            opens(bad("2", "Dissatisfied"), PROBLEM, SMALL),
            neutral("3", "Neither"),
            good("4", "Satisfied"),
            good("5", "Very satisfied"),
            not_yet("not_yet", "Does not apply yet"),
        ],
        follow_up: "What is missing?",
        counts: true,
        metric: Some(Metric::Csat),
    },
    Definition {
        key: "promise@1",
        question: "We made you this promise. Did we keep it?",
        choices: &[good("yes", "Yes"), bad("partly", "Partly"), bad("no", "No")],
        follow_up: "What is missing?",
        counts: true,
        metric: None,
    },
    Definition {
        key: "sorted@1",
        question: "Is this sorted to your satisfaction?",
        choices: &[good("yes", "Yes, sorted"), bad("not_yet", "Not yet")],
        follow_up: "What is still missing?",
        counts: false,
        metric: None,
    },
    Definition {
        key: "easy@1",
        question: "How easy was it to get this put right?",
        choices: &[
            bad("1", "Very difficult"),
            bad("2", "Difficult"),
            bad("3", "Rather difficult"),
            neutral("4", "Neither"),
            good("5", "Rather easy"),
            good("6", "Easy"),
            good("7", "Very easy"),
        ],
        follow_up: "What made it hard?",
        counts: false,
        metric: Some(Metric::Ces),
    },
    Definition {
        key: "needs@1",
        question: "Has anything changed in what you need from us?",
        choices: &[good("no", "No"), opens(neutral("yes", "Yes"), ConcernKind::Change, SMALL)],
        follow_up: "What has changed?",
        counts: true,
        metric: None,
    },
    Definition {
        key: "complete@1",
        question: "Has everything been delivered as promised, and are you satisfied?",
        choices: &[
            good("yes", "Yes, I am satisfied"),
            opens(bad("not_satisfied", "Delivered, but not satisfied yet"), PROBLEM, SMALL),
            opens(bad("missing", "Something is still missing"), PROBLEM, SMALL),
        ],
        follow_up: "What is missing?",
        counts: false,
        metric: None,
    },
    Definition {
        key: "recommend@1",
        question: "How likely are you to recommend us?",
        choices: &[
            bad("0", "0, not at all"),
            bad("1", "1"),
            bad("2", "2"),
            bad("3", "3"),
            bad("4", "4"),
            bad("5", "5"),
            bad("6", "6"),
            neutral("7", "7"),
            neutral("8", "8"),
            good("9", "9"),
            good("10", "10, very likely"),
        ],
        follow_up: "What is the reason?",
        counts: true,
        metric: Some(Metric::Nps),
    },
    // What shops asked before; answers arrive by import.
    Definition {
        key: "review@1",
        question: "How satisfied were you with this order?",
        choices: &[bad("1", "1"), bad("2", "2"), neutral("3", "3"), good("4", "4"), good("5", "5")],
        follow_up: "What happened?",
        counts: false,
        metric: Some(Metric::Csat),
    },
];
