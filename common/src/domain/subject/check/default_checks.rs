//! The default checks. A scale never changes in place: a new wording is a new version with its own series.
//! Wording rules: one idea a question, every option labelled, "cannot say yet" where it applies, free text
//! always optional. English is the source; the other languages stand beside it on the server.

use super::{Choice, Class, Definition, Metric, Mood, Subject};
use crate::domain::concern::{ConcernKind, Severity};

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
        class: Class::Event,
        subjects: &[Subject::Sale, Subject::Touchpoint, Subject::Delivery, Subject::Expectation],
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
        class: Class::Event,
        subjects: &[Subject::Sale, Subject::Touchpoint, Subject::Delivery],
        metric: None,
    },
    Definition {
        key: "vital@1",
        question: "How satisfied are you with {about}?",
        choices: &[
            opens(bad("1", "Very dissatisfied"), PROBLEM, SMALL),
            opens(bad("2", "Dissatisfied"), PROBLEM, SMALL),
            neutral("3", "Neither"),
            good("4", "Satisfied"),
            good("5", "Very satisfied"),
            not_yet("not_yet", "Does not apply yet"),
        ],
        follow_up: "What is missing?",
        class: Class::Event,
        subjects: &[Subject::VitalArea],
        metric: Some(Metric::Csat),
    },
    Definition {
        key: "promise@1",
        question: "We said: “{about}”. Did we do it?",
        choices: &[good("yes", "Yes"), bad("partly", "Partly"), bad("no", "No")],
        follow_up: "What is missing?",
        class: Class::Promise,
        subjects: &[Subject::Promise],
        metric: None,
    },
    Definition {
        key: "sorted@1",
        question: "Is this sorted to your satisfaction?",
        choices: &[good("yes", "Yes, sorted"), bad("not_yet", "Not yet")],
        follow_up: "What is still missing?",
        class: Class::Inner,
        subjects: &[],
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
        class: Class::Inner,
        subjects: &[Subject::Concern],
        metric: Some(Metric::Ces),
    },
    Definition {
        key: "needs@1",
        question: "Has anything changed in what you need from us?",
        // "Yes" is a change of the needs, which somebody reads; nothing is wrong.
        choices: &[good("no", "No"), neutral("yes", "Yes")],
        follow_up: "What has changed?",
        class: Class::Event,
        subjects: &[Subject::Sale],
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
        class: Class::Completion,
        subjects: &[Subject::Sale],
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
        class: Class::Relationship,
        subjects: &[Subject::Sale],
        metric: Some(Metric::Nps),
    },
    // What shops asked before; answers arrive by import.
    Definition {
        key: "review@1",
        question: "How satisfied were you with this order?",
        choices: &[bad("1", "1"), bad("2", "2"), neutral("3", "3"), good("4", "4"), good("5", "5")],
        follow_up: "What happened?",
        class: Class::Inner,
        subjects: &[],
        metric: Some(Metric::Csat),
    },
];

/// The definition with that `key@version`.
pub fn definition(key: &str) -> Option<&'static Definition> {
    DEFINITIONS.iter().find(|definition| definition.key == key)
}

/// Every definition.
pub fn definitions() -> &'static [Definition] {
    DEFINITIONS
}
