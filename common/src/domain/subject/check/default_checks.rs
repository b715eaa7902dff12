//! The default checks. A scale never changes in place: a new wording is a new version with its own series.
//! Wording rules: one idea a question, every option labelled, "cannot say yet" where it applies, free text
//! always optional. The words stand in the catalogues, by key and value.

use super::{Choice, Class, Definition, Metric, Mood, Subject};
use crate::domain::concern::{ConcernKind, Severity};

const fn good(value: &'static str) -> Choice {
    Choice { value, mood: Mood::Good, opens: None }
}

const fn neutral(value: &'static str) -> Choice {
    Choice { value, mood: Mood::Neutral, opens: None }
}

const fn not_yet(value: &'static str) -> Choice {
    Choice { value, mood: Mood::NotYet, opens: None }
}

const fn bad(value: &'static str) -> Choice {
    Choice { value, mood: Mood::Bad, opens: None }
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
        choices: &[
            good("better"),
            good("as_expected"),
            opens(bad("not_as_expected"), PROBLEM, SMALL),
            not_yet("cannot_say"),
        ],
        class: Class::Event,
        subjects: &[Subject::Sale, Subject::Touchpoint, Subject::Delivery, Subject::Expectation],
        metric: None,
    },
    Definition {
        key: "change@1",
        choices: &[
            good("no"),
            opens(neutral("small"), CHANGE, SMALL),
            opens(bad("important"), PROBLEM, Severity::Big),
        ],
        class: Class::Event,
        subjects: &[Subject::Sale, Subject::Touchpoint, Subject::Delivery],
        metric: None,
    },
    Definition {
        key: "vital@1",
        choices: &[
            opens(bad("1"), PROBLEM, SMALL),
            opens(bad("2"), PROBLEM, SMALL),
            neutral("3"),
            good("4"),
            good("5"),
            not_yet("not_yet"),
        ],
        class: Class::Event,
        subjects: &[Subject::VitalArea],
        metric: Some(Metric::Csat),
    },
    Definition {
        key: "promise@1",
        choices: &[good("yes"), bad("partly"), bad("no")],
        class: Class::Promise,
        subjects: &[Subject::Promise],
        metric: None,
    },
    Definition {
        key: "sorted@1",
        choices: &[good("yes"), bad("not_yet")],
        class: Class::Inner,
        subjects: &[],
        metric: None,
    },
    Definition {
        key: "easy@1",
        choices: &[bad("1"), bad("2"), bad("3"), neutral("4"), good("5"), good("6"), good("7")],
        class: Class::Inner,
        subjects: &[Subject::Concern],
        metric: Some(Metric::Ces),
    },
    Definition {
        key: "needs@1",
        // "Yes" is a change of the needs, which somebody reads; nothing is wrong.
        choices: &[good("no"), neutral("yes")],
        class: Class::Event,
        subjects: &[Subject::Sale],
        metric: None,
    },
    Definition {
        key: "complete@1",
        choices: &[
            good("yes"),
            opens(bad("not_satisfied"), PROBLEM, SMALL),
            opens(bad("missing"), PROBLEM, SMALL),
        ],
        class: Class::Completion,
        subjects: &[Subject::Sale],
        metric: None,
    },
    Definition {
        key: "recommend@1",
        choices: &[
            bad("0"),
            bad("1"),
            bad("2"),
            bad("3"),
            bad("4"),
            bad("5"),
            bad("6"),
            neutral("7"),
            neutral("8"),
            good("9"),
            good("10"),
        ],
        class: Class::Relationship,
        subjects: &[Subject::Sale],
        metric: Some(Metric::Nps),
    },
    // What shops asked before; answers arrive by import.
    Definition {
        key: "review@1",
        choices: &[bad("1"), bad("2"), neutral("3"), good("4"), good("5")],
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
