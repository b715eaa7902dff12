//! The events that somebody outside may want to hear of. Written with the events; delivering them is the
//! worker's matter.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use followthrough_common::{
    domain::event::Event,
    id::{SaleId, VendorId},
};

use super::read;
use crate::db::{Conn, DbResult, native, schema::outbox};

const TABLE: &str = "outbox";

#[derive(Insertable)]
#[diesel(table_name = outbox)]
struct Row {
    vendor_id: String,
    event_id: String,
    sale_id: String,
    seq: i64,
    kind: &'static str,
    created_at: i64,
}

/// Puts events out, in their order.
pub fn insert(
    conn: &mut Conn,
    vendor: VendorId,
    sale: SaleId,
    events: &[Event],
    now: DateTime<Utc>,
) -> DbResult<()> {
    let rows: DbResult<Vec<Row>> = events
        .iter()
        .map(|event| {
            Ok(Row {
                vendor_id: vendor.to_string(),
                event_id: event.id.to_string(),
                sale_id: sale.to_string(),
                seq: read::number(TABLE, event.seq)?,
                kind: event.body.kind(),
                created_at: now.timestamp_micros(),
            })
        })
        .collect();
    let rows = rows?;
    native!(conn => diesel::insert_into(outbox::table).values(&rows).execute(conn))?;
    Ok(())
}

/// Forgets some of the rows that are older than `before`; returns how many.
pub fn delete_older(conn: &mut Conn, before: DateTime<Utc>, limit: i64) -> DbResult<usize> {
    let before = before.timestamp_micros();
    let rows = outbox::table.filter(outbox::created_at.lt(before)).order(outbox::created_at);
    let newest: Option<i64> =
        rows.select(outbox::created_at).offset(limit.max(1) - 1).first(conn).optional()?;
    let until = newest.map_or(before, |at| at + 1);
    Ok(diesel::delete(outbox::table.filter(outbox::created_at.lt(until))).execute(conn)?)
}
