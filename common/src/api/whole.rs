//! Everything that a customer sees of one sale: the part that is drawn at once ([`CustomerView`]), and beside
//! it one part for each area of the practice. The first paint carries only the former, so that what is read
//! later costs nobody the first second.

use serde::Serialize;

use self::{
    agenda::{AgendaView, agenda_view},
    asks::AskRecord,
    contact::{ContactView, contact_view},
    handover::{HandoverView, handover},
    phases::{PhaseView, phase_views},
    promises::{AdjustmentView, PromiseRecord},
};
use super::{
    value::{OwnValue, Proof, ValueView},
    view::{CustomerView, Records, customer_view},
};
use crate::domain::{customer::CustomerRecord, sale::Sale};

pub mod agenda;
pub mod asks;
pub mod contact;
mod handling;
pub mod handover;
pub mod phases;
pub mod promises;

pub use handling::HandlingPart;

/// The answer of the customer's door about one sale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WholeView {
    /// What is drawn at once.
    #[serde(flatten)]
    pub view: CustomerView,
    /// The agenda beside its dates.
    pub agenda: AgendaView,
    /// What the vendor pledges to every customer; the first line that they read.
    pub pledge: String,
    /// Deliveries line by line, and how far the sale is.
    pub handover: HandoverView,
    /// What was agreed about problems, and how each is handled.
    pub handling: HandlingPart,
    /// What stands behind each promise.
    pub promise_records: Vec<PromiseRecord>,
    /// What was proposed to do differently, newest first.
    pub adjustments: Vec<AdjustmentView>,
    /// What stands behind each question.
    pub ask_records: Vec<AskRecord>,
    /// Contact discipline.
    pub contact: ContactView,
    /// The phases that have been or will be as things stand; the last that began is the present one.
    pub phases: Vec<PhaseView>,
    /// Reasons, successes and what comes of them.
    pub value: OwnValue,
}

/// What the customer sees of the sale, with the people on their side and what other customers say. Like
/// [`customer_view`] it needs no clock.
pub fn whole_view(
    sale: &Sale,
    records: Records<'_>,
    people: &[CustomerRecord],
    proof: Vec<Proof>,
) -> WholeView {
    WholeView {
        view: customer_view(sale, records),
        agenda: agenda_view(sale, records),
        pledge: records.pledge.text.for_reader(records.locale).to_owned(),
        handover: handover(sale),
        handling: HandlingPart::of(sale, records),
        promise_records: promises::promise_records(sale, records),
        adjustments: promises::adjustments(sale, records),
        ask_records: asks::ask_records(sale, records),
        contact: contact_view(sale, records, people),
        phases: phase_views(sale, records),
        value: OwnValue { value: ValueView::from(sale).for_customer(), proof },
    }
}
