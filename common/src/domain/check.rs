//! Checks: the questions, each asking of one (an *ask*) and the answers. A question is announced on the
//! agenda, asked when due and only when the rules of good asking allow it.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    actor::Actor,
    domain::{policy::Policy, transition::Machine},
    id::{AskId, ConcernId, CustomerId, DeliveryId, ExpectationId, PromiseId, TouchpointId, VitalAreaId},
    machine,
    text::{Line, Quote, Words},
};

mod decide;
mod definition;
mod eligibility;

pub use decide::{Command, decide, evolve};
pub use definition::{Choice, Definition, Metric, Mood, definition, definitions};
pub use eligibility::{LedgerEntry, Suppression, Surroundings, refusals};

machine! {
    /// Where an ask stands.
    AskState "question" {
        /// On the agenda, not due yet.
        Planned "planned",
        /// Open to be answered.
        Offered "offered",
        /// "Not now."
        Snoozed "snoozed",
        /// Answered.
        Answered "answered",
        /// Closed without an answer.
        Expired "expired",
        /// Due, but a rule forbids asking now.
        Suppressed "suppressed",
    }
    /// What can be done to an ask.
    AskAction {
        /// Open it.
        Offer,
        /// Do not ask now, for stated reasons.
        Suppress,
        /// "Not now."
        Snooze,
        /// Answer it.
        Answer,
        /// Correct the answer or add words to it.
        Revise,
        /// Close it without an answer.
        Expire,
    }
    table {
        Planned, System: Offer => Offered;
        Planned, Member: Offer => Offered;
        Planned, System: Suppress => Suppressed;
        Suppressed, System: Offer => Offered;
        Suppressed, System: Suppress => Suppressed;
        Suppressed, Member: Offer => Offered;
        Suppressed, System: Expire => Expired;
        Offered, Customer: Answer => Answered;
        Offered, Customer: Snooze => Snoozed;
        Offered, System: Expire => Expired;
        Snoozed, Customer: Answer => Answered;
        Snoozed, System: Offer => Offered;
        Answered, Customer: Revise => Answered;
    }
}

/// What a question is about; its words stand beside it on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "subject", content = "id", rename_all = "snake_case")]
pub enum About {
    /// The sale as a whole.
    Sale,
    /// Something that happened.
    Touchpoint(TouchpointId),
    /// A delivery.
    Delivery(DeliveryId),
    /// A promise.
    Promise(PromiseId),
    /// A concern.
    Concern(ConcernId),
    /// Something that the customer expects.
    Expectation(ExpectationId),
    /// An area that is vital to the customer.
    VitalArea(VitalAreaId),
}

/// One version of an answer. Corrections are kept beside what they correct.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The value of the choice.
    pub value: Line,
    /// In the customer's words.
    pub text: Option<Quote>,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: Actor,
}

/// What somebody plans to ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskPlan {
    /// `key@version` of the definition.
    pub check: Line,
    /// What it is about.
    pub about: About,
    /// The agenda item that announces it.
    pub touchpoint: Option<TouchpointId>,
    /// Who is asked.
    pub customer: CustomerId,
    /// When.
    pub planned_for: DateTime<Utc>,
}

/// One asking of a check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// Its id.
    pub id: AskId,
    /// What was planned.
    pub plan: AskPlan,
    /// Where it stands.
    pub state: AskState,
    /// How often it was offered.
    pub offers: u8,
    /// When it was offered last.
    pub offered_at: Option<DateTime<Utc>>,
    /// When time does the next thing to it.
    pub next_at: Option<DateTime<Utc>>,
    /// Why it is not asked now.
    pub suppressed_for: Vec<Suppression>,
    /// The answer and its corrections, oldest first.
    pub answers: Vec<Answer>,
    /// The concern that a bad answer raised.
    pub concern: Option<ConcernId>,
}

/// What the rules need to know of an ask; the same on the server and in the widget.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AskFacts {
    /// Where it stands.
    pub state: AskState,
    /// How often it was offered.
    pub offers: u8,
    /// When the first answer was given.
    pub answered_at: Option<DateTime<Utc>>,
}

impl Ask {
    /// A new one.
    pub fn new(id: AskId, plan: AskPlan) -> Self {
        let next_at = Some(plan.planned_for);
        Self {
            id,
            plan,
            state: AskState::Planned,
            offers: 0,
            offered_at: None,
            next_at,
            suppressed_for: Vec::new(),
            answers: Vec::new(),
            concern: None,
        }
    }

    /// What the rules need.
    pub fn facts(&self) -> AskFacts {
        AskFacts {
            state: self.state,
            offers: self.offers,
            answered_at: self.answers.first().map(|answer| answer.at),
        }
    }

    /// The answer that counts.
    pub fn answer(&self) -> Option<&Answer> {
        self.answers.last()
    }

    /// How the answer that counts is meant.
    pub fn mood(&self) -> Option<Mood> {
        let answer = self.answer()?;
        definition(&self.plan.check)?.choice(&answer.value).map(|choice| choice.mood)
    }
}

/// What the customer may do with it now.
pub fn allowed(facts: &AskFacts, now: DateTime<Utc>, policy: &Policy) -> Vec<AskAction> {
    let actions = AskState::actions(facts.state, crate::actor::Role::Customer);
    actions.filter(|action| refusal(facts, *action, now, policy).is_none()).collect()
}

/// Why an action that the table has is not possible now.
pub fn refusal(
    facts: &AskFacts,
    action: AskAction,
    now: DateTime<Utc>,
    policy: &Policy,
) -> Option<&'static str> {
    let locks_at = facts.answered_at.map(|at| at + TimeDelta::hours(policy.correct_hours));
    match action {
        AskAction::Revise if locks_at.is_some_and(|at| at <= now) => Some("the time to correct it is over"),
        AskAction::Snooze if facts.offers >= policy.most_offers => Some("it was put off before"),
        AskAction::Offer
        | AskAction::Suppress
        | AskAction::Snooze
        | AskAction::Answer
        | AskAction::Revise
        | AskAction::Expire => None,
    }
}

/// What happened to an ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Event {
    /// It is planned.
    Planned(Box<AskPlan>),
    /// Its day moved with the agenda.
    Replanned {
        /// The new time.
        planned_for: DateTime<Utc>,
    },
    /// It is open.
    Offered {
        /// Until when.
        expires_at: DateTime<Utc>,
    },
    /// It is due, but not asked.
    Suppressed {
        /// Why.
        reasons: Vec<Suppression>,
        /// When it is looked at again.
        retry_at: DateTime<Utc>,
    },
    /// "Not now."
    Snoozed {
        /// When it comes back.
        until: DateTime<Utc>,
    },
    /// It has an answer.
    Answered {
        /// The value of the choice.
        value: Line,
        /// In the customer's words.
        text: Option<Words>,
    },
    /// The answer was corrected or got words.
    Revised {
        /// The value of the choice.
        value: Line,
        /// In the customer's words.
        text: Option<Words>,
    },
    /// It closed without an answer.
    Expired,
    /// A bad answer raised this concern.
    Linked {
        /// The concern.
        concern: ConcernId,
    },
}

impl Event {
    /// The name that stands in the log and in webhooks.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Planned(_) => "ask.planned",
            Self::Replanned { .. } => "ask.replanned",
            Self::Offered { .. } => "ask.offered",
            Self::Suppressed { .. } => "ask.suppressed",
            Self::Snoozed { .. } => "ask.snoozed",
            Self::Answered { .. } => "answer.given",
            Self::Revised { .. } => "answer.revised",
            Self::Expired => "ask.expired",
            Self::Linked { .. } => "ask.linked",
        }
    }
}
