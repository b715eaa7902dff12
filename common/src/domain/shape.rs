//! The shape of a subject: what each of them has, so that a sale can hold it, the log remember it and the history
//! tell it. Nothing has a default, so nothing is forgotten.

use std::fmt::{self, Debug, Write};

use chrono::{DateTime, Utc};

use crate::{
    actor::Actor,
    domain::{
        entry::{Entry, Page},
        transition::snake_case,
    },
};

/// A subject of a sale, told by what happens to it: its events have this.
pub trait Subject: Debug {
    /// Tells one from another; nothing where a sale has only one.
    type Id: Copy;
    /// What a sale holds of it.
    type Held;

    /// Its word in the log and in webhooks, `touchpoint`. A part of it may have a word of its own.
    fn subject(&self) -> &'static str;

    /// Remembers what happened. It cannot fail: an event about something unknown changes nothing.
    fn evolve(&self, held: &mut Self::Held, id: Self::Id, at: DateTime<Utc>, actor: Actor);

    /// Whether it is a real word from the vendor, so that the silence clock starts anew. Reminders and automatic
    /// summaries are none.
    fn is_word(&self, actor: Actor) -> bool;

    /// What it says in the history, told from what the sale holds now.
    fn entry(&self, held: &Self::Held, id: Self::Id, page: Page<'_>) -> Entry;

    /// Where the one with that id stands, if there is such a one and it has a table.
    fn state(held: &Self::Held, id: Self::Id) -> Option<&'static str>;
}

/// The name of an event in the log and in webhooks, `touchpoint.confirmed`: its subject and its variant.
pub fn kind(event: &impl Subject) -> String {
    let (subject, word) = (event.subject(), snake_case(&first_name(event)));
    let word = word.strip_prefix(subject).and_then(|rest| rest.strip_prefix('_')).unwrap_or(&word);
    format!("{subject}.{word}")
}

/// The variant of an enum. It stops behind the name, however much the variant holds.
fn first_name(value: &impl Debug) -> String {
    let mut name = Name(String::new());
    // Stopping is how it ends, so there is nothing to do about it.
    let (Ok(()) | Err(fmt::Error)) = write!(name, "{value:?}");
    name.0
}

/// Takes letters, and ends at whatever else comes.
struct Name(String);

impl Write for Name {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let letters = text.find(|letter: char| !letter.is_alphanumeric()).unwrap_or(text.len());
        self.0.extend(text.get(..letters));
        if letters == text.len() { Ok(()) } else { Err(fmt::Error) }
    }
}
