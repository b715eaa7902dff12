//! The event log: written once, never changed.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use followthrough_common::{
    actor::Actor,
    domain::event::Event,
    id::{EventId, SaleId, VendorId},
};

use super::insert::{insert_rows, insert_through};
use crate::db::{
    Changes, Conn, DbError, DbResult, Typed, Written, native,
    schema::{event_position, sale_event},
};

/// How bodies are written now. When their form changes, this rises and [`Event`]s of older forms are lifted
/// while they are read.
const FORMAT: i64 = 1;

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = sale_event, treat_none_as_default_value = false)]
struct Row {
    vendor_id: Typed<VendorId>,
    sale_id: Typed<SaleId>,
    seq: Typed<u64>,
    id: Typed<EventId>,
    at: Typed<DateTime<Utc>>,
    recorded_at: Typed<DateTime<Utc>>,
    actor: Typed<Actor>,
    kind: String,
    format: i64,
    body: Typed<Written>,
}

impl TryFrom<Row> for Event {
    type Error = DbError;

    fn try_from(row: Row) -> DbResult<Self> {
        if row.format != FORMAT {
            return Err(DbError::corrupt("sale_event", format_args!("its format is {}", row.format)));
        }
        let Row {
            id: Typed(id), seq: Typed(seq), at: Typed(at), actor: Typed(actor), body: Typed(body), ..
        } = row;
        Ok(Self { id, seq, at, actor, body: body.read()? })
    }
}

/// An event with its position among all of its vendor.
#[derive(Debug, Clone, PartialEq)]
pub struct Positioned {
    /// From 1, without gaps.
    pub position: u64,
    /// Whose log it stands in.
    pub sale: SaleId,
    /// The event.
    pub event: Event,
}

/// Some events of all sales of a vendor in the order of their positions, those behind `after`.
pub fn list_after(conn: &mut Conn, vendor: VendorId, after: u64, limit: i64) -> DbResult<Vec<Positioned>> {
    let of_event = sale_event::vendor_id
        .eq(event_position::vendor_id)
        .and(sale_event::sale_id.eq(event_position::sale_id))
        .and(sale_event::seq.eq(event_position::seq));
    let rows = event_position::table
        .inner_join(sale_event::table.on(of_event))
        .filter(event_position::vendor_id.eq(Typed(vendor)))
        .filter(event_position::position.gt(Typed(after)))
        .order(event_position::position)
        .limit(limit);
    let rows: Vec<(u64, Row)> = rows.select((event_position::position, Row::as_select())).load(conn)?;
    let positioned = |(position, row): (u64, Row)| {
        let Typed(sale) = row.sale_id;
        Ok(Positioned { position, sale, event: row.try_into()? })
    };
    rows.into_iter().map(positioned).collect()
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
            vendor_id: Typed(vendor),
            sale_id: Typed(sale),
            seq: Typed(event.seq),
            id: Typed(event.id),
            at: Typed(event.at),
            recorded_at: Typed(recorded_at),
            actor: Typed(event.actor),
            kind: event.body.kind(),
            format: FORMAT,
            body: Typed(Written::of(&event.body)?),
        })
    };
    events.into_iter().map(row).collect()
}

/// Some events of a sale, oldest first, those behind `after`.
pub fn list(conn: &mut Conn, vendor: VendorId, sale: SaleId, after: u64, limit: i64) -> DbResult<Vec<Event>> {
    let rows = sale_event::table
        .filter(sale_event::vendor_id.eq(Typed(vendor)))
        .filter(sale_event::sale_id.eq(Typed(sale)))
        .filter(sale_event::seq.gt(Typed(after)))
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
    // No sale has so many events.
    let before = before.unwrap_or(u64::MAX >> 1);
    let rows = sale_event::table
        .filter(sale_event::vendor_id.eq(Typed(vendor)))
        .filter(sale_event::sale_id.eq(Typed(sale)))
        .filter(sale_event::seq.lt(Typed(before)))
        .order(sale_event::seq.desc())
        .limit(limit);
    let rows: Vec<Row> = rows.select(Row::as_select()).load(conn)?;
    rows.into_iter().map(Event::try_from).collect()
}
