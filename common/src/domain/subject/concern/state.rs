//! Where a concern stands, and everything that it holds.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{Clock, Opening};
use crate::{
    actor::Actor,
    id::{ConcernId, MemberId},
    machine,
    text::Words,
};

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
        /// The customer does not accept our final answer; the way outside is open to them.
        Referred "referred",
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
        /// Say that this is our last word, and where else to go.
        AnswerFinally,
        /// "Yes, sorted."
        Confirm,
        /// "Not yet": the next round.
        NotYet,
        /// Not accept the final answer.
        Disagree,
        /// Take it back.
        Withdraw,
        /// Say better what it is, or how bad.
        Describe,
        /// "It is back": another concern that follows this one.
        Return,
        /// Name who works on it; the customer does not see it.
        Assign,
        /// Give it another owner, and tell the customer why.
        HandOver,
        /// Take longer than said, and tell the customer why before it is late.
        Extend,
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
        Raised, Member: Assign => Raised;
        Raised, Member: HandOver => Raised;
        Raised, Customer: Write => Raised;
        Raised, Customer: Describe => Raised;
        Raised, Customer: Withdraw => Withdrawn;
        Acknowledged, Member: Start => InProgress;
        Acknowledged, Member: Write => Acknowledged;
        Acknowledged, Member: AskCustomer => AwaitingCustomer;
        Acknowledged, Member: Propose => Proposed;
        Acknowledged, Member: Assign => Acknowledged;
        Acknowledged, Member: HandOver => Acknowledged;
        Acknowledged, Member: Extend => Acknowledged;
        Acknowledged, Customer: Write => Acknowledged;
        Acknowledged, Customer: Describe => Acknowledged;
        Acknowledged, Customer: Withdraw => Withdrawn;
        InProgress, Member: Write => InProgress;
        InProgress, Member: AskCustomer => AwaitingCustomer;
        InProgress, Member: Propose => Proposed;
        InProgress, Member: AnswerFinally => Proposed;
        InProgress, Member: Assign => InProgress;
        InProgress, Member: HandOver => InProgress;
        InProgress, Member: Extend => InProgress;
        InProgress, Customer: Write => InProgress;
        InProgress, Customer: Describe => InProgress;
        InProgress, Customer: Withdraw => Withdrawn;
        AwaitingCustomer, Member: Write => AwaitingCustomer;
        AwaitingCustomer, Member: Propose => Proposed;
        AwaitingCustomer, Member: Assign => AwaitingCustomer;
        AwaitingCustomer, Member: HandOver => AwaitingCustomer;
        AwaitingCustomer, Customer: Write => InProgress;
        AwaitingCustomer, Customer: Describe => AwaitingCustomer;
        AwaitingCustomer, Customer: Withdraw => Withdrawn;
        Proposed, Member: Write => Proposed;
        Proposed, Member: Assign => Proposed;
        Proposed, Member: HandOver => Proposed;
        Proposed, Customer: Write => Proposed;
        Proposed, Customer: Describe => Proposed;
        Proposed, Customer: Confirm => Confirmed;
        Proposed, Customer: NotYet => InProgress;
        Proposed, Customer: Disagree => Referred;
        Proposed, Customer: Withdraw => Withdrawn;
        Proposed, System: Remind => Proposed;
        Proposed, System: Lapse => Lapsed;
        Lapsed, Customer: Write => InProgress;
        Lapsed, Customer: NotYet => InProgress;
        Lapsed, Customer: Confirm => Confirmed;
        Confirmed, Customer: Return => Confirmed;
        Referred, Member: Write => Referred;
        Referred, Member: Propose => Proposed;
        Referred, Member: Assign => Referred;
        Referred, Member: HandOver => Referred;
        Referred, Customer: Write => Referred;
        Referred, Customer: Confirm => Confirmed;
        Referred, Customer: Withdraw => Withdrawn;
    }
}

impl ConcernState {
    /// Whether somebody at the vendor still answers for it: until the customer has said the last word.
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Confirmed | Self::Withdrawn | Self::Lapsed)
    }
}

/// Something said in the conversation, or noted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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

/// The face changed, and the customer was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HandOver {
    /// Who answered for it before.
    pub from: MemberId,
    /// Who answers for it since.
    pub to: MemberId,
    /// Why.
    pub reason: Words,
    /// When.
    pub at: DateTime<Utc>,
}

/// More time was taken, and the customer was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Extension {
    /// When the proposal was due before.
    pub from: DateTime<Utc>,
    /// When it is due since.
    pub to: DateTime<Utc>,
    /// Why.
    pub reason: Words,
    /// When that was said.
    pub at: DateTime<Utc>,
}

/// How long the customer waited, in working minutes of the pinned calendar.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Waited {
    /// Until our first answer.
    pub answered: Option<i64>,
    /// Until our first proposal.
    pub proposed: Option<i64>,
    /// Until they said that it is sorted.
    pub confirmed: Option<i64>,
}

/// What the vendor keeps to itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inside {
    /// Who works on it, and since which round.
    pub assignee: Option<(MemberId, u32)>,
    /// Why the same person handles another round.
    pub assigned_because: Option<Words>,
    /// Who handled which round.
    pub handlers: Vec<(u32, MemberId)>,
    /// Notes, oldest first.
    pub notes: Vec<Message>,
    /// What was behind it.
    pub root_cause: Option<Words>,
}

/// A concern with its conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Concern {
    /// Its id.
    pub id: ConcernId,
    /// What was raised, as the customer describes it now.
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
    /// When three quarters of that time are used up.
    #[serde(default)]
    pub word_warn_at: Option<DateTime<Utc>>,
    /// Whether that was noticed.
    #[serde(default)]
    pub is_word_warned: bool,
    /// Whether this deadline was noticed as missed.
    pub is_overdue_noticed: bool,
    /// The clock until a proposal.
    #[serde(default)]
    pub propose: Option<Clock>,
    /// How many deadlines were missed and solutions refused: who takes over follows from it.
    #[serde(default)]
    pub escalation: u32,
    /// The conversation, oldest first.
    pub messages: Vec<Message>,
    /// The proposals, the present one last.
    pub proposals: Vec<Proposal>,
    /// If the present proposal is our last word: where a customer can go who does not accept it.
    pub outside_route: Option<Words>,
    /// How often the customer was reminded of the proposal.
    pub reminders: u8,
    /// Since when we wait for the customer, if they spoke after the proposal.
    #[serde(default)]
    pub waiting_since: Option<DateTime<Utc>>,
    /// Concerns that belong together with it.
    #[serde(default)]
    pub linked: Vec<ConcernId>,
    /// Every change of its owner, oldest first.
    #[serde(default)]
    pub hand_overs: Vec<HandOver>,
    /// Every extension, oldest first.
    #[serde(default)]
    pub extensions: Vec<Extension>,
    /// How long the customer waited.
    #[serde(default)]
    pub waited: Waited,
    /// What no customer sees.
    #[serde(default)]
    pub inside: Inside,
}
