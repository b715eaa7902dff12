//! What a view reads: the sale, the customer's doings and a clock, with the look-ups that several need.

use chrono::{DateTime, Utc};
use followthrough_common::{
    api::view::{AskView, ConcernView, CustomerView, FirstView, PersonView, TouchpointView},
    domain::check::AskState,
    id::{AskId, ConcernId, MemberId, TouchpointId},
    words::Texts,
};

use super::{Data, Form, Progress, Screen, Store};
use crate::format::{Clock, first_name};

/// A sale on the screen.
#[derive(Debug, Clone, Copy)]
pub struct Scene<'a> {
    /// To tell what the customer wants.
    pub store: Store,
    /// Everything that the server said.
    pub first: &'a FirstView,
    /// The sale.
    pub view: &'a CustomerView,
    /// What the customer is doing.
    pub screen: &'a Screen,
    /// The words.
    pub texts: Texts,
    /// The customer's clock.
    pub clock: Clock<'a>,
    /// Domain time.
    pub now: DateTime<Utc>,
}

impl<'a> Scene<'a> {
    /// The scene, if there is a sale to show.
    pub fn of(store: Store, data: &'a Data, screen: &'a Screen) -> Option<Self> {
        let view = data.view()?;
        let texts = data.texts;
        let clock = Clock { texts, zone: &view.time_zone, zones: &data.first.zones, now: data.now };
        Some(Self { store, first: &data.first, view, screen, texts, clock, now: data.now })
    }

    /// Whether the customer may send anything.
    pub fn can_write(&self) -> bool {
        !self.first.read_only
    }

    /// A person at the vendor.
    pub fn person(&self, id: MemberId) -> Option<&'a PersonView> {
        self.view.people.iter().find(|person| person.id == id)
    }

    /// Their whole name; the vendor's when nobody is known.
    pub fn name(&self, id: MemberId) -> &'a str {
        self.person(id).map_or(&self.view.vendor.name, |person| &person.name)
    }

    /// Their first name.
    pub fn first_name(&self, id: MemberId) -> &'a str {
        self.person(id).map_or(&*self.view.vendor.name, |person| first_name(&person.name))
    }

    /// The name of whoever looks after the customer.
    pub fn owner(&self) -> &'a str {
        self.first_name(self.view.owner)
    }

    /// An item of the agenda.
    pub fn touchpoint(&self, id: TouchpointId) -> Option<&'a TouchpointView> {
        self.view.touchpoints.iter().find(|touchpoint| touchpoint.id == id)
    }

    /// A question.
    pub fn ask(&self, id: AskId) -> Option<&'a AskView> {
        self.view.asks.iter().find(|ask| ask.id == id)
    }

    /// A concern.
    pub fn concern(&self, id: ConcernId) -> Option<&'a ConcernView> {
        self.view.concerns.iter().find(|concern| concern.id == id)
    }

    /// The question on the screen: the one that was just answered, else the one that is open.
    pub fn question(&self) -> Option<&'a AskView> {
        let kept = self.screen.kept.and_then(|id| self.ask(id));
        kept.or_else(|| self.view.asks.iter().find(|ask| ask.facts.state == AskState::Offered))
    }

    /// How the last write about the thing is doing.
    pub fn progress(&self, subject: &str) -> Progress {
        self.screen.progress(subject)
    }

    /// Whether the form is open.
    pub fn is_open(&self, form: Form) -> bool {
        self.screen.form == Some(form)
    }

    /// What was typed into the field.
    pub fn draft(&self, form: Form, field: &str) -> Option<String> {
        self.screen.drafts.get(&form.draft_key(field)).filter(|text| !text.is_empty()).cloned()
    }
}
