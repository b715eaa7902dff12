//! Counts of writes, shared by all servers, so that a limit holds however many of them there are.

use diesel::{prelude::*, upsert::excluded};
use followthrough_common::id::VendorId;

use crate::db::{Conn, DbResult, Typed, kept, schema::rate_bucket};

/// Counts so many more for each of these in a window of time, and tells how many there are now. `bucket` says who is
/// counted; personal data in it is hashed by the caller.
pub fn add(
    conn: &mut Conn,
    vendor: VendorId,
    counts: &[(&str, u32)],
    time_window: i64,
) -> DbResult<Vec<(String, i64)>> {
    if counts.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<_> = counts
        .iter()
        .map(|(bucket, used)| {
            (
                rate_bucket::vendor_id.eq(Typed(vendor)),
                rate_bucket::bucket.eq((*bucket).to_owned()),
                rate_bucket::time_window.eq(time_window),
                rate_bucket::used.eq(i64::from(*used)),
            )
        })
        .collect();
    let key = (rate_bucket::vendor_id, rate_bucket::bucket, rate_bucket::time_window);
    match conn {
        Conn::Pg(conn) => {
            let counted = diesel::insert_into(rate_bucket::table)
                .values(rows)
                .on_conflict(key)
                .do_update()
                .set(rate_bucket::used.eq(rate_bucket::used + excluded(rate_bucket::used)))
                .returning((rate_bucket::bucket, rate_bucket::used));
            Ok(kept(counted).load(conn)?)
        }
        // Its batches give nothing back.
        Conn::Sqlite(conn) => {
            let mut found = Vec::with_capacity(counts.len());
            for row in rows {
                let counted = diesel::insert_into(rate_bucket::table)
                    .values(row)
                    .on_conflict(key)
                    .do_update()
                    .set(rate_bucket::used.eq(rate_bucket::used + excluded(rate_bucket::used)))
                    .returning((rate_bucket::bucket, rate_bucket::used));
                found.push(kept(counted).get_result(conn)?);
            }
            Ok(found)
        }
    }
}

/// Counts one more and tells how many there are now.
pub fn count(conn: &mut Conn, vendor: VendorId, bucket: &str, time_window: i64) -> DbResult<i64> {
    let counted = add(conn, vendor, &[(bucket, 1)], time_window)?;
    Ok(counted.first().map_or(0, |(_, used)| *used))
}

/// Forgets the windows before this one; returns how many.
pub fn delete_before(conn: &mut Conn, time_window: i64) -> DbResult<usize> {
    let rows = rate_bucket::table.filter(rate_bucket::time_window.lt(time_window));
    Ok(diesel::delete(rows).execute(conn)?)
}
