//! The folds of the logs, written down every so many events, so that a sale is read from its newest one and the few
//! events behind it, and what is written when something happens does not grow with the sale.

use diesel::prelude::*;
use followthrough_common::{
    domain::sale::{Sale, evolve},
    id::{SaleId, VendorId},
};

use super::{event, insert::insert_rows, read};
use crate::db::{Changes, Conn, DbResult, native, schema::sale_snapshot};

const TABLE: &str = "sale_snapshot";
/// A snapshot is written when this many events have happened since another.
const EVERY: u64 = 32;
/// Events that are held at once while a sale is read.
const PORTION: i64 = 200;

#[derive(Insertable)]
#[diesel(table_name = sale_snapshot, treat_none_as_default_value = false)]
struct Row {
    vendor_id: String,
    sale_id: String,
    version: i64,
    body: String,
}

fn row(sale: &Sale) -> DbResult<Row> {
    Ok(Row {
        vendor_id: sale.vendor.to_string(),
        sale_id: sale.id.to_string(),
        version: read::number(TABLE, sale.version)?,
        body: read::to_json(TABLE, sale)?,
    })
}

/// The sale as it stands: its snapshot with the events since then.
pub fn load(conn: &mut Conn, vendor: VendorId, id: SaleId) -> DbResult<Option<Sale>> {
    let row = sale_snapshot::table.find((vendor.to_string(), id.to_string()));
    let body: Option<String> = row.select(sale_snapshot::body).first(conn).optional()?;
    let mut sale = match body {
        Some(body) => read::json(TABLE, &body)?,
        None => Sale::unborn(vendor, id),
    };
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

/// A snapshot as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The number of events that it holds.
    pub version: u64,
    body: String,
}

impl Written {
    /// Whether it says the same as this fold of as many events.
    pub fn agrees(&self, with: &Sale) -> DbResult<bool> {
        Ok(read::to_json(TABLE, with)? == self.body)
    }
}

/// The snapshot of a sale, as it is stored.
pub fn written(conn: &mut Conn, vendor: VendorId, id: SaleId) -> DbResult<Option<Written>> {
    let row = sale_snapshot::table.find((vendor.to_string(), id.to_string()));
    let row = row.select((sale_snapshot::version, sale_snapshot::body));
    let found: Option<(i64, String)> = row.first(conn).optional()?;
    let written = |(version, body)| Ok(Written { version: read::count(TABLE, version)?, body });
    found.map(written).transpose()
}

/// Writes the snapshot of a sale anew, whatever stood there.
pub fn repair(conn: &mut Conn, sale: &Sale) -> DbResult<()> {
    let its = sale_snapshot::table.find((sale.vendor.to_string(), sale.id.to_string()));
    diesel::delete(its).execute(conn)?;
    insert(conn, &[sale])
}
