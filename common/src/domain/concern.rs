//! A concern: every "no", question and problem. It has one owner, a clock on the business calendar that the
//! customer watches, and it ends only by the customer's word.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    actor::{Actor, Role},
    calendar::CalendarRef,
    domain::{policy::Policy, transition::Machine},
    id::{AskId, ConcernId, MemberId, TouchpointId},
    machine,
    text::Words,
};

mod decide;
mod event;

pub use decide::{Command, Raise, clock_event, decide, evolve, raise};
pub use event::Event;

machine! {
    /// Where a concern stands.
    ConcernState "concern" {
        /// Said, not yet acknowledged.
        Raised "raised",
        /// "We have it."
        Acknowledged "acknowledged",
        /// Somebody works on it.
        InProgress "in_progress",
        /// We need something from the customer; the clock stands still.
        AwaitingCustomer "awaiting_customer",
        /// A solution waits for the customer's word.
        Proposed "proposed",
        /// The customer says that it is sorted.
        Confirmed "confirmed",
        /// The customer took it back.
        Withdrawn "withdrawn",
        /// No answer to the proposal; never counted as satisfied.
        Lapsed "lapsed",
    }
    /// What can be done to a concern.
    ConcernAction {
        /// "We have it."
        Acknowledge,
        /// Begin to work on it.
        Start,
        /// Say something.
        Write,
        /// Ask the customer for something.
        AskCustomer,
        /// Propose a solution.
        Propose,
        /// "Yes, sorted."
        Confirm,
        /// "Not yet": the next round.
        NotYet,
        /// Take it back.
        Withdraw,
        /// Remind the customer of the proposal.
        Remind,
        /// Give up waiting.
        Lapse,
    }
    table {
        Raised, Member: Acknowledge => Acknowledged;
        Raised, Member: Start => InProgress;
        Raised, Member: Write => Acknowledged;
        Raised, Member: AskCustomer => AwaitingCustomer;
        Raised, Member: Propose => Proposed;
        Raised, Customer: Write => Raised;
        Raised, Customer: Withdraw => Withdrawn;
        Acknowledged, Member: Start => InProgress;
        Acknowledged, Member: Write => Acknowledged;
        Acknowledged, Member: AskCustomer => AwaitingCustomer;
        Acknowledged, Member: Propose => Proposed;
        Acknowledged, Customer: Write => Acknowledged;
        Acknowledged, Customer: Withdraw => Withdrawn;
        InProgress, Member: Write => InProgress;
        InProgress, Member: AskCustomer => AwaitingCustomer;
        InProgress, Member: Propose => Proposed;
        InProgress, Customer: Write => InProgress;
        InProgress, Customer: Withdraw => Withdrawn;
        AwaitingCustomer, Member: Write => AwaitingCustomer;
        AwaitingCustomer, Member: Propose => Proposed;
        AwaitingCustomer, Customer: Write => InProgress;
        AwaitingCustomer, Customer: Withdraw => Withdrawn;
        Proposed, Member: Write => Proposed;
        Proposed, Customer: Write => Proposed;
        Proposed, Customer: Confirm => Confirmed;
        Proposed, Customer: NotYet => InProgress;
        Proposed, Customer: Withdraw => Withdrawn;
        Proposed, System: Remind => Proposed;
        Proposed, System: Lapse => Lapsed;
        Lapsed, Customer: Write => InProgress;
        Lapsed, Customer: Confirm => Confirmed;
    }
}

impl ConcernState {
    /// Whether somebody at the vendor still answers for it.
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Confirmed | Self::Withdrawn | Self::Lapsed)
    }
}

/// What it is. A request is not a complaint and must not be used to avoid one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ConcernKind {
    /// The customer wants to know something.
    Question,
    /// The customer wants something.
    Request,
    /// Something should be different.
    Change,
    /// Something is wrong.
    Problem,
    /// The customer is dissatisfied with us.
    Complaint,
}

impl ConcernKind {
    /// Whether the sale is not complete while it is open.
    pub fn blocks_completion(self) -> bool {
        matches!(self, Self::Change | Self::Problem | Self::Complaint)
    }
}

/// How bad it is, in the customer's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// "It stops me" or it is about safety.
    Stops,
    /// "A big problem."
    Big,
    /// "A small problem", or a change.
    Small,
    /// A question or a request.
    Question,
}

/// What is raised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// What it is.
    pub kind: ConcernKind,
    /// How bad.
    pub severity: Severity,
    /// In the customer's words; empty when one tap raised it and words may follow.
    pub words: Option<Words>,
    /// What would put it right.
    pub wanted: Option<Words>,
    /// The question whose answer raised it.
    pub ask: Option<AskId>,
    /// The touchpoint that it is about.
    pub touchpoint: Option<TouchpointId>,
    /// The face: who answers for it until the customer says that it is sorted.
    pub owner: MemberId,
    /// Counted from 1 in its sale.
    pub number: u32,
    /// The calendar that its clock runs on, pinned.
    pub calendar: CalendarRef,
    /// Until when somebody says "we have it".
    pub acknowledge_by: DateTime<Utc>,
    /// Until when a fix should be proposed.
    pub propose_by: DateTime<Utc>,
}

/// Something said in the conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: Actor,
    /// What.
    pub text: Words,
}

/// A proposed solution.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// What we suggest or did.
    pub text: Words,
    /// Until when, if something is still to be done.
    pub due: Option<NaiveDate>,
    /// When it was proposed.
    pub at: DateTime<Utc>,
    /// Who proposed it.
    pub by: Actor,
}

/// A concern with its conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Concern {
    /// Its id.
    pub id: ConcernId,
    /// What was raised.
    pub opening: Opening,
    /// When.
    pub raised_at: DateTime<Utc>,
    /// By whom.
    pub raised_by: Actor,
    /// Where it stands.
    pub state: ConcernState,
    /// Since when.
    pub state_since: DateTime<Utc>,
    /// From 1; every "not yet" starts another.
    pub round: u32,
    /// Until when the customer hears from us; none while we wait for them.
    pub next_word_by: Option<DateTime<Utc>>,
    /// Whether this deadline was noticed as missed.
    pub is_overdue_noticed: bool,
    /// The conversation, oldest first.
    pub messages: Vec<Message>,
    /// The proposals, the present one last.
    pub proposals: Vec<Proposal>,
    /// How often the customer was reminded of the proposal.
    pub reminders: u8,
}

/// What the rules need to know of a concern; the same on the server and in the widget.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConcernFacts {
    /// Where it stands.
    pub state: ConcernState,
    /// Since when.
    pub state_since: DateTime<Utc>,
    /// Until when the customer hears from us.
    pub next_word_by: Option<DateTime<Utc>>,
}

impl Concern {
    /// What the rules need.
    pub fn facts(&self) -> ConcernFacts {
        ConcernFacts { state: self.state, state_since: self.state_since, next_word_by: self.next_word_by }
    }

    /// When time does the next thing to it.
    pub fn next_at(&self, policy: &Policy) -> Option<DateTime<Utc>> {
        if self.state == ConcernState::Proposed {
            let days = policy.reminder_days.get(usize::from(self.reminders)).unwrap_or(&policy.lapse_days);
            return Some(self.state_since + TimeDelta::days(*days));
        }
        if self.state.is_open() && !self.is_overdue_noticed { self.next_word_by } else { None }
    }
}

impl ConcernFacts {
    /// Whether the customer should have heard from us by now.
    pub fn is_overdue(&self, now: DateTime<Utc>) -> bool {
        self.state.is_open() && self.next_word_by.is_some_and(|by| by <= now)
    }
}

/// What `who` may do now.
pub fn allowed(facts: &ConcernFacts, who: Role, now: DateTime<Utc>, policy: &Policy) -> Vec<ConcernAction> {
    facts.state.actions(who).filter(|_| refusal(facts, now, policy).is_none()).collect()
}

/// Why nothing is possible any more.
pub fn refusal(facts: &ConcernFacts, now: DateTime<Utc>, policy: &Policy) -> Option<&'static str> {
    let revive_until = facts.state_since + TimeDelta::days(policy.revive_days);
    (facts.state == ConcernState::Lapsed && revive_until <= now)
        .then_some("it lapsed too long ago; please raise it anew")
}
