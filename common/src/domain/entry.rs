//! The history as both sides read it: one plain entry for each event, with the facts that matter and who may
//! see it. Everything is shown to the customer, our own misses too, except what is kept by name: who works on
//! a concern behind its owner, internal notes, the reasons of the worklist, and root causes. Every event has
//! to be placed here, so there is no catch-all.

use serde::{Deserialize, Serialize};

use crate::{
    domain::{event::EventBody, member::Member, sale::Sale},
    id::MemberId,
    time::Slot,
};

mod agenda;
mod concern;
mod customer;
mod handling;
mod promise;
mod question;
mod records;
mod value;

/// Who may see something.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// Both sides.
    #[default]
    Customer,
    /// The vendor only.
    Vendor,
}

/// One fact of an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Fact {
    /// What it is: `title`, `from`, `to`, `reason`, `text`, …
    pub name: String,
    /// What it says.
    pub value: String,
    /// Who may see it.
    pub visibility: Visibility,
}

/// What an event says in the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The facts that matter, in reading order.
    pub facts: Vec<Fact>,
    /// Who may see it.
    pub visibility: Visibility,
}

impl Entry {
    /// What the customer sees of it, if anything.
    pub fn for_customer(self) -> Option<Self> {
        let is_shown = |visibility| visibility == Visibility::Customer;
        let facts = self.facts.into_iter().filter(|fact| is_shown(fact.visibility)).collect();
        is_shown(self.visibility).then_some(Self { facts, ..self })
    }
}

/// What an entry is written from, besides its event.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    /// The sale as it stands now; titles come from it.
    pub sale: &'a Sale,
    /// The vendor's people, for their names.
    pub members: &'a [Member],
}

impl Page<'_> {
    /// The name of somebody at the vendor; their id when they are no longer known.
    pub fn name(&self, id: MemberId) -> String {
        let known = self.members.iter().find(|member| member.id == id);
        known.map_or_else(|| id.to_string(), |member| member.name.to_string())
    }
}

/// What the event says.
pub fn entry(body: &EventBody, page: Page<'_>) -> Entry {
    match body {
        EventBody::Opened { opening } => records::opened(opening, page),
        EventBody::Cancelled { reason } => Entry::shown().and("reason", reason.as_deref()),
        EventBody::DeliveryExpected { on } => Entry::shown().with("on", on),
        EventBody::AgendaMade { agenda } => Entry::shown().with("template", &agenda.template),
        EventBody::HistoryRecorded { history, .. } => records::history(history),
        EventBody::SilenceDue { since } => Entry::shown().with("since", since.to_rfc3339()),
        EventBody::SilenceNear { since } => Entry::kept().with("since", since.to_rfc3339()),
        EventBody::Noted { note } => Entry::visible(note.visibility).with("text", &note.text),
        EventBody::Completed { last } => value::completed(*last),
        EventBody::Reopened { because } => value::reopened(because),
        EventBody::EndedUnsatisfied { reason } => Entry::shown().with("reason", reason),
        EventBody::Relationship { event } => customer::relationship(event),
        EventBody::OwnerChange { id, event } => customer::owner_change(*id, event, page),
        EventBody::ContactSheetSet { sheet } => customer::sheet(sheet),
        EventBody::PreferencesChanged { .. } => Entry::shown(),
        EventBody::NeedsChanged { noticed } => customer::needs(noticed),
        EventBody::NeedsRead { note } => Entry::shown().and("note", note.as_deref()),
        EventBody::CustomerKnown { .. } => Entry::kept(),
        EventBody::PeopleSet { people, .. } => Entry::shown().with("people", people.len()),
        EventBody::Reason { event, .. } => value::reason(event),
        EventBody::Expectation { id, event } => value::expectation(*id, event, page),
        EventBody::Success { id, event } => value::success(*id, event, page),
        EventBody::Resource { id, event } => value::resource(*id, event, page),
        EventBody::Introduction { event, .. } => value::introduction(event),
        EventBody::Testimonial { event, .. } => value::testimonial(event),
        EventBody::Referral { id, event } => value::referral(*id, event, page),
        EventBody::RelationshipPlan { event } => value::relationship_plan(event, page),
        EventBody::Touchpoint { id, event } => agenda::entry(*id, event, page),
        EventBody::Ask { id, event } => question::entry(*id, event, page),
        EventBody::Concern { id, event } => concern::entry(*id, event, page),
        EventBody::Promise { id, event } => promise::entry(*id, event, page),
        EventBody::Adjustment { id, event } => promise::adjustment(*id, event, page),
        EventBody::Delivery { id, event } => records::delivery(*id, event, page),
        EventBody::Payment { report, .. } => records::payment(report, page),
        EventBody::Agreement { event } => handling::agreement(event),
        EventBody::VitalAreas { areas } => handling::vital_areas(areas),
        EventBody::Milestone { id, event } => handling::milestone(*id, event, page),
        EventBody::ReplyBefore { minutes } => Entry::shown().and("working_minutes", *minutes),
        EventBody::Update { message, .. } => records::update(message, page),
    }
}

impl Entry {
    /// One that both sides see.
    pub(crate) fn shown() -> Self {
        Self::visible(Visibility::Customer)
    }

    fn visible(visibility: Visibility) -> Self {
        Self { facts: Vec::new(), visibility }
    }

    /// One that only the vendor sees.
    pub(crate) fn kept() -> Self {
        Self::visible(Visibility::Vendor)
    }

    /// With one more fact.
    #[expect(clippy::needless_pass_by_value, reason = "an entry is written as a chain of plain values")]
    pub(crate) fn with(self, name: &str, value: impl ToString) -> Self {
        self.fact(name, value.to_string(), Visibility::Customer)
    }

    /// With one more fact, if there is one.
    pub(crate) fn and(self, name: &str, value: Option<impl ToString>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// With a fact that only the vendor sees.
    pub(crate) fn secretly(self, name: &str, value: &impl ToString) -> Self {
        self.fact(name, value.to_string(), Visibility::Vendor)
    }

    /// With a word of an enum, as it stands in the data.
    pub(crate) fn word(self, name: &str, value: &impl Serialize) -> Self {
        match serde_json::to_value(value) {
            Ok(serde_json::Value::String(word)) => self.with(name, word),
            _ => self,
        }
    }

    fn fact(mut self, name: &str, value: String, visibility: Visibility) -> Self {
        self.facts.push(Fact { name: name.to_owned(), value, visibility });
        self
    }
}

/// A slot in plain words: `2026-11-05 10:00-10:45 Europe/Copenhagen`.
pub(crate) fn plain(slot: &Slot) -> String {
    let hours =
        slot.hours.map(|hours| format!(" {}-{}", hours.start.format("%H:%M"), hours.end.format("%H:%M")));
    format!("{}{} {}", slot.local_date, hours.unwrap_or_default(), slot.time_zone)
}
