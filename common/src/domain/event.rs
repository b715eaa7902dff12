//! The event log of a sale: the two-sided record. Every fact is one event of one subject; the snapshot is
//! the fold of them all.

use std::io;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    actor::Actor,
    domain::{
        sale,
        shape::{Subject, kind},
        subject::{self, subjects},
    },
    id::{self, EventId},
};

/// One event with its place in the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Its id.
    pub id: EventId,
    /// From 1, without gaps, within its sale.
    pub seq: u64,
    /// Domain time.
    pub at: DateTime<Utc>,
    /// Who did it.
    pub actor: Actor,
    /// What happened.
    pub body: EventBody,
}

macro_rules! events {
    (
        each { $($each:ident($each_id:ident) $each_file:ident in $each_field:ident,)+ }
        list { $($list:ident($list_id:ident) $list_file:ident in $list_field:ident,)+ }
        one { $($one:ident $one_file:ident in $one_field:ident,)+ }
        told { $($told:ident($told_id:ident) $told_file:ident in $told_field:ident,)+ }
        kept { $($kept:ident $kept_file:ident in $kept_field:ident,)+ }
    ) => {
        /// What happened, by subject. An event says which one it is about as its `id`, where a sale has several.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(tag = "subject", rename_all = "snake_case")]
        #[expect(missing_docs, reason = "each variant is documented at its subject")]
        pub enum EventBody {
            Sale { event: sale::Event },
            $($each { id: id::$each_id, event: subject::$each_file::Event },)+
            $($list { id: id::$list_id, event: subject::$list_file::Event },)+
            $($one { event: subject::$one_file::Event },)+
            $($told { id: id::$told_id, event: subject::$told_file::Event },)+
            $($kept { event: subject::$kept_file::Event },)+
        }

        impl EventBody {
            /// The name that stands in the log and in webhooks, `touchpoint.confirmed`.
            pub fn kind(&self) -> String {
                match self {
                    Self::Sale { event } => kind(event),
                    $(Self::$each { event, .. } => kind(event),)+
                    $(Self::$list { event, .. } => kind(event),)+
                    $(Self::$one { event } => kind(event),)+
                    $(Self::$told { event, .. } => kind(event),)+
                    $(Self::$kept { event } => kind(event),)+
                }
            }

            /// Whether it is a real word from the vendor, so that the silence clock starts anew.
            pub fn is_word(&self, actor: Actor) -> bool {
                match self {
                    Self::Sale { event } => event.is_word(actor),
                    $(Self::$each { event, .. } => event.is_word(actor),)+
                    $(Self::$list { event, .. } => event.is_word(actor),)+
                    $(Self::$one { event } => event.is_word(actor),)+
                    $(Self::$told { event, .. } => event.is_word(actor),)+
                    $(Self::$kept { event } => event.is_word(actor),)+
                }
            }
        }
    };
}

subjects!(events);

/// Counts what is written, and keeps nothing of it.
#[derive(Default)]
struct Counter(u64);

impl io::Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 = self.0.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl EventBody {
    /// How many bytes it takes in the log.
    pub fn size(&self) -> u64 {
        let mut counter = Counter::default();
        // What is only counted cannot fail to be written.
        drop(serde_json::to_writer(&mut counter, self));
        counter.0
    }
}
