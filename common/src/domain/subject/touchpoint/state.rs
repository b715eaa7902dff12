//! Where a touchpoint stands, and everything that it holds.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{Basis, Consent, ConsentRequest, OwnerChange, Plan, TouchpointKind, Wish};
use crate::{
    actor::Role,
    domain::{momentum::Broken, policy::Policy},
    id::TouchpointId,
    machine,
    text::Words,
    time::{OffsetTable, Slot},
};

machine! {
    /// Where a touchpoint stands. "Moved" is history, "not reported" is computed; neither is a state.
    TouchpointState "touchpoint" {
        /// On the agenda.
        Planned "planned",
        /// The customer said yes to the time.
        Confirmed "confirmed",
        /// The vendor says that it happened.
        ReportedDone "reported_done",
        /// It happened: the customer agreed or did not contradict in time.
        Done "done",
        /// The customer says that it did not happen.
        Disputed "disputed",
        /// It did not happen.
        Missed "missed",
        /// Called off before its time.
        Cancelled "cancelled",
    }
    /// What can be done to a touchpoint.
    TouchpointAction {
        /// "That suits me."
        Confirm,
        /// Suggest other times; the old slot stands until the other side picks one.
        RequestMove,
        /// Ask which other times there are.
        AskForTimes,
        /// Answer a wish to move with other times.
        CounterMove,
        /// Pick one of the suggested times.
        AcceptMove,
        /// None of the suggested times; the old slot stays.
        DeclineMove,
        /// Move an item that nobody confirmed yet.
        Move,
        /// Let somebody else come; it must be confirmed again.
        ChangeOwner,
        /// Ask the customer's consent to something that breaks a rule.
        AskConsent,
        /// "It is fine that somebody else comes."
        Consent,
        /// "It is fine that it is called off."
        ConsentToCancel,
        /// "That is not fine."
        RefuseConsent,
        /// A step of the customer's own is taken.
        Complete,
        /// "We did it."
        ReportDone,
        /// "Yes, it happened."
        AgreeDone,
        /// "This did not happen."
        Dispute,
        /// "It did happen after all."
        TakeBack,
        /// "We missed it" or "nobody came".
        ReportMissed,
        /// The customer's window to contradict is over.
        EndWindow,
        /// Call it off.
        Cancel,
    }
    table {
        Planned, Customer: Confirm => Confirmed;
        Planned, Customer: RequestMove => Planned;
        Planned, Customer: AskForTimes => Planned;
        Planned, Customer: CounterMove => Planned;
        Planned, Customer: Consent => Confirmed;
        Planned, Customer: ConsentToCancel => Cancelled;
        Planned, Customer: RefuseConsent => Planned;
        Planned, Customer: AcceptMove => Confirmed;
        Planned, Customer: DeclineMove => Planned;
        Planned, Customer: Complete => Done;
        Planned, Customer: ReportMissed => Missed;
        Planned, Customer: Cancel => Cancelled;
        Planned, Member: Move => Planned;
        Planned, Member: RequestMove => Planned;
        Planned, Member: CounterMove => Planned;
        Planned, Member: ChangeOwner => Planned;
        Planned, Member: AskConsent => Planned;
        Planned, Member: AcceptMove => Confirmed;
        Planned, Member: DeclineMove => Planned;
        Planned, Member: ReportDone => ReportedDone;
        Planned, Member: ReportMissed => Missed;
        Planned, Member: Cancel => Cancelled;
        Confirmed, Customer: RequestMove => Confirmed;
        Confirmed, Customer: AskForTimes => Confirmed;
        Confirmed, Customer: CounterMove => Confirmed;
        Confirmed, Customer: Consent => Confirmed;
        Confirmed, Customer: ConsentToCancel => Cancelled;
        Confirmed, Customer: RefuseConsent => Confirmed;
        Confirmed, Customer: AcceptMove => Confirmed;
        Confirmed, Customer: DeclineMove => Confirmed;
        Confirmed, Customer: ReportMissed => Missed;
        Confirmed, Customer: Cancel => Cancelled;
        Confirmed, Member: RequestMove => Confirmed;
        Confirmed, Member: CounterMove => Confirmed;
        Confirmed, Member: ChangeOwner => Planned;
        Confirmed, Member: AskConsent => Confirmed;
        Confirmed, Member: AcceptMove => Confirmed;
        Confirmed, Member: DeclineMove => Confirmed;
        Confirmed, Member: ReportDone => ReportedDone;
        Confirmed, Member: ReportMissed => Missed;
        Confirmed, Member: Cancel => Cancelled;
        ReportedDone, Customer: AgreeDone => Done;
        ReportedDone, Customer: Dispute => Disputed;
        ReportedDone, System: EndWindow => Done;
        Done, Customer: Dispute => Disputed;
        Disputed, Customer: TakeBack => Done;
        Disputed, Member: ReportMissed => Missed;
    }
}

/// A wish to move, open until the other side answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PendingMove {
    /// The side that asks; the other one answers.
    pub by: Role,
    /// The times that would suit, at least one.
    pub options: Vec<Slot>,
    /// Why.
    pub reason: Option<Words>,
    /// Since when it waits.
    pub at: DateTime<Utc>,
}

/// One move in the history; the original date never disappears.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Move {
    /// Where it was.
    pub from: Slot,
    /// Where it went.
    pub to: Slot,
    /// The side that wanted it.
    pub by: Role,
    /// Why.
    pub reason: Option<Words>,
    /// When it was moved.
    pub at: DateTime<Utc>,
}

/// A touchpoint with its history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Touchpoint {
    /// Its id.
    pub id: TouchpointId,
    /// What was planned; `slot` and `basis` are the present ones.
    pub plan: Plan,
    /// Where it stands.
    pub state: TouchpointState,
    /// A wish to move that waits for an answer.
    pub pending_move: Option<PendingMove>,
    /// Every move so far.
    pub moves: Vec<Move>,
    /// When and by whom it was reported or completed.
    pub reported_at: Option<DateTime<Utc>>,
    /// The vendor's note with the report.
    pub report_note: Option<Words>,
    /// The customer's note when they cancelled or disputed, or the vendor's reason.
    pub closing_note: Option<Words>,
    /// Who missed it.
    pub missed_by: Option<Role>,
    /// Whether "done" is the customer's word.
    pub is_agreed: bool,
    /// What each of the times in `pending_move` breaks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pending_breaks: Vec<Vec<Broken>>,
    /// What waits for the customer's consent, besides another time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent_request: Option<ConsentRequest>,
    /// What the customer was fine with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub consents: Vec<Consent>,
    /// When the customer said no to something that breaks a rule, and nothing better came since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent_refused_at: Option<DateTime<Utc>>,
    /// Who came before, and why somebody else comes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub owner_changes: Vec<OwnerChange>,
    /// What the report named as the next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<TouchpointId>,
    /// The words that were sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent: Option<Words>,
    /// Where the copy of what was sent lies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Words>,
    /// How often its day followed its anchor; calendars must take each of them over.
    #[serde(default)]
    pub follows: u32,
    /// Whether another one must be done first.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_gated: bool,
    /// Whether it was called off because the agenda no longer has it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_dropped: bool,
    /// How often in seven days the customer wishes to hear from us at most, if that left no room for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_out_at: Option<u8>,
}

/// What the rules need to know of a touchpoint; the same on the server and in the widget.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TouchpointFacts {
    /// What kind of contact.
    pub kind: TouchpointKind,
    /// Where it stands.
    pub state: TouchpointState,
    /// How sure its time is.
    pub basis: Basis,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// When it is over.
    pub ends_at: DateTime<Utc>,
    /// The side whose wish to move waits for the other.
    pub pending_move_by: Option<Role>,
    /// When it was reported.
    pub reported_at: Option<DateTime<Utc>>,
    /// Whether another one must be done first.
    #[serde(default)]
    pub is_gated: bool,
    /// What waits for the customer's consent.
    // Not read back: the widget draws it from the agenda's own section.
    #[serde(default, skip_deserializing, skip_serializing_if = "Option::is_none")]
    pub consent_to: Option<Wish>,
}

impl Touchpoint {
    /// A new one.
    pub fn new(id: TouchpointId, plan: Plan) -> Self {
        Self {
            id,
            plan,
            state: TouchpointState::Planned,
            pending_move: None,
            moves: Vec::new(),
            reported_at: None,
            report_note: None,
            closing_note: None,
            missed_by: None,
            is_agreed: false,
            pending_breaks: Vec::new(),
            consent_request: None,
            consents: Vec::new(),
            consent_refused_at: None,
            owner_changes: Vec::new(),
            next: None,
            sent: None,
            evidence: None,
            follows: 0,
            is_gated: false,
            is_dropped: false,
            left_out_at: None,
        }
    }

    /// Whether the customer wishes another time and nobody answered yet.
    pub fn has_customers_wish(&self) -> bool {
        self.pending_move.as_ref().is_some_and(|pending| pending.by == Role::Customer)
    }

    /// How often the vendor moved it.
    pub fn vendor_moves(&self) -> usize {
        self.moves.iter().filter(|one| one.by == Role::Member).count()
    }

    /// What the rules need.
    pub fn facts(&self, zones: &OffsetTable) -> TouchpointFacts {
        TouchpointFacts {
            kind: self.plan.kind,
            state: self.state,
            basis: self.plan.basis,
            starts_at: self.plan.slot.starts_at(zones),
            ends_at: self.plan.slot.ends_at(zones),
            pending_move_by: self.pending_move.as_ref().map(|pending| pending.by),
            reported_at: self.reported_at,
            is_gated: self.is_gated,
            consent_to: self.consent_request.as_ref().map(|request| request.wish),
        }
    }
}

impl TouchpointFacts {
    /// Planned or confirmed: it is still to come, or nobody has reported it.
    pub fn is_open(&self) -> bool {
        matches!(self.state, TouchpointState::Planned | TouchpointState::Confirmed)
    }

    /// Over for some time, and nobody said whether it happened. `grace_ends_at` is the end of the grace
    /// that the business calendar gives.
    pub fn is_unreported(&self, grace_ends_at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
        self.is_open() && self.kind.is_outward() && now >= grace_ends_at
    }

    /// Until when the customer may contradict "done".
    pub fn contradict_until(&self, policy: &Policy) -> Option<DateTime<Utc>> {
        self.reported_at.map(|at| at + TimeDelta::days(policy.contradict_days))
    }
}
