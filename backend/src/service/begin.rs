//! Sales that begin. Of many that begin in one unit of work the rows are written together, one statement a
//! table, which is what an import lives on.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use followthrough_common::{
    domain::{event::Event, sale::Sale, worklist},
    id::VendorId,
};

use crate::{
    db::Conn,
    problem::Error,
    repo::{
        event,
        read_model::{READ_MODELS, Source},
        sale, snapshot,
    },
};

/// A sale with its first events.
#[derive(Debug)]
pub(super) struct New {
    pub(super) sale: Arc<Sale>,
    pub(super) events: Vec<Event>,
    pub(super) items: Vec<worklist::Item>,
    pub(super) next_due_at: Option<DateTime<Utc>>,
}

/// Writes snapshots, logs and read models of sales that begin at `now`.
pub(super) fn write(
    conn: &mut Conn,
    vendor: VendorId,
    new: &[New],
    now: DateTime<Utc>,
    recorded_at: DateTime<Utc>,
) -> Result<(), Error> {
    let sources: Vec<Source<'_>> =
        new.iter().map(|new| Source { sale: &new.sale, items: &new.items, now }).collect();
    let dues = new.iter().map(|new| new.next_due_at);
    sale::insert(conn, sources.iter().copied().zip(dues), now)?;
    let events = new.iter().flat_map(|new| new.events.iter().map(|event| (new.sale.id, event)));
    event::append(conn, vendor, events, recorded_at)?;
    snapshot::insert(conn, &new.iter().map(|new| &*new.sale).collect::<Vec<_>>())?;
    for model in READ_MODELS {
        model.project_new(conn, &sources)?;
    }
    Ok(())
}
