//! Counts of writes, shared by all servers, so that a limit holds however many of them there are.

use diesel::prelude::*;
use followthrough_common::id::VendorId;

use crate::db::{Conn, DbResult, kept, native, schema::rate_bucket};

/// Counts one more in a window of time and tells how many there are now. `bucket` says who is counted;
/// personal data in it is hashed by the caller.
pub fn count(conn: &mut Conn, vendor: VendorId, bucket: &str, time_window: i64) -> DbResult<i64> {
    let row = (
        rate_bucket::vendor_id.eq(vendor.to_string()),
        rate_bucket::bucket.eq(bucket),
        rate_bucket::time_window.eq(time_window),
        rate_bucket::used.eq(1),
    );
    let key = (rate_bucket::vendor_id, rate_bucket::bucket, rate_bucket::time_window);
    let used = native!(conn => {
        let counted = diesel::insert_into(rate_bucket::table)
            .values(row)
            .on_conflict(key)
            .do_update()
            .set(rate_bucket::used.eq(rate_bucket::used + 1))
            .returning(rate_bucket::used);
        kept(counted).get_result(conn)
    });
    Ok(used?)
}

/// Forgets the windows before this one; returns how many.
pub fn delete_before(conn: &mut Conn, time_window: i64) -> DbResult<usize> {
    let rows = rate_bucket::table.filter(rate_bucket::time_window.lt(time_window));
    Ok(diesel::delete(rows).execute(conn)?)
}
