//! A promise: made to win the sale or to put something right. Its original date never changes; a new date
//! stands beside it and needs the customer's yes.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    actor::Role,
    domain::{policy::Policy, transition::Machine},
    id::{ConcernId, PromiseId},
    machine,
    text::Words,
    time::{OffsetTable, ZoneName},
};

mod decide;

pub use decide::{Command, Event, decide, evolve};

machine! {
    /// Where a promise stands. "Late" and "at risk" are computed, they are no states.
    PromiseState "promise" {
        /// Given, not kept yet.
        Made "made",
        /// The vendor says that it is kept.
        ClaimedKept "claimed_kept",
        /// Kept: the customer agreed or did not contradict in time.
        Kept "kept",
        /// The customer says that it is not kept, or not as described.
        Disputed "disputed",
        /// The vendor gives it up.
        Broken "broken",
        /// The customer no longer wants it.
        Released "released",
    }
    /// What can be done to a promise.
    PromiseAction {
        /// Propose a new date.
        ProposeDate,
        /// The new date is fine.
        AcceptDate,
        /// The new date is not.
        DeclineDate,
        /// "We kept it."
        ClaimKept,
        /// "Yes, you did."
        Agree,
        /// "Not really."
        Dispute,
        /// The customer's window to contradict is over.
        EndWindow,
        /// We cannot keep it.
        GiveUp,
        /// "Never mind."
        Release,
    }
    table {
        Made, Member: ProposeDate => Made;
        Made, Customer: AcceptDate => Made;
        Made, Customer: DeclineDate => Made;
        Made, Member: ClaimKept => ClaimedKept;
        Made, Customer: Dispute => Disputed;
        Made, Member: GiveUp => Broken;
        Made, Customer: Release => Released;
        ClaimedKept, Customer: Agree => Kept;
        ClaimedKept, Customer: Dispute => Disputed;
        ClaimedKept, System: EndWindow => Kept;
        Kept, Customer: Dispute => Disputed;
        Disputed, Member: ClaimKept => ClaimedKept;
        Disputed, Member: ProposeDate => Disputed;
        Disputed, Customer: AcceptDate => Made;
        Disputed, Customer: DeclineDate => Disputed;
        Disputed, Customer: Agree => Kept;
        Disputed, Member: GiveUp => Broken;
        Disputed, Customer: Release => Released;
    }
}

/// What was promised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PromiseKind {
    /// That it arrives.
    Delivery,
    /// That somebody comes or calls.
    Date,
    /// Training.
    Training,
    /// A service, for a time or for good.
    Service,
    /// A solution to a concern.
    Fix,
    /// Anything else.
    Other,
}

/// Where it was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PromiseSource {
    /// In conversation.
    Conversation,
    /// In the proposal.
    Proposal,
    /// In the contract or the order.
    Contract,
    /// While putting a concern right.
    Concern,
}

/// The words of a promise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Making {
    /// As the customer may read it.
    pub statement: Words,
    /// What was promised.
    pub kind: PromiseKind,
    /// Where it was said.
    pub source: PromiseSource,
    /// The original date, in the sale's zone; none for a standing promise. Never changes.
    pub original_due: Option<NaiveDate>,
    /// The concern that it puts right.
    pub concern: Option<ConcernId>,
}

/// A new date that waits for the customer's yes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewDate {
    /// The date.
    pub due: NaiveDate,
    /// Why.
    pub reason: Words,
    /// Since when it waits.
    pub at: DateTime<Utc>,
}

/// A promise with its history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    /// Its id.
    pub id: PromiseId,
    /// Its words and its original date.
    pub making: Making,
    /// When it was written down.
    pub made_at: DateTime<Utc>,
    /// The date that counts between the two sides now.
    pub current_due: Option<NaiveDate>,
    /// A new date that waits for the customer's yes.
    pub proposed: Option<NewDate>,
    /// Where it stands.
    pub state: PromiseState,
    /// The day on which it was kept.
    pub kept_on: Option<NaiveDate>,
    /// When the vendor said so.
    pub claimed_at: Option<DateTime<Utc>>,
    /// Whether "kept" is the customer's word.
    pub is_agreed: bool,
    /// In the words of who disputed or gave up.
    pub note: Option<Words>,
}

/// What the rules need to know of a promise; the same on the server and in the widget.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PromiseFacts {
    /// Where it stands.
    pub state: PromiseState,
    /// The end of the original day.
    pub original_due_at: Option<DateTime<Utc>>,
    /// The end of the day that counts now.
    pub due_at: Option<DateTime<Utc>>,
    /// Whether a new date waits for the customer.
    pub is_date_proposed: bool,
    /// Whether it was kept on or before the original day; none while it is open.
    pub kept_in_time: Option<bool>,
    /// When the vendor said that it is kept.
    pub claimed_at: Option<DateTime<Utc>>,
}

/// How a promise counts in the rates, always against the original date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Kept on or before the original day.
    OnOriginal,
    /// Kept on or before a day that the customer agreed to.
    OnAgreed,
    /// Kept later.
    Late,
    /// Given up.
    Broken,
    /// The customer no longer wanted it.
    Released,
    /// Not kept yet, or contradicted.
    Open,
}

impl Promise {
    /// As it was made.
    pub fn new(id: PromiseId, making: Making, at: DateTime<Utc>) -> Self {
        let current_due = making.original_due;
        Self {
            id,
            making,
            made_at: at,
            current_due,
            proposed: None,
            state: PromiseState::Made,
            kept_on: None,
            claimed_at: None,
            is_agreed: false,
            note: None,
        }
    }

    /// What the rules need; `zone` is the sale's.
    pub fn facts(&self, zone: &ZoneName, zones: &OffsetTable) -> PromiseFacts {
        let end = |day: Option<NaiveDate>| day.map(|day| zones.end_of_day(zone, day));
        let in_time = |kept: NaiveDate| self.making.original_due.is_none_or(|due| kept <= due);
        PromiseFacts {
            state: self.state,
            original_due_at: end(self.making.original_due),
            due_at: end(self.current_due),
            is_date_proposed: self.proposed.is_some(),
            kept_in_time: self.kept_on.map(in_time),
            claimed_at: self.claimed_at,
        }
    }

    /// How it counts in the rates.
    pub fn outcome(&self) -> Outcome {
        let kept_by =
            |due: Option<NaiveDate>| due.is_none_or(|due| self.kept_on.is_some_and(|kept| kept <= due));
        match self.state {
            PromiseState::ClaimedKept | PromiseState::Kept if kept_by(self.making.original_due) => {
                Outcome::OnOriginal
            }
            PromiseState::ClaimedKept | PromiseState::Kept if kept_by(self.current_due) => Outcome::OnAgreed,
            PromiseState::ClaimedKept | PromiseState::Kept => Outcome::Late,
            PromiseState::Broken => Outcome::Broken,
            PromiseState::Released => Outcome::Released,
            PromiseState::Made | PromiseState::Disputed => Outcome::Open,
        }
    }
}

impl PromiseFacts {
    /// Past its original day and not kept; a new date does not change that.
    pub fn is_late(&self, now: DateTime<Utc>) -> bool {
        let is_open = matches!(self.state, PromiseState::Made | PromiseState::Disputed);
        is_open && self.original_due_at.is_some_and(|due| due <= now)
    }

    /// Whether it keeps the sale from being complete.
    pub fn blocks_completion(&self, now: DateTime<Utc>) -> bool {
        self.is_late(now) || matches!(self.state, PromiseState::Disputed | PromiseState::Broken)
    }
}

/// What `who` may do now.
pub fn allowed(facts: &PromiseFacts, who: Role, now: DateTime<Utc>, policy: &Policy) -> Vec<PromiseAction> {
    let actions = facts.state.actions(who);
    actions.filter(|action| refusal(facts, *action, now, policy).is_none()).collect()
}

/// Why an action that the table has is not possible now.
pub fn refusal(
    facts: &PromiseFacts,
    action: PromiseAction,
    now: DateTime<Utc>,
    policy: &Policy,
) -> Option<&'static str> {
    use PromiseAction as A;
    let window_over = facts.claimed_at.is_some_and(|at| at + TimeDelta::days(policy.contradict_days) <= now);
    match action {
        A::AcceptDate | A::DeclineDate if !facts.is_date_proposed => Some("no new date is proposed"),
        A::Dispute if facts.state == PromiseState::Kept && window_over => {
            Some("the time to contradict is over")
        }
        A::Dispute if facts.state == PromiseState::Made && !facts.is_late(now) => Some("it is not due yet"),
        A::EndWindow if !window_over => Some("the time to contradict is not over"),
        A::ProposeDate
        | A::AcceptDate
        | A::DeclineDate
        | A::ClaimKept
        | A::Agree
        | A::Dispute
        | A::EndWindow
        | A::GiveUp
        | A::Release => None,
    }
}
