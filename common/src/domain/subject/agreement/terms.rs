//! What an agreement says: how fast, who takes over, where else to go.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    calendar::CalendarRef,
    domain::{
        concern::Severity,
        policy::{Policy, ResponseTimes},
    },
    error::Rejection,
    text::{Line, Localized, Words},
};

/// Words in several languages.
pub type LocalWords = Localized<Words>;

/// The response times by severity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Clocks {
    /// It stops the customer, or it is about safety.
    pub stops: ResponseTimes,
    /// A big problem.
    pub big: ResponseTimes,
    /// A small problem or a change.
    pub small: ResponseTimes,
    /// A question or a request.
    pub question: ResponseTimes,
}

impl Clocks {
    /// The vendor's own numbers.
    pub fn of_policy(policy: &Policy) -> Self {
        Self { stops: policy.stops, big: policy.big, small: policy.small, question: policy.question }
    }

    /// Those of a severity.
    pub fn of(&self, severity: Severity) -> ResponseTimes {
        match severity {
            Severity::Stops => self.stops,
            Severity::Big => self.big,
            Severity::Small => self.small,
            Severity::Question => self.question,
        }
    }

    /// The service of the first days: every severity is treated as the next worse one, and never slower than
    /// it would be anyway. A question becomes no small problem, which may wait longer, but a big one.
    #[must_use]
    pub fn stricter(&self) -> Self {
        Self {
            stops: self.stops,
            big: self.big.tighter(self.stops),
            small: self.small.tighter(self.big),
            question: self.question.tighter(self.big),
        }
    }
}

/// Who takes over when the owner alone does not bring it about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EscalationStep {
    /// After how many missed deadlines and "not yet"s, from 1.
    pub after: u32,
    /// Their role.
    pub role: Line,
    /// Their name.
    pub name: Line,
    /// Where a call reaches them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Line>,
    /// Where mail reaches them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Line>,
}

/// What is agreed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = AgreedTerms))]
pub struct Terms {
    /// In plain words, paragraph by paragraph; `{owner}`, `{manager}` and `{outside_route}` are filled in.
    pub texts: Vec<LocalWords>,
    /// How fast.
    pub clocks: Clocks,
    /// Who takes over, in order.
    #[serde(default)]
    pub steps: Vec<EscalationStep>,
    /// What we offer to put things right.
    #[serde(default)]
    pub remedies: Vec<LocalWords>,
    /// Where a customer can go who is still not satisfied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outside_route: Option<LocalWords>,
    /// The business calendar of the clocks; the sale's own if it is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<CalendarRef>,
}

impl Terms {
    /// Refuses what could not be kept or read.
    pub fn validate(&self) -> Result<(), Rejection> {
        if self.texts.is_empty() || self.texts.len() > 20 {
            return Err(Rejection::field("/texts", "must have 1 to 20 paragraphs"));
        }
        if self.remedies.len() > 20 {
            return Err(Rejection::field("/remedies", "must have at most 20"));
        }
        if self.steps.len() > 5 {
            return Err(Rejection::field("/steps", "must have at most 5 steps"));
        }
        for (row, (step, least)) in self.steps.iter().zip(self.floors()).enumerate() {
            if step.after < least {
                let detail = format!("must be {least} or more: the steps follow each other");
                return Err(Rejection::field(format!("/steps/{row}/after"), detail));
            }
            if step.phone.is_none() && step.email.is_none() {
                return Err(Rejection::field(format!("/steps/{row}"), "must have a phone or an email"));
            }
        }
        self.check_clocks()
    }

    fn floors(&self) -> impl Iterator<Item = u32> {
        let afters = self.steps.iter().map(|step| step.after.saturating_add(1));
        std::iter::once(1).chain(afters)
    }

    fn check_clocks(&self) -> Result<(), Rejection> {
        let Clocks { stops, big, small, question } = self.clocks;
        for (name, times) in [("stops", stops), ("big", big), ("small", small), ("question", question)] {
            let spans = [times.acknowledge, times.next_word, times.propose];
            for (field, span) in ["acknowledge", "next_word", "propose"].into_iter().zip(spans) {
                if let Some(detail) = span.fault() {
                    return Err(Rejection::field(format!("/clocks/{name}/{field}"), detail));
                }
            }
        }
        Ok(())
    }
}

/// Who takes over at a level, if anybody does.
pub fn step_at(steps: &[EscalationStep], level: u32) -> Option<&EscalationStep> {
    steps.iter().rfind(|step| step.after <= level)
}

/// Where the terms of a concern come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "source", rename_all = "snake_case")]
pub enum Source {
    /// The vendor's standard, which nobody had to accept.
    Standard {
        /// Its version; 0 is the product's own.
        version: i64,
    },
    /// What the customer accepted.
    Agreed {
        /// Its version in the sale.
        version: u32,
    },
}

/// The part of the terms that a concern takes along, so that no later change touches it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pinned {
    /// Where it comes from.
    pub source: Source,
    /// How fast.
    pub clocks: Clocks,
    /// Who takes over.
    pub steps: Vec<EscalationStep>,
    /// Where else to go.
    pub outside_route: Option<LocalWords>,
    /// The clocks are those of the first days, which end on this day.
    pub new_customer_until: Option<NaiveDate>,
}
