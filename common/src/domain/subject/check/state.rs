//! Where a question to a customer stands, with its answers.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{About, Definition, Mood, Suppression, definition};
use crate::{
    actor::{Actor, Role},
    domain::{policy::Policy, transition::Machine},
    id::{AskId, ConcernId, CustomerId, ExpectationId, TouchpointId},
    machine,
    text::{Line, Quote, Words},
};

machine! {
    /// Where an ask stands. "Locked" is computed: an answer that may no longer be corrected.
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
        /// Never to be asked: its moment has passed, or what it was about is settled.
        Dropped "dropped",
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
        /// Write down what the customer answered elsewhere.
        Record,
        /// Correct the answer or add words to it.
        Revise,
        /// Close it without an answer.
        Expire,
        /// Do not ask it any more.
        Drop,
    }
    table {
        Planned, System: Offer => Offered;
        Planned, Member: Offer => Offered;
        Planned, Customer: Offer => Offered;
        Planned, System: Suppress => Suppressed;
        Planned, System: Drop => Dropped;
        Planned, Member: Record => Answered;
        Suppressed, System: Offer => Offered;
        Suppressed, System: Suppress => Suppressed;
        Suppressed, Member: Offer => Offered;
        Suppressed, Customer: Offer => Offered;
        Suppressed, System: Drop => Dropped;
        Suppressed, Member: Record => Answered;
        Offered, Customer: Answer => Answered;
        Offered, Customer: Snooze => Snoozed;
        Offered, System: Expire => Expired;
        Offered, System: Drop => Dropped;
        Offered, Member: Record => Answered;
        Snoozed, Customer: Answer => Answered;
        Snoozed, System: Offer => Offered;
        Snoozed, System: Suppress => Suppressed;
        Snoozed, System: Drop => Dropped;
        Snoozed, Member: Record => Answered;
        Answered, Customer: Revise => Answered;
    }
}

/// How a customer gave an answer that a member wrote down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = AnswerChannel))]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// On the telephone.
    Phone,
    /// Face to face.
    Visit,
    /// In a mail.
    Mail,
    /// In a chat.
    Chat,
    /// In another way.
    Other,
}

impl Channel {
    /// The word in the data.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Visit => "visit",
            Self::Mail => "mail",
            Self::Chat => "chat",
            Self::Other => "other",
        }
    }
}

/// The answer to one of several things that a question lists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ExpectationAnswer))]
pub struct Part {
    /// Which of the expectations.
    pub expectation: ExpectationId,
    /// The value of the choice.
    pub value: Line,
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
    /// Who: the customer, or the member who wrote it down for them.
    pub by: Actor,
    /// How it was given, if a member wrote it down.
    #[serde(default)]
    pub channel: Option<Channel>,
    /// What was answered to each thing that the question lists.
    #[serde(default)]
    pub parts: Vec<Part>,
}

impl Answer {
    /// One value, and perhaps words.
    pub fn new(value: Line, text: Option<Words>, at: DateTime<Utc>, by: Actor) -> Self {
        Self { value, text: text.map(Into::into), at, by, channel: None, parts: Vec::new() }
    }

    /// Whether the customer gave it with their own hand. Only such an answer makes a sale complete.
    pub fn is_own(&self) -> bool {
        self.by.role() == Role::Customer
    }
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
    /// The words of the vital area, as they were when it was asked about.
    #[serde(default)]
    pub area: Option<Line>,
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
    /// How often it was put off.
    #[serde(default)]
    pub snoozes: u8,
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

/// What became of an asking; silence is told from refusal, and both from what was never asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = AskFate))]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// Its day has not come.
    Waiting,
    /// It waits for an answer.
    Open,
    /// Answered.
    Answered,
    /// Put off by the customer, and never answered.
    Declined,
    /// Never answered nor put off.
    Expired,
    /// Not asked, because a rule forbade it.
    Suppressed,
    /// Not asked, because there was nothing left to ask about.
    Dropped,
}

/// What the rules need to know of an ask; the same on the server and in the widget.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AskFacts {
    /// Where it stands.
    pub state: AskState,
    /// How often it was offered.
    pub offers: u8,
    /// When the customer's first own answer was given.
    pub answered_at: Option<DateTime<Utc>>,
}

impl AskFacts {
    /// Whether the answer stands for ever.
    pub fn is_locked(&self, now: DateTime<Utc>, policy: &Policy) -> bool {
        self.answered_at.is_some_and(|at| at + TimeDelta::hours(policy.correct_hours) <= now)
    }
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
            snoozes: 0,
            offered_at: None,
            next_at,
            suppressed_for: Vec::new(),
            answers: Vec::new(),
            concern: None,
        }
    }

    /// What the rules need.
    pub fn facts(&self) -> AskFacts {
        let own = self.answers.iter().find(|answer| answer.is_own());
        AskFacts { state: self.state, offers: self.offers, answered_at: own.map(|answer| answer.at) }
    }

    /// The answer that counts.
    pub fn answer(&self) -> Option<&Answer> {
        self.answers.last()
    }

    /// How the answer that counts is meant.
    pub fn mood(&self) -> Option<Mood> {
        self.mood_of(self.answer()?)
    }

    /// How one version of the answer is meant.
    pub fn mood_of(&self, answer: &Answer) -> Option<Mood> {
        definition(&self.plan.check)?.choice(&answer.value).map(|choice| choice.mood)
    }

    /// Whether something may still become of it.
    pub fn is_unfinished(&self) -> bool {
        !matches!(self.state, AskState::Answered | AskState::Expired | AskState::Dropped)
    }

    /// Whether it asks what the customer needs; the record of it stands beside the question.
    pub fn is_about_needs(&self) -> bool {
        self.plan.check.starts_with("needs@")
    }

    /// Whether it asks about the vital areas, each by itself.
    pub fn is_of_areas(&self) -> bool {
        definition(&self.plan.check).is_some_and(Definition::is_of_areas)
    }

    /// What became of it.
    pub fn fate(&self) -> Fate {
        match self.state {
            AskState::Planned => Fate::Waiting,
            AskState::Offered | AskState::Snoozed => Fate::Open,
            AskState::Answered => Fate::Answered,
            AskState::Expired if self.snoozes > 0 => Fate::Declined,
            AskState::Expired if self.offers > 0 => Fate::Expired,
            AskState::Dropped if self.suppressed_for.is_empty() => Fate::Dropped,
            // Whatever kept it from coming back, the customer had put it off.
            AskState::Suppressed | AskState::Dropped if self.snoozes > 0 => Fate::Declined,
            AskState::Expired | AskState::Suppressed | AskState::Dropped => Fate::Suppressed,
        }
    }
}

/// What the customer may do with it now.
pub fn allowed(facts: &AskFacts, now: DateTime<Utc>, policy: &Policy) -> Vec<AskAction> {
    let actions = AskState::actions(facts.state, Role::Customer);
    actions.filter(|action| refusal(facts, *action, now, policy).is_none()).collect()
}

/// Why an action that the table has is not possible now.
pub fn refusal(
    facts: &AskFacts,
    action: AskAction,
    now: DateTime<Utc>,
    policy: &Policy,
) -> Option<&'static str> {
    match action {
        AskAction::Revise if facts.is_locked(now, policy) => Some("the time to correct it is over"),
        AskAction::Snooze if facts.offers >= policy.most_offers => Some("it was put off before"),
        AskAction::Offer
        | AskAction::Suppress
        | AskAction::Snooze
        | AskAction::Answer
        | AskAction::Record
        | AskAction::Revise
        | AskAction::Expire
        | AskAction::Drop => None,
    }
}
