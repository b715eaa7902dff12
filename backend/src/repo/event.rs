//! The event log: written once, never changed.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use followthrough_common::{
    domain::event::Event,
    id::{SaleId, VendorId},
};

use super::{
    insert::{insert_rows, insert_through},
    read,
};
use crate::db::{Changes, Conn, DbError, DbResult, native, schema::sale_event};

const TABLE: &str = "sale_event";
/// How bodies are written now. When their form changes, this rises and [`Event`]s of older forms are lifted
/// while they are read.
const FORMAT: i64 = 1;

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = sale_event, treat_none_as_default_value = false)]
struct Row {
    vendor_id: String,
    sale_id: String,
    seq: i64,
    id: String,
    at: i64,
    recorded_at: i64,
    actor: String,
    kind: String,
    format: i64,
    body: String,
}

impl TryFrom<Row> for Event {
    type Error = DbError;

    fn try_from(row: Row) -> DbResult<Self> {
        if row.format != FORMAT {
            return Err(DbError::corrupt(TABLE, format_args!("its format is {}", row.format)));
        }
        Ok(Self {
            id: read::text(TABLE, &row.id)?,
            seq: read::count(TABLE, row.seq)?,
            at: read::instant(TABLE, row.at)?,
            actor: read::json(TABLE, &row.actor)?,
            body: read::json(TABLE, &row.body)?,
        })
    }
}

/// Adds events to the logs of sales. A number that is taken is a lost race.
pub fn append<'e>(
    conn: &mut Conn,
    vendor: VendorId,
    events: impl IntoIterator<Item = (SaleId, &'e Event)>,
    recorded_at: DateTime<Utc>,
) -> DbResult<()> {
    let rows = rows(vendor, events, recorded_at)?;
    insert_rows!(conn, sale_event, &rows)
}

/// The same with other changes of a transaction.
pub fn append_with<'e>(
    changes: &mut Changes<'_>,
    vendor: VendorId,
    events: impl IntoIterator<Item = (SaleId, &'e Event)>,
    recorded_at: DateTime<Utc>,
) -> DbResult<()> {
    let rows = rows(vendor, events, recorded_at)?;
    insert_through!(changes, sale_event, rows)
}

fn rows<'e>(
    vendor: VendorId,
    events: impl IntoIterator<Item = (SaleId, &'e Event)>,
    recorded_at: DateTime<Utc>,
) -> DbResult<Vec<Row>> {
    let row = |(sale, event): (SaleId, &Event)| {
        Ok(Row {
            vendor_id: vendor.to_string(),
            sale_id: sale.to_string(),
            seq: read::number(TABLE, event.seq)?,
            id: event.id.to_string(),
            at: event.at.timestamp_micros(),
            recorded_at: recorded_at.timestamp_micros(),
            actor: read::to_json(TABLE, &event.actor)?,
            kind: event.body.kind(),
            format: FORMAT,
            body: read::to_json(TABLE, &event.body)?,
        })
    };
    events.into_iter().map(row).collect()
}

/// Some events of a sale, oldest first, those behind `after`.
pub fn list(conn: &mut Conn, vendor: VendorId, sale: SaleId, after: u64, limit: i64) -> DbResult<Vec<Event>> {
    let rows = sale_event::table
        .filter(sale_event::vendor_id.eq(vendor.to_string()))
        .filter(sale_event::sale_id.eq(sale.to_string()))
        .filter(sale_event::seq.gt(read::number(TABLE, after)?))
        .order(sale_event::seq)
        .limit(limit);
    let rows: Vec<Row> = rows.select(Row::as_select()).load(conn)?;
    rows.into_iter().map(Event::try_from).collect()
}

/// Some events of a sale, newest first, those before `before`.
pub fn list_before(
    conn: &mut Conn,
    vendor: VendorId,
    sale: SaleId,
    before: Option<u64>,
    limit: i64,
) -> DbResult<Vec<Event>> {
    let before = before.map_or(Ok(i64::MAX), |before| read::number(TABLE, before))?;
    let rows = sale_event::table
        .filter(sale_event::vendor_id.eq(vendor.to_string()))
        .filter(sale_event::sale_id.eq(sale.to_string()))
        .filter(sale_event::seq.lt(before))
        .order(sale_event::seq.desc())
        .limit(limit);
    let rows: Vec<Row> = rows.select(Row::as_select()).load(conn)?;
    rows.into_iter().map(Event::try_from).collect()
}
