//! Where a promise stands, and everything that it holds.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{Change, Evidence, NewDate, Remedy, Renegotiation, Risk, Terms};
use crate::{
    id::{ConcernId, MemberId, PromiseId, TouchpointId},
    machine,
    text::{Line, Words},
};

machine! {
    /// Where a promise stands. "Late" and "kept late" are computed, they are no states.
    PromiseState "promise" {
        /// Given, not kept yet.
        Made "made",
        /// The vendor warned before its day that it may slip.
        AtRisk "at_risk",
        /// The vendor says that it is kept.
        ClaimedKept "claimed_kept",
        /// Kept: the customer agreed or did not contradict in time.
        Kept "kept",
        /// The customer says that it is not kept, or not as described.
        Disputed "disputed",
        /// The vendor gives it up.
        Broken "broken",
        /// Not kept, but the customer took something in its place.
        MadeGood "made_good",
        /// The customer no longer wants it.
        Released "released",
    }
    /// What can be done to a promise.
    PromiseAction {
        /// "This may slip": only before its day.
        AnnounceRisk,
        /// Propose a new date.
        ProposeDate,
        /// The new date is fine.
        AcceptDate,
        /// The new date is not.
        DeclineDate,
        /// Propose other words or another number; nothing is slipped in.
        ProposeChange,
        /// The change is fine.
        AcceptChange,
        /// The change is not.
        DeclineChange,
        /// Count a touchpoint as one of its sessions.
        LinkSession,
        /// Do not count it any more.
        UnlinkSession,
        /// "We kept it."
        ClaimKept,
        /// "Yes, you did."
        Agree,
        /// "Not really."
        Dispute,
        /// "Yes", when asked.
        SayKept,
        /// "No", when asked.
        SayNotKept,
        /// The customer's window to contradict is over.
        EndWindow,
        /// We cannot keep it.
        GiveUp,
        /// Offer something in its place.
        OfferRemedy,
        /// That makes it good.
        AcceptRemedy,
        /// That does not.
        DeclineRemedy,
        /// "Never mind."
        Release,
    }
    table {
        Made, Member: AnnounceRisk => AtRisk;
        Made, Member: ProposeDate => Made;
        Made, Member: ProposeChange => Made;
        Made, Member: LinkSession => Made;
        Made, Member: UnlinkSession => Made;
        Made, Member: ClaimKept => ClaimedKept;
        Made, Member: GiveUp => Broken;
        Made, Member: OfferRemedy => Made;
        Made, Customer: AcceptDate => Made;
        Made, Customer: DeclineDate => Made;
        Made, Customer: AcceptChange => Made;
        Made, Customer: DeclineChange => Made;
        Made, Customer: Dispute => Disputed;
        Made, Customer: SayKept => Kept;
        Made, Customer: SayNotKept => Disputed;
        Made, Customer: AcceptRemedy => MadeGood;
        Made, Customer: DeclineRemedy => Made;
        Made, Customer: Release => Released;
        AtRisk, Member: AnnounceRisk => AtRisk;
        AtRisk, Member: ProposeDate => AtRisk;
        AtRisk, Member: ProposeChange => AtRisk;
        AtRisk, Member: LinkSession => AtRisk;
        AtRisk, Member: UnlinkSession => AtRisk;
        AtRisk, Member: ClaimKept => ClaimedKept;
        AtRisk, Member: GiveUp => Broken;
        AtRisk, Member: OfferRemedy => AtRisk;
        AtRisk, Customer: AcceptDate => Made;
        AtRisk, Customer: DeclineDate => AtRisk;
        AtRisk, Customer: AcceptChange => AtRisk;
        AtRisk, Customer: DeclineChange => AtRisk;
        AtRisk, Customer: Dispute => Disputed;
        AtRisk, Customer: SayKept => Kept;
        AtRisk, Customer: SayNotKept => Disputed;
        AtRisk, Customer: AcceptRemedy => MadeGood;
        AtRisk, Customer: DeclineRemedy => AtRisk;
        AtRisk, Customer: Release => Released;
        ClaimedKept, Customer: Agree => Kept;
        ClaimedKept, Customer: Dispute => Disputed;
        ClaimedKept, Customer: SayKept => Kept;
        ClaimedKept, Customer: SayNotKept => Disputed;
        ClaimedKept, System: EndWindow => Kept;
        Kept, Customer: Dispute => Disputed;
        Kept, Customer: SayKept => Kept;
        Kept, Customer: SayNotKept => Disputed;
        Disputed, Member: ClaimKept => ClaimedKept;
        Disputed, Member: ProposeDate => Disputed;
        Disputed, Member: ProposeChange => Disputed;
        Disputed, Member: LinkSession => Disputed;
        Disputed, Member: UnlinkSession => Disputed;
        Disputed, Member: GiveUp => Broken;
        Disputed, Member: OfferRemedy => Disputed;
        Disputed, Customer: AcceptDate => Made;
        Disputed, Customer: DeclineDate => Disputed;
        Disputed, Customer: AcceptChange => Disputed;
        Disputed, Customer: DeclineChange => Disputed;
        Disputed, Customer: Agree => Kept;
        Disputed, Customer: SayKept => Kept;
        Disputed, Customer: SayNotKept => Disputed;
        Disputed, Customer: AcceptRemedy => MadeGood;
        Disputed, Customer: DeclineRemedy => Disputed;
        Disputed, Customer: Release => Released;
        Broken, Member: OfferRemedy => Broken;
        Broken, Customer: AcceptRemedy => MadeGood;
        Broken, Customer: DeclineRemedy => Broken;
        Broken, Customer: Release => Released;
    }
}

impl PromiseState {
    /// Whether it can still be kept.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Made | Self::AtRisk | Self::Disputed)
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
    /// Sessions of training; with a quantity they count down.
    Training,
    /// A service, for a time or for good.
    Service,
    /// A price.
    Price,
    /// Something in writing.
    Document,
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
    /// In the agenda: a series of sessions.
    Agenda,
    /// While putting a concern or another promise right.
    Concern,
    /// In an adjustment that the customer accepted.
    Adjustment,
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
    /// How many, of what is counted.
    #[serde(default)]
    pub quantity: Option<u32>,
    /// The promise that it makes good.
    #[serde(default)]
    pub makes_good: Option<PromiseId>,
    /// Who made it; whoever writes it down if it is not said.
    #[serde(default)]
    pub made_by: Option<MemberId>,
    /// On which day, in the sale's zone; the day on which it is written down if it is not said.
    #[serde(default)]
    pub made_on: Option<NaiveDate>,
    /// The series of the agenda whose sessions it counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series: Option<Line>,
}

impl Making {
    /// A promise without a date, a number and a forerunner.
    pub fn new(statement: Words, kind: PromiseKind, source: PromiseSource) -> Self {
        Self {
            statement,
            kind,
            source,
            original_due: None,
            concern: None,
            quantity: None,
            makes_good: None,
            made_by: None,
            made_on: None,
            series: None,
        }
    }
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
    /// When the vendor gave it up.
    #[serde(default)]
    pub given_up_at: Option<DateTime<Utc>>,
    /// The last warning that it may slip.
    #[serde(default)]
    pub risk: Option<Risk>,
    /// Every other date that was proposed, oldest first, with the customer's answer.
    #[serde(default)]
    pub renegotiations: Vec<Renegotiation>,
    /// Every change of words that was proposed, oldest first, with the customer's answer.
    #[serde(default)]
    pub changes: Vec<Change>,
    /// Everything that was offered in its place, oldest first, with the customer's answer.
    #[serde(default)]
    pub remedies: Vec<Remedy>,
    /// What proves that it was kept, oldest first.
    #[serde(default)]
    pub evidence: Vec<Evidence>,
    /// The touchpoints that count as its sessions.
    #[serde(default)]
    pub sessions: Vec<TouchpointId>,
    /// Whether the customer ever said that it was not kept.
    #[serde(default)]
    pub was_disputed: bool,
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
            given_up_at: None,
            risk: None,
            renegotiations: Vec::new(),
            changes: Vec::new(),
            remedies: Vec::new(),
            evidence: Vec::new(),
            sessions: Vec::new(),
            was_disputed: false,
        }
    }

    /// The words that count now: the original ones, or the last change that the customer took.
    pub fn terms(&self) -> Terms {
        let taken = self.changes.iter().rev().find(|change| change.is_taken());
        taken.map_or_else(|| self.original_terms(), |change| change.to.clone())
    }

    /// The words that it was made with.
    pub fn original_terms(&self) -> Terms {
        Terms { statement: self.making.statement.clone(), quantity: self.making.quantity }
    }

    /// A change that waits for the customer's answer.
    pub fn proposed_change(&self) -> Option<&Change> {
        self.changes.last().filter(|change| change.consent.is_none())
    }

    /// A remedy that waits for the customer's answer.
    pub fn offered_remedy(&self) -> Option<&Remedy> {
        self.remedies.last().filter(|remedy| remedy.consent.is_none())
    }

    /// Whether what it counts as is the customer's own word: that it was kept, or that it was not.
    pub fn is_confirmed(&self) -> bool {
        match self.state {
            PromiseState::ClaimedKept | PromiseState::Kept => self.is_agreed,
            PromiseState::Broken => self.was_disputed,
            PromiseState::MadeGood | PromiseState::Released => true,
            PromiseState::Made | PromiseState::AtRisk | PromiseState::Disputed => false,
        }
    }
}
