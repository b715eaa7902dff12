//! Sales that begin. Of many that begin in one unit of work the rows are written together, one statement a
//! table, which is what an import lives on.

use chrono::{DateTime, Utc};
use followthrough_common::{
    domain::{event::Event, sale::Sale, worklist},
    id::VendorId,
};

use crate::{
    db::Conn,
    problem::Error,
    repo::{
        answer, ask, asking, concern, event, promise, sale, sale_customer, testimonial, touchpoint,
        work_item::{self, Work},
    },
};

/// A sale with its first events.
#[derive(Debug)]
pub(super) struct New {
    pub(super) sale: Sale,
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
    let sales = || new.iter().map(|new| &new.sale);
    sale::insert(conn, new.iter().map(|new| (&new.sale, new.next_due_at)), now)?;
    let events = new.iter().flat_map(|new| new.events.iter().map(|event| (new.sale.id, event)));
    event::append(conn, vendor, events, recorded_at)?;
    sale_customer::project_new(conn, sales())?;
    ask::project_new(conn, sales())?;
    asking::project_new(conn, sales())?;
    touchpoint::project_new(conn, sales())?;
    answer::project_new(conn, sales())?;
    concern::project_new(conn, sales())?;
    testimonial::project_new(conn, sales())?;
    work_item::project_new(conn, new.iter().map(|new| Work { sale: &new.sale, items: &new.items }))?;
    Ok(promise::project_new(conn, sales())?)
}
