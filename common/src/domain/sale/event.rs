//! What happens to a sale itself, beside its subjects.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::Opening;
use crate::{
    domain::{
        agenda::Agenda,
        history::{History, HistoryIds},
        legs::{Obstacle, Part},
        note::Note,
        people::Person,
    },
    id::CustomerId,
    text::Words,
};

/// What happened to the sale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Event {
    /// It was opened with Followthrough.
    Opened {
        /// Everything known at the sale.
        opening: Box<Opening>,
    },
    /// The vendor cancelled it.
    Cancelled {
        /// Why.
        reason: Option<Words>,
    },
    /// The delivery is expected on another day.
    DeliveryExpected {
        /// The day.
        on: NaiveDate,
    },
    /// It began without an agenda, and got one.
    AgendaMade {
        /// From which template.
        agenda: Box<Agenda>,
    },
    /// Past facts were taken over.
    HistoryRecorded {
        /// The facts.
        history: Box<History>,
        /// The ids of what they became.
        ids: HistoryIds,
    },
    /// We were silent for longer than we allow ourselves.
    Silent {
        /// Since when.
        since: DateTime<Utc>,
    },
    /// Most of the silence that we allow ourselves is over; only the vendor hears of it.
    SilenceNear {
        /// Since when.
        since: DateTime<Utc>,
    },
    /// The vendor wrote something on the record.
    NoteWritten {
        /// What.
        note: Note,
    },
    /// Delivered, paid, and the customer is satisfied.
    Completed {
        /// The part that came last.
        last: Part,
    },
    /// It was complete and is no longer.
    Reopened {
        /// What is in the way now.
        because: Vec<Obstacle>,
    },
    /// The follow-up ends, and the customer is not satisfied.
    EndedUnsatisfied {
        /// Why.
        reason: Words,
    },
    /// What it knew of its customer when it began.
    CustomerKnown {
        /// The version of their wishes.
        preferences: u32,
        /// The version of their needs.
        needs: u32,
        /// The versions of the other customers' needs.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        others: BTreeMap<CustomerId, u32>,
    },
    /// The people on the customer's side are these from now on.
    PeopleSet {
        /// The one who is asked first.
        people: Vec<Person>,
        /// The versions of the needs of those who are new.
        known: BTreeMap<CustomerId, u32>,
    },
    /// The vendor said how fast it answered before the signature.
    ReplyBeforeSet {
        /// Working minutes; none when it takes the figure back.
        minutes: Option<i64>,
    },
}
