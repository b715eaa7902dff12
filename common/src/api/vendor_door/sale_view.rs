//! A sale as its vendor sees it: everything on the record, with who did what.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    actor::{Actor, Role},
    api::{value::ValueView, vendor_door::contact::VendorContact},
    calendar::CalendarRef,
    domain::{
        adjustment::Adjustment,
        agenda::Anchors,
        check::{About, AskState, Channel, Part, Suppression},
        completion::Ending,
        concern::{ConcernKind, ConcernState, Message, Proposal, Severity},
        delivery::Delivery,
        expectation::Expectation,
        payment::Payment,
        preference::Manner,
        sale::SaleState,
        touchpoint::{Basis, Move, PendingMove, TouchpointKind, TouchpointState},
        update::Update,
    },
    id::{AskId, ConcernId, CustomerId, MemberId, SaleId, TouchpointId},
    text::{Line, Words},
    time::{Slot, ZoneName},
};

mod agenda;
mod build;
mod handling;
mod promises;

pub use agenda::{AgendaOut, VendorMoves};
pub use handling::HandlingOut;
pub use promises::PromiseOut;

/// A line of the agenda.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TouchpointOut {
    /// Its id.
    pub id: TouchpointId,
    /// The item of the template that it comes from.
    pub item: Option<Line>,
    /// What kind of contact.
    pub kind: TouchpointKind,
    /// What it is called.
    pub title: Line,
    /// What to expect.
    pub text: Option<Words>,
    /// What to have ready.
    pub prepare: Option<Words>,
    /// Where.
    pub place: Option<Line>,
    /// Who does it.
    pub owner: MemberId,
    /// When.
    pub slot: Slot,
    /// How sure that is.
    pub basis: Basis,
    /// `key@version` of the question that it announces.
    pub check: Option<Line>,
    /// Where it stands.
    pub state: TouchpointState,
    /// A wish to move that waits for an answer.
    pub pending_move: Option<PendingMove>,
    /// Every move so far, oldest first.
    pub moves: Vec<Move>,
    /// When it was reported or completed.
    pub reported_at: Option<DateTime<Utc>>,
    /// The note with the report.
    pub report_note: Option<Words>,
    /// Why it was called off or contradicted.
    pub closing_note: Option<Words>,
    /// Who missed it.
    pub missed_by: Option<Role>,
    /// Whether "done" is the customer's word.
    pub is_agreed: bool,
    /// How the customer wishes it to be made; none once it is over, and for what we do not make.
    pub manner: Option<Manner>,
}

/// One version of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AnswerOut {
    /// The word of the choice.
    pub value: Line,
    /// In the customer's words.
    pub text: Option<Words>,
    /// When.
    pub at: DateTime<Utc>,
    /// Who: the customer, or the member who wrote it down.
    pub by: Actor,
    /// How the customer gave it, if a member wrote it down.
    pub channel: Option<Channel>,
    /// What was answered to each thing that the question lists.
    pub parts: Vec<Part>,
}

/// One asking of a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AskOut {
    /// Its id.
    pub id: AskId,
    /// `key@version`.
    pub check: Line,
    /// What it is about.
    pub about: About,
    /// The agenda item that announces it.
    pub touchpoint: Option<TouchpointId>,
    /// Who is asked.
    pub customer: CustomerId,
    /// When it was planned for.
    pub planned_for: DateTime<Utc>,
    /// Where it stands.
    pub state: AskState,
    /// How often it was offered.
    pub offers: u8,
    /// How often it was put off.
    pub snoozes: u8,
    /// When it was offered last.
    pub offered_at: Option<DateTime<Utc>>,
    /// Why it is not asked now.
    pub suppressed_for: Vec<Suppression>,
    /// The answer and its corrections, oldest first.
    pub answers: Vec<AnswerOut>,
    /// The concern that a bad answer raised.
    pub concern: Option<ConcernId>,
}

/// A concern.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConcernOut {
    /// Its id.
    pub id: ConcernId,
    /// Counted from 1 in the sale.
    pub number: u32,
    /// What it is.
    pub kind: ConcernKind,
    /// How bad.
    pub severity: Severity,
    /// In the customer's words; none when one tap raised it.
    pub words: Option<Words>,
    /// What would put it right.
    pub wanted: Option<Words>,
    /// The question whose answer raised it.
    pub ask: Option<AskId>,
    /// The touchpoint that it is about.
    pub touchpoint: Option<TouchpointId>,
    /// Who answers for it.
    pub owner: MemberId,
    /// When it was raised.
    pub raised_at: DateTime<Utc>,
    /// By whom.
    pub raised_by: Actor,
    /// Where it stands.
    pub state: ConcernState,
    /// Since when.
    pub state_since: DateTime<Utc>,
    /// From 1; every "not yet" starts another.
    pub round: u32,
    /// Until when somebody says "we have it".
    pub acknowledge_by: DateTime<Utc>,
    /// Until when a fix should be proposed.
    pub propose_by: DateTime<Utc>,
    /// Until when the customer hears from us; none while we wait for them.
    pub next_word_by: Option<DateTime<Utc>>,
    /// The conversation, oldest first.
    pub messages: Vec<Message>,
    /// The proposals, the present one last.
    pub proposals: Vec<Proposal>,
}

/// A sale with everything that belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VendorSale {
    /// Its id.
    pub id: SaleId,
    /// The vendor's order number.
    pub reference: Line,
    /// What was bought.
    pub title: Line,
    /// Whether follow-up goes on.
    pub state: SaleState,
    /// The number of its events.
    pub version: u64,
    /// The vendor's own word for where the order stands.
    pub status: Option<Line>,
    /// Who looks after the customer.
    pub owner: MemberId,
    /// Whom it was sold to; the first one is asked.
    pub customers: Vec<CustomerId>,
    /// Where the customer is.
    pub time_zone: ZoneName,
    /// The pinned business calendar.
    pub calendar: CalendarRef,
    /// The days that the agenda counts from.
    pub anchors: Anchors,
    /// What is to be paid, in minor units.
    pub invoiced: Option<i64>,
    /// ISO 4217.
    pub currency: Option<Line>,
    /// What the customer expects.
    pub expectations: Vec<Expectation>,
    /// Why the customer chose this.
    pub reasons: Vec<Words>,
    /// The agenda, in the order in which it was planned.
    pub touchpoints: Vec<TouchpointOut>,
    /// The agenda beside its dates.
    pub agenda: AgendaOut,
    /// The questions.
    pub asks: Vec<AskOut>,
    /// The concerns, oldest first.
    pub concerns: Vec<ConcernOut>,
    /// The promises.
    pub promises: Vec<PromiseOut>,
    /// What was proposed to do differently.
    pub adjustments: Vec<Adjustment>,
    /// The deliveries.
    pub deliveries: Vec<Delivery>,
    /// The payments.
    pub payments: Vec<Payment>,
    /// The news, oldest first.
    pub updates: Vec<Update>,
    /// The last real word to the customer.
    pub last_word_at: DateTime<Utc>,
    /// Since when it is complete: delivered, paid, and the customer is satisfied.
    pub completed_at: Option<DateTime<Utc>>,
    /// How the follow-up ended without the customer being satisfied.
    pub ended: Option<Ending>,
    /// What was agreed about problems, and how each is handled.
    pub handling: HandlingOut,
    /// Contact discipline.
    pub contact: VendorContact,
    /// Reasons, successes and what comes of them.
    pub value: ValueView,
}
