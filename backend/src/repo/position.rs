//! The place of every event among all events of its vendor. It is given after the event is committed, in a table beside
//! the log, which stays as it was written: so nobody who writes waits for it, and who reads by positions sees no event
//! come in behind one that they have seen.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use diesel::{
    dsl::{exists, not},
    prelude::*,
    sql_query,
    sql_types::BigInt,
};
use followthrough_common::id::{SaleId, VendorId};

use crate::db::{
    Conn, DbResult, Typed,
    column::{Count, Instant, Word},
    few_lengths, how_many, kept, native,
    schema::{event_position, sale, sale_event, sequencer},
};

/// So many events get their positions in one transaction: on SQLite everybody else waits for it.
pub const MOST: i64 = 500;

#[derive(Insertable)]
#[diesel(table_name = event_position, treat_none_as_default_value = false)]
struct Row {
    vendor_id: Typed<VendorId>,
    position: Typed<u64>,
    sale_id: Typed<SaleId>,
    seq: Typed<u64>,
}

/// Whose events were recorded since then and have no position: a row for each event, the oldest first.
pub fn behind_since(conn: &mut Conn, since: DateTime<Utc>, limit: i64) -> DbResult<Vec<(VendorId, SaleId)>> {
    let its = event_position::table
        .filter(event_position::vendor_id.eq(sale_event::vendor_id))
        .filter(event_position::sale_id.eq(sale_event::sale_id))
        .filter(event_position::seq.eq(sale_event::seq));
    let rows = sale_event::table
        .filter(sale_event::recorded_at.ge(Typed(since)))
        .filter(not(exists(its)))
        .order(sale_event::recorded_at)
        .limit(limit);
    Ok(rows.select((sale_event::vendor_id, sale_event::sale_id)).load(conn)?)
}

/// Some sales whose newest event has no position, whenever it was recorded, in the order of their ids.
pub fn behind(
    conn: &mut Conn,
    after: Option<(VendorId, SaleId)>,
    limit: i64,
) -> DbResult<Vec<(VendorId, SaleId)>> {
    let its = event_position::table
        .filter(event_position::vendor_id.eq(sale::vendor_id))
        .filter(event_position::sale_id.eq(sale::id))
        .filter(event_position::seq.eq(sale::version));
    let (vendor, id) = after.map(|(vendor, id)| (vendor.to_string(), id.to_string())).unwrap_or_default();
    let of_same = sale::vendor_id.eq(Typed(vendor.clone())).and(sale::id.gt(Typed(id)));
    let rows = sale::table
        .filter(sale::vendor_id.gt(Typed(vendor)).or(of_same))
        .filter(not(exists(its)))
        .order((sale::vendor_id, sale::id))
        .limit(limit);
    Ok(rows.select((sale::vendor_id, sale::id)).load(conn)?)
}

/// How many events since then have no position, and when the first of them was recorded.
pub fn waiting(conn: &mut Conn, since: DateTime<Utc>) -> DbResult<(u64, Option<DateTime<Utc>>)> {
    let its = event_position::table
        .filter(event_position::vendor_id.eq(sale_event::vendor_id))
        .filter(event_position::sale_id.eq(sale_event::sale_id))
        .filter(event_position::seq.eq(sale_event::seq));
    let rows = sale_event::table.filter(sale_event::recorded_at.ge(Typed(since))).filter(not(exists(its)));
    let of = (how_many(sale_event::id), diesel::dsl::min(sale_event::recorded_at));
    Ok(rows.select(of).first(conn)?)
}

/// Gives the next positions of the vendor to events of these sales that have none; tells how many got one. Nothing if
/// somebody else is at it.
pub fn give(conn: &mut Conn, vendor: VendorId, sales: &[SaleId]) -> DbResult<Option<usize>> {
    let Some(last) = hold(conn, vendor)? else { return Ok(None) };
    let new = in_order(without(conn, vendor, sales)?);
    let rows: Vec<Row> = (last + 1..)
        .zip(&new)
        .map(|(position, event)| Row {
            vendor_id: Typed(vendor),
            position: Typed(position),
            sale_id: Typed(event.sale_id),
            seq: Typed(event.seq),
        })
        .collect();
    let Some(newest) = rows.last().map(|row| row.position) else { return Ok(Some(0)) };
    native!(conn => diesel::insert_into(event_position::table).values(&rows).execute(conn))?;
    let its = diesel::update(sequencer::table.find(Typed(vendor)));
    kept(its.set(sequencer::position.eq(newest))).execute(conn)?;
    Ok(Some(rows.len()))
}

/// The last position that the vendor has given. Until this transaction ends, nobody else gives one: who holds this row
/// is the vendor's sequencer, and if that dies, the database lets go of it.
fn hold(conn: &mut Conn, vendor: VendorId) -> DbResult<Option<u64>> {
    if let Some(last) = held(conn, vendor)? {
        return Ok(Some(last));
    }
    // Whoever adds a row that another one holds would wait for them.
    if given(conn, vendor)?.is_some() {
        return Ok(None);
    }
    let first = (sequencer::vendor_id.eq(Typed(vendor)), sequencer::position.eq(Typed(0_u64)));
    native!(conn => {
        diesel::insert_into(sequencer::table).values(first).on_conflict_do_nothing().execute(conn)
    })?;
    held(conn, vendor)
}

/// The last position that was given, whoever gives the next.
fn given(conn: &mut Conn, vendor: VendorId) -> DbResult<Option<u64>> {
    Ok(sequencer::table.find(Typed(vendor)).select(sequencer::position).first(conn).optional()?)
}

fn held(conn: &mut Conn, vendor: VendorId) -> DbResult<Option<u64>> {
    let row = sequencer::table.find(Typed(vendor)).select(sequencer::position);
    let found = match conn {
        // Who finds it held has nothing to wait for: the other one gives the same positions.
        Conn::Pg(conn) => row.for_update().skip_locked().first(conn),
        // The writer of SQLite is alone anyway, and its SQL has no such clause.
        Conn::Sqlite(conn) => row.first(conn),
    };
    Ok(found.optional()?)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, QueryableByName)]
struct Unnumbered {
    #[diesel(sql_type = Word)]
    sale_id: SaleId,
    #[diesel(sql_type = Count)]
    seq: u64,
    #[diesel(sql_type = Instant)]
    recorded_at: DateTime<Utc>,
}

/// What of these sales has no position, each sale in the order of its log. A log grows at its end only, and positions
/// were given in its order, so all that is behind the last one that has a position has none. From the sales to their
/// events, by `CROSS JOIN` and in this order: SQLite counts no rows.
fn without(conn: &mut Conn, vendor: VendorId, sales: &[SaleId]) -> DbResult<Vec<Unnumbered>> {
    let sales = few_lengths(sales.iter().copied());
    // SQLite numbers values in the order in which they come in the text.
    let places: Vec<String> = (1..=sales.len()).map(|place| format!("(CAST(${place} AS TEXT))")).collect();
    let (whose, most) = (sales.len() + 1, sales.len() + 2);
    let text = format!(
        "WITH looked (sale_id) AS (VALUES {places}), \
         known (sale_id, seq) AS (SELECT DISTINCT looked.sale_id, (SELECT max(seq) FROM event_position \
         WHERE event_position.vendor_id = ${whose} AND event_position.sale_id = looked.sale_id) FROM looked) \
         SELECT sale_event.sale_id, sale_event.seq, sale_event.recorded_at FROM known \
         CROSS JOIN sale_event WHERE sale_event.vendor_id = ${whose} AND sale_event.sale_id = known.sale_id \
         AND sale_event.seq > COALESCE(known.seq, 0) \
         ORDER BY sale_event.sale_id, sale_event.seq LIMIT ${most}",
        places = places.join(", ")
    );
    let mut question = sql_query(text).into_boxed();
    for sale in sales {
        question = question.bind::<Word, _>(Typed(sale));
    }
    let question = question.bind::<Word, _>(Typed(vendor)).bind::<BigInt, _>(MOST);
    Ok(kept(question).load(conn)?)
}

/// As it was recorded, but each sale in the order of its log, whatever the clocks of two servers said.
fn in_order(events: Vec<Unnumbered>) -> Vec<Unnumbered> {
    let mut latest: BTreeMap<SaleId, DateTime<Utc>> = BTreeMap::new();
    let mut timed: Vec<(DateTime<Utc>, Unnumbered)> = Vec::with_capacity(events.len());
    for event in events {
        let latest = latest.entry(event.sale_id).or_insert(event.recorded_at);
        *latest = event.recorded_at.max(*latest);
        timed.push((*latest, event));
    }
    timed.sort_by_key(|(at, event)| (*at, event.sale_id, event.seq));
    timed.into_iter().map(|(_, event)| event).collect()
}

/// What is wrong with the positions of a sale of so many events: an event twice, or before one that happened earlier, one
/// that is not in the log, a position that nobody gave, or none before it.
pub fn differences(
    conn: &mut Conn,
    (vendor, sale): (VendorId, SaleId),
    events: u64,
) -> DbResult<Vec<String>> {
    let given = given(conn, vendor)?;
    let its = event_position::table
        .filter(event_position::vendor_id.eq(Typed(vendor)))
        .filter(event_position::sale_id.eq(Typed(sale)));
    let rows = its.order(event_position::position).select((event_position::position, event_position::seq));
    let rows: Vec<(u64, u64)> = rows.load(conn)?;
    let in_log = (1..=events).zip(&rows).filter(|(expected, (_, seq))| expected == seq).count();
    let mut wrong: Vec<String> =
        rows.iter().skip(in_log).map(|(_, seq)| format!("event_position {seq}")).collect();
    let last = rows.last().map(|(position, _)| *position);
    if last > given {
        wrong.push("sequencer".to_owned());
    }
    for some in rows.chunks(200) {
        let before: Vec<u64> =
            some.iter().map(|(position, _)| position.saturating_sub(1)).filter(|it| *it > 0).collect();
        let there = event_position::table
            .filter(event_position::vendor_id.eq(Typed(vendor)))
            .filter(event_position::position.eq_any(before.iter().copied().map(Typed)));
        let there: Vec<u64> = there.select(event_position::position).load(conn)?;
        let missing = before.iter().filter(|position| !there.contains(position));
        wrong.extend(missing.map(|position| format!("event_position at {position}")));
    }
    Ok(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::instant;

    #[test]
    fn the_log_of_a_sale_comes_in_its_order_whatever_the_clocks_said() {
        let [one, other] = ["sale_01h2xcejqtf2nbrexx3vqjhp41", "sale_01h2xcejqtf2nbrexx3vqjhp42"];
        let event = |sale: &str, seq, at| Unnumbered {
            sale_id: sale.parse().unwrap(),
            seq,
            recorded_at: instant(at),
        };
        let events = vec![
            event(one, 1, "2026-11-02T09:00:02Z"),
            event(one, 2, "2026-11-02T09:00:01Z"),
            event(one, 3, "2026-11-02T09:00:09Z"),
            event(other, 7, "2026-11-02T09:00:00Z"),
            event(other, 8, "2026-11-02T09:00:05Z"),
        ];
        let order: Vec<u64> = in_order(events).into_iter().map(|event| event.seq).collect();
        assert_eq!(order, [7, 1, 2, 8, 3]);
    }
}
