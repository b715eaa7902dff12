//! The customer's wishes in the log of a sale: it notes which version of them its plan follows.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    actor::Actor,
    domain::{
        entry::{Entry, Page},
        shape::Subject,
    },
};

/// What happened to the wishes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Event {
    /// The customer wishes to be treated otherwise.
    Changed {
        /// The version of their wishes.
        version: u32,
    },
}

impl Subject for Event {
    type Id = ();
    type Held = u32;

    fn subject(&self) -> &'static str {
        "preferences"
    }

    fn evolve(&self, seen: &mut u32, (): (), _: DateTime<Utc>, _: Actor) {
        let Self::Changed { version } = self;
        *seen = *version;
    }

    fn is_word(&self, _: Actor) -> bool {
        false
    }

    fn entry(&self, _: &u32, (): (), _: Page<'_>) -> Entry {
        Entry::shown()
    }

    fn state(_: &u32, (): ()) -> Option<&'static str> {
        None
    }
}
