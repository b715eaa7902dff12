//! The folds of the logs, written down every so many events, so that a sale is read from its newest one and the few
//! events behind it, and what is written when something happens does not grow with the sale.

use diesel::prelude::*;
use followthrough_common::{
    domain::sale::{Sale, evolve},
    id::{SaleId, VendorId},
};

use super::{event, insert::insert_rows};
use crate::db::{Changes, Conn, DbResult, Typed, Written, native, schema::sale_snapshot};

/// A snapshot is written when this many events have happened since another.
const EVERY: u64 = 32;
/// Events that are held at once while a sale is read.
const PORTION: i64 = 200;

#[derive(Insertable)]
#[diesel(table_name = sale_snapshot, treat_none_as_default_value = false)]
struct Row {
    vendor_id: Typed<VendorId>,
    sale_id: Typed<SaleId>,
    version: Typed<u64>,
    body: Typed<Written>,
}

fn row(sale: &Sale) -> DbResult<Row> {
    Ok(Row {
        vendor_id: Typed(sale.vendor),
        sale_id: Typed(sale.id),
        version: Typed(sale.version),
        body: Typed(Written::of(sale)?),
    })
}

/// The sale as it stands: its snapshot with the events since then.
pub fn load(conn: &mut Conn, vendor: VendorId, id: SaleId) -> DbResult<Option<Sale>> {
    let row = sale_snapshot::table.find((Typed(vendor), Typed(id)));
    let written: Option<Sale> = row.select(sale_snapshot::body).first(conn).optional()?;
    let mut sale = written.unwrap_or_else(|| Sale::unborn(vendor, id));
    loop {
        let events = event::list(conn, vendor, id, sale.version, PORTION)?;
        let is_last = i64::try_from(events.len()).unwrap_or(PORTION) < PORTION;
        sale = events.iter().fold(sale, evolve);
        if is_last {
            return Ok((sale.version > 0).then_some(sale));
        }
    }
}

/// Writes the first snapshots of sales.
pub fn insert(conn: &mut Conn, sales: &[&Sale]) -> DbResult<()> {
    let rows: Vec<Row> = sales.iter().copied().map(row).collect::<DbResult<_>>()?;
    insert_rows!(conn, sale_snapshot, &rows)
}

/// Writes the next one, if enough has happened since `version`.
pub fn follow(changes: &mut Changes<'_>, sale: &Sale, version: u64) -> DbResult<()> {
    if sale.version / EVERY == version / EVERY {
        return Ok(());
    }
    let Row { vendor_id, sale_id, version, body } = row(sale)?;
    let its = sale_snapshot::table.find((vendor_id, sale_id));
    changes.make(diesel::update(its).set((sale_snapshot::version.eq(version), sale_snapshot::body.eq(body))))
}

/// The snapshot of a sale as it is stored: the number of events that it holds, and its text.
pub fn written(conn: &mut Conn, vendor: VendorId, id: SaleId) -> DbResult<Option<(u64, Written)>> {
    let row = sale_snapshot::table.find((Typed(vendor), Typed(id)));
    let row = row.select((sale_snapshot::version, sale_snapshot::body));
    let found: Option<(u64, Typed<Written>)> = row.first(conn).optional()?;
    Ok(found.map(|(version, Typed(body))| (version, body)))
}

/// Writes the snapshot of a sale anew, whatever stood there.
pub fn repair(conn: &mut Conn, sale: &Sale) -> DbResult<()> {
    let its = sale_snapshot::table.find((Typed(sale.vendor), Typed(sale.id)));
    diesel::delete(its).execute(conn)?;
    insert(conn, &[sale])
}
