//! What concerns two customers stands in a sale of each: what happens in one is taken over by the other at once.

use super::{Command, Sale};
use crate::{
    domain::{
        event::{Event, EventBody},
        introduction,
    },
    id::SaleId,
};

/// What another sale has to take over of a command that has just been carried out, and which one.
pub fn echo(command: &Command, after: &Sale, events: &[Event]) -> Option<(SaleId, Command)> {
    let Command::Introduction(command) = command else { return None };
    let id = events.iter().find_map(|event| match event.body {
        EventBody::Introduction { id, .. } => Some(id),
        _ => None,
    })?;
    let it = after.introductions.iter().find(|it| it.id == id)?;
    let (sale, echo) = introduction::echo(command, it, after.id, &after.customers)?;
    Some((sale, Command::Introduction(echo)))
}
