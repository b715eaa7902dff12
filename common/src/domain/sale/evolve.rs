//! Remembering: the fold of the events. An event about something unknown changes nothing.

use chrono::{DateTime, Utc};

use super::Sale;
use crate::{
    actor::Actor,
    domain::{
        event::{Event, EventBody},
        shape::Subject,
        subject::subjects,
    },
};

mod across;
mod gates;

/// The sale after the event.
pub fn evolve(mut sale: Sale, event: &Event) -> Sale {
    apply(&mut sale, &event.body, event.at, event.actor);
    sale.version = event.seq;
    sale
}

/// The same without a place in the log, for a command that is still being decided.
pub(super) fn apply(sale: &mut Sale, body: &EventBody, at: DateTime<Utc>, actor: Actor) {
    if body.is_word(actor) {
        sale.last_word_at = at;
    }
    sale.log_size = sale.log_size.saturating_add(body.size());
    remember(sale, body, at, actor);
    across::follow(sale, body, at);
}

macro_rules! remember {
    (
        each { $($each:ident($each_id:ident) $each_file:ident in $each_field:ident,)+ }
        list { $($list:ident($list_id:ident) $list_file:ident in $list_field:ident,)+ }
        one { $($one:ident $one_file:ident in $one_field:ident,)+ }
        told { $($told:ident($told_id:ident) $told_file:ident in $told_field:ident,)+ }
        kept { $($kept:ident $kept_file:ident in $kept_field:ident,)+ }
    ) => {
        /// Each subject remembers what happened to it.
        fn remember(sale: &mut Sale, body: &EventBody, at: DateTime<Utc>, actor: Actor) {
            match body {
                EventBody::Sale { event } => event.evolve(sale, (), at, actor),
                $(EventBody::$each { id, event } => event.evolve(&mut sale.$each_field, *id, at, actor),)+
                $(EventBody::$list { id, event } => event.evolve(&mut sale.$list_field, *id, at, actor),)+
                $(EventBody::$one { event } => event.evolve(&mut sale.$one_field, (), at, actor),)+
                $(EventBody::$told { id, event } => event.evolve(&mut sale.$told_field, *id, at, actor),)+
                $(EventBody::$kept { event } => event.evolve(&mut sale.$kept_field, (), at, actor),)+
            }
        }
    };
}

subjects!(remember);
