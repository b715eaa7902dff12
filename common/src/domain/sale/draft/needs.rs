//! What a sale notices of its customers' needs.

use std::collections::BTreeMap;

use super::Draft;
use crate::{
    domain::{
        event::EventBody,
        needs::{Event, NeedChange, Noticed},
        questions::news::needs_of_each,
        sale,
    },
    id::{AskId, CustomerId},
    text::Words,
};

impl Draft<'_, '_> {
    /// Notices what changed in the needs of each customer.
    pub(crate) fn notice_needs(&mut self) {
        let mut asks = self.sale.asks.iter().filter(|ask| ask.is_about_needs());
        let answered = asks.rfind(|ask| ask.answer().is_some());
        let asked = answered
            .filter(|ask| ask.answer().is_some_and(|it| it.value.starts_with("yes")))
            .map(|ask| ask.id);
        let new = needs_of_each(&self.sale, self.ctx).flat_map(|(customer, seen, needs)| {
            let changes = needs.changes.iter().filter(move |change| change.version > seen).cloned();
            // Only the first customer was asked.
            let asked = asked.filter(|_| customer.is_none());
            changes.map(move |change| Noticed { change, asked, words: None, customer })
        });
        for noticed in new.collect::<Vec<_>>() {
            self.record(EventBody::Needs { event: Event::Changed { noticed: Box::new(noticed) } });
        }
    }

    /// "Yes, something has changed": as good as a change of the record, until the record says what.
    pub(crate) fn note_need(&mut self, asked: AskId, words: Option<Words>) {
        let version = self.sale.needs.seen;
        let by = self.ctx.actor.role();
        let change = NeedChange { version, at: self.ctx.now, by, differences: Vec::new() };
        let noticed = Noticed { change, asked: Some(asked), words, customer: None };
        self.record(EventBody::Needs { event: Event::Changed { noticed: Box::new(noticed) } });
    }

    /// What a sale knows of its customer when it begins.
    pub(crate) fn know_customer(&mut self) {
        let known = &self.ctx.customer.contact;
        let (preferences, needs) = (known.preferences_version, known.needs.version);
        let others = self.ctx.others.iter().map(|other| (other.id, other.contact.needs.version));
        let others: BTreeMap<CustomerId, u32> = others.filter(|(_, version)| *version > 0).collect();
        if preferences > 0 || needs > 0 || !others.is_empty() {
            self.record_own(sale::Event::CustomerKnown { preferences, needs, others });
        }
    }
}
