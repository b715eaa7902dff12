//! The sale's own events in the log: how they are remembered, and what the history tells of them.

use chrono::{DateTime, Utc};

use super::{Event, Opening, Sale, SaleState, history::record_history};
use crate::{
    actor::Actor,
    domain::{
        entry::{Entry, Page},
        expectation::Expectation,
        legs::Ending,
        people::Person,
        reason,
        shape::Subject,
    },
    id::{ExpectationId, TypedId},
};

impl Subject for Event {
    type Id = ();
    type Held = Sale;

    fn subject(&self) -> &'static str {
        match self {
            Self::NoteWritten { .. } => "note",
            Self::CustomerKnown { .. } => "customer",
            Self::PeopleSet { .. } => "people",
            _ => "sale",
        }
    }

    fn evolve(&self, sale: &mut Sale, (): (), at: DateTime<Utc>, actor: Actor) {
        match self {
            Self::Opened { opening } => open(sale, opening, at),
            Self::Cancelled { .. } => sale.state = SaleState::Cancelled,
            Self::DeliveryExpected { on } => sale.anchors.expected_delivery_on = Some(*on),
            Self::AgendaMade { agenda } => sale.agenda = Some(agenda.as_ref().clone()),
            Self::HistoryRecorded { history, ids } => record_history(sale, history, *ids),
            Self::Silent { .. } => sale.silence_noticed_for = Some(sale.last_word_at),
            Self::SilenceNear { .. } => sale.silence_warned_for = Some(sale.last_word_at),
            // The log itself holds the notes.
            Self::NoteWritten { .. } => {}
            Self::Completed { .. } => {
                sale.completed_at = Some(at);
                sale.completion_lost_at = None;
            }
            Self::Reopened { .. } => {
                sale.completed_at = None;
                sale.completion_lost_at = Some(at);
            }
            Self::EndedUnsatisfied { reason } => {
                sale.state = SaleState::Closed;
                sale.ended = Some(Ending { at, by: actor.role(), reason: reason.clone() });
            }
            Self::CustomerKnown { preferences, needs, others } => {
                sale.preferences_seen = *preferences;
                sale.needs.seen = *needs;
                sale.needs.seen_of_others.clone_from(others);
            }
            Self::PeopleSet { people, known } => {
                set_people(sale, people);
                sale.needs.seen_of_others.extend(known);
            }
            Self::ReplyBeforeSet { minutes } => sale.reply_before = *minutes,
        }
    }

    /// None is: opening sets the clock itself.
    fn is_word(&self, _: Actor) -> bool {
        false
    }

    fn entry(&self, _: &Sale, (): (), page: Page<'_>) -> Entry {
        match self {
            Self::Opened { opening } => Entry::shown()
                .with("title", &opening.title)
                .with("reference", &opening.reference)
                .with("owner", page.name(opening.owner))
                .and("delivery_expected_on", opening.anchors.expected_delivery_on),
            Self::Cancelled { reason } => Entry::shown().and("reason", reason.as_deref()),
            Self::DeliveryExpected { on } => Entry::shown().with("on", on),
            Self::AgendaMade { agenda } => Entry::shown().with("template", &agenda.template),
            Self::HistoryRecorded { history, .. } => Entry::shown()
                .and("paid_at", history.paid.map(|(at, _)| at.to_rfc3339()))
                .and("promised_on", history.promised_on)
                .and("delivered_on", history.delivered_on)
                .and("ended", history.ended.as_deref()),
            Self::Silent { since } => Entry::shown().with("since", since.to_rfc3339()),
            Self::SilenceNear { since } => Entry::kept().with("since", since.to_rfc3339()),
            Self::NoteWritten { note } => Entry::visible(note.visibility).with("text", &note.text),
            Self::Completed { last } => Entry::shown().word("last", last),
            Self::Reopened { because } => {
                because.iter().fold(Entry::shown(), |entry, obstacle| entry.word("because", obstacle))
            }
            Self::EndedUnsatisfied { reason } => Entry::shown().with("reason", reason),
            Self::CustomerKnown { .. } => Entry::kept(),
            Self::PeopleSet { people, .. } => Entry::shown().with("people", people.len()),
            Self::ReplyBeforeSet { minutes } => Entry::shown().and("working_minutes", *minutes),
        }
    }

    fn state(sale: &Sale, (): ()) -> Option<&'static str> {
        Some(sale.state.as_str())
    }
}

fn open(sale: &mut Sale, opening: &Opening, at: DateTime<Utc>) {
    let opening = opening.clone();
    sale.state = SaleState::Active;
    sale.reference = opening.reference;
    sale.title = opening.title;
    sale.status = opening.status;
    sale.owner = opening.owner;
    sale.customers = opening.customers;
    sale.time_zone = opening.time_zone;
    sale.calendar = opening.calendar;
    sale.anchors = opening.anchors;
    sale.invoiced = opening.invoiced;
    sale.currency = opening.currency;
    sale.reasons = reason::at_sale(opening.reasons);
    sale.withdrawal = opening.withdrawal;
    sale.agenda = opening.agenda;
    sale.last_word_at = at;
    let numbered = opening.expectations.into_iter().zip(1_u128..);
    let expectation = |(statement, number)| Expectation::bare(ExpectationId::from_bits(number), statement);
    sale.expectations = numbered.map(expectation).collect();
}

fn set_people(sale: &mut Sale, people: &[Person]) {
    sale.customers = people.iter().map(|person| person.customer).collect();
    let with_roles = people.iter().filter(|person| !person.roles.is_empty());
    sale.roles = with_roles.map(|person| (person.customer, person.roles.clone())).collect();
}
