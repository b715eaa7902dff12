//! The history as both sides read it: one plain entry for each event, with the facts that matter and who may
//! see it. Everything is shown to the customer, our own misses too, except what is kept by name: who works on
//! a concern behind its owner, internal notes, the reasons of the worklist, and root causes. Each subject tells its
//! own events.

use serde::{Deserialize, Serialize};

use crate::{
    domain::{
        check::{About, Ask},
        member::Member,
    },
    id::MemberId,
    text::Line,
    time::Slot,
};

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

/// What the other parts of a sale are called.
pub trait Titles: std::fmt::Debug {
    /// What that part is called, as it stands now.
    fn called(&self, part: About) -> Option<String>;

    /// What a question names in its own sentence.
    fn named_by(&self, ask: &Ask) -> Option<String>;

    /// The currency of the sale.
    fn currency(&self) -> Option<&Line>;
}

/// What an entry is written from, besides its event and its subject.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    /// The sale as it stands now.
    pub sale: &'a dyn Titles,
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

impl Entry {
    /// One that both sides see.
    pub(crate) fn shown() -> Self {
        Self::visible(Visibility::Customer)
    }

    pub(crate) fn visible(visibility: Visibility) -> Self {
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
