//! What a customer sees of a sale. A pure function of the sale's snapshot and a few records, so that it can
//! be kept per version; everything that depends on the time of day is computed by the reader with the same
//! rules. Never in it: assignee, internal notes, other people's contact data.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    actor::Role,
    domain::{
        check::{AskFacts, Mood},
        completion::CompletionFacts,
        concern::{ConcernFacts, ConcernKind, Severity},
        contact::NextContact,
        delivery::DeliveryState,
        payment::PaymentState,
        policy::Policy,
        promise::{NewDate, Outcome, PromiseFacts, PromiseKind},
        sale::SaleState,
        touchpoint::{Move, PendingMove, TouchpointFacts},
        update::UpdateKind,
    },
    id::{
        AskId, ConcernId, DeliveryId, MemberId, PaymentId, PromiseId, SaleId, TouchpointId, UpdateId,
        VendorId,
    },
    text::{Line, Words},
    time::{Slot, ZoneName},
};

mod build;
mod first;

pub use build::{Records, customer_view, sale_item};
pub use first::FirstView;

/// The vendor, as the customer sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VendorView {
    /// Its id.
    pub id: VendorId,
    /// Its name.
    pub name: Line,
    /// Whom to call when the widget cannot help.
    pub phone: Option<Line>,
    /// Whether this is play.
    pub is_test: bool,
}

/// A person at the vendor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonView {
    /// Their id.
    pub id: MemberId,
    /// First and last name.
    pub name: Line,
    /// The letters on the face.
    pub initials: String,
    /// What they do.
    pub role: Option<Line>,
    /// Where a call reaches them.
    pub phone: Option<Line>,
    /// Where mail reaches them.
    pub email: Option<Line>,
}

/// A line of the agenda.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TouchpointView {
    /// Its id.
    pub id: TouchpointId,
    /// What the rules need: `touchpoint::allowed` gives the buttons.
    pub facts: TouchpointFacts,
    /// What it is called.
    pub title: String,
    /// What to expect.
    pub text: Option<String>,
    /// What to have ready.
    pub prepare: Option<String>,
    /// Where.
    pub place: Option<Line>,
    /// Who.
    pub owner: MemberId,
    /// When, in local time.
    pub slot: Slot,
    /// When "not reported" shows.
    pub report_due_at: DateTime<Utc>,
    /// A wish to move that waits for an answer.
    pub pending_move: Option<PendingMove>,
    /// Every move so far, oldest first.
    pub moves: Vec<Move>,
    /// The vendor's note with the report.
    pub report_note: Option<Words>,
    /// Why it was called off or contradicted.
    pub closing_note: Option<Words>,
    /// Who missed it.
    pub missed_by: Option<Role>,
    /// Whether "done" is the customer's word.
    pub is_agreed: bool,
    /// The question that it announces.
    pub ask: Option<AskId>,
}

/// One answer to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChoiceView {
    /// The word to send.
    pub value: String,
    /// What the customer reads.
    pub label: String,
    /// How it is meant.
    pub mood: Mood,
}

/// What a question is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "subject", rename_all = "snake_case")]
pub enum AboutView {
    /// The sale.
    Sale {
        /// What was bought.
        title: String,
    },
    /// The delivery, with what the customer expected.
    Delivery {
        /// When it came, or is expected.
        on: Option<NaiveDate>,
    },
    /// A touchpoint.
    Touchpoint {
        /// What it was called.
        title: String,
        /// On which day.
        on: NaiveDate,
    },
    /// A promise.
    Promise {
        /// Its words.
        statement: String,
    },
    /// A concern.
    Concern {
        /// Its number.
        number: u32,
    },
    /// Something that the customer expects, or an area that is vital to them.
    Words {
        /// In their words.
        words: String,
    },
}

/// A question. Offered ones wait for an answer; answered ones may be corrected for a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AskView {
    /// Its id.
    pub id: AskId,
    /// `key@version`.
    pub check: String,
    /// What the rules need: `check::allowed` gives the buttons.
    pub facts: AskFacts,
    /// The question.
    pub question: String,
    /// The answers, in order.
    pub choices: Vec<ChoiceView>,
    /// What is asked beside the free text after a bad answer.
    pub follow_up: String,
    /// What it is about.
    pub about: AboutView,
    /// What the customer told us before, as far as the question is about it: what they expect, or need.
    pub expectations: Vec<Words>,
    /// The answer that counts.
    pub answer: Option<AnswerView>,
    /// The concern that a bad answer raised.
    pub concern: Option<ConcernId>,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AnswerView {
    /// The word of the choice.
    pub value: Line,
    /// In the customer's words.
    pub text: Option<Words>,
    /// When.
    pub at: DateTime<Utc>,
}

/// Something said about a concern.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MessageView {
    /// When.
    pub at: DateTime<Utc>,
    /// The side.
    pub from: Role,
    /// The person at the vendor.
    pub member: Option<MemberId>,
    /// What.
    pub text: Words,
}

/// A proposed solution.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProposalView {
    /// What we suggest or did.
    pub text: Words,
    /// Until when, if something is still to be done.
    pub due: Option<NaiveDate>,
    /// When it was proposed.
    pub at: DateTime<Utc>,
}

/// A concern.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConcernView {
    /// Its id.
    pub id: ConcernId,
    /// Counted from 1 in the sale.
    pub number: u32,
    /// What the rules need: `concern::allowed` gives the buttons.
    pub facts: ConcernFacts,
    /// What it is.
    pub kind: ConcernKind,
    /// How bad.
    pub severity: Severity,
    /// In the customer's words; none when one tap raised it.
    pub words: Option<Words>,
    /// What would put it right.
    pub wanted: Option<Words>,
    /// What the tap answered, "Not as expected".
    pub answered: Option<String>,
    /// Who answers for it.
    pub owner: MemberId,
    /// When it was raised.
    pub raised_at: DateTime<Utc>,
    /// From 1; every "not yet" starts another.
    pub round: u32,
    /// The conversation, oldest first.
    pub messages: Vec<MessageView>,
    /// The present proposal.
    pub proposal: Option<ProposalView>,
    /// The question whose answer raised it.
    pub ask: Option<AskId>,
    /// The touchpoint that it is about.
    pub touchpoint: Option<TouchpointId>,
}

/// A promise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PromiseView {
    /// Its id.
    pub id: PromiseId,
    /// What the rules need: `promise::allowed` gives the buttons.
    pub facts: PromiseFacts,
    /// Its words.
    pub statement: Words,
    /// What was promised.
    pub kind: PromiseKind,
    /// The original day; it never changes.
    pub original_due: Option<NaiveDate>,
    /// The day that counts now.
    pub current_due: Option<NaiveDate>,
    /// A new day that waits for the customer.
    pub proposed: Option<NewDate>,
    /// When it was kept.
    pub kept_on: Option<NaiveDate>,
    /// Whether "kept" is the customer's word.
    pub is_agreed: bool,
    /// How it counts.
    pub outcome: Outcome,
    /// In the words of who disputed or gave up.
    pub note: Option<Words>,
}

/// A delivery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeliveryView {
    /// Its id.
    pub id: DeliveryId,
    /// Where it stands.
    pub state: DeliveryState,
    /// The day.
    pub delivered_on: NaiveDate,
    /// What proves it.
    pub evidence: Option<Words>,
    /// What the customer says is missing.
    pub note: Option<Words>,
}

/// A payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaymentView {
    /// Its id.
    pub id: PaymentId,
    /// Where the money is.
    pub state: PaymentState,
    /// Minor units.
    pub amount: i64,
    /// When it got there.
    pub at: DateTime<Utc>,
}

/// News.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UpdateView {
    /// Its id.
    pub id: UpdateId,
    /// What kind.
    pub kind: UpdateKind,
    /// The news.
    pub text: Words,
    /// When it was sent.
    pub at: DateTime<Utc>,
    /// Who checked.
    pub verified_by: Option<MemberId>,
    /// When they checked.
    pub verified_at: Option<DateTime<Utc>>,
}

/// One sale in the list of a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SaleItem {
    /// Its id.
    pub id: SaleId,
    /// The vendor's order number.
    pub reference: Line,
    /// What was bought.
    pub title: Line,
    /// Whether follow-up goes on.
    pub state: SaleState,
    /// When the order was confirmed.
    pub purchased_at: DateTime<Utc>,
}

/// Everything that a customer sees of one sale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CustomerView {
    /// The sale.
    pub sale: SaleItem,
    /// The vendor's own word for where the order stands.
    pub status: Option<Line>,
    /// The customer's zone: every local time below is in it.
    pub time_zone: ZoneName,
    /// The vendor.
    pub vendor: VendorView,
    /// How the customer is called.
    pub customer_name: Line,
    /// Who looks after them; one of `people`.
    pub owner: MemberId,
    /// Everybody at the vendor who is named below.
    pub people: Vec<PersonView>,
    /// Everything that may be the next contact, soonest first; `contact::next_contact` picks.
    pub contacts: Vec<NextContact>,
    /// The agenda, by time.
    pub touchpoints: Vec<TouchpointView>,
    /// The questions that are open, were put off, or were answered.
    pub asks: Vec<AskView>,
    /// The concerns, newest first.
    pub concerns: Vec<ConcernView>,
    /// The promises, by due date.
    pub promises: Vec<PromiseView>,
    /// The deliveries.
    pub deliveries: Vec<DeliveryView>,
    /// The payments.
    pub payments: Vec<PaymentView>,
    /// ISO 4217.
    pub currency: Option<Line>,
    /// The news, newest first, at most twenty.
    pub updates: Vec<UpdateView>,
    /// What completion is computed from.
    pub completion: CompletionFacts,
    /// Why the customer chose this.
    pub reasons: Vec<Words>,
    /// The vendor's numbers, for the rules.
    pub policy: Policy,
}
