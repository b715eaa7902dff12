//! Limits on writes, exact over all servers: a bucket of tokens per somebody, which fills up with time.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use followthrough_common::id::VendorId;

use crate::db::{Conn, DbResult, native, schema::rate_bucket};

/// A token in the unit of the column.
const TOKEN: i64 = 1_000;
/// Microseconds in a minute.
const MINUTE: i64 = 60_000_000;

/// What a bucket says to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    /// Whether there was a token for it.
    pub is_allowed: bool,
    /// How many are left.
    pub remaining: i64,
    /// Seconds until there is a token again, 0 if there is one.
    pub retry_after: i64,
}

/// Takes one token out of a bucket that holds `per_minute` tokens and fills up evenly in a minute.
/// `bucket` says whose it is; personal data in it is hashed by the caller.
pub fn take(
    conn: &mut Conn,
    vendor: VendorId,
    bucket: &str,
    per_minute: u32,
    now: DateTime<Utc>,
) -> DbResult<Taken> {
    let most = i64::from(per_minute.max(1)) * TOKEN;
    let now = now.timestamp_micros();
    let new = (
        rate_bucket::vendor_id.eq(vendor.to_string()),
        rate_bucket::bucket.eq(bucket),
        rate_bucket::tokens.eq(most),
        rate_bucket::refilled_at.eq(now),
    );
    native!(conn => diesel::insert_into(rate_bucket::table).values(new).on_conflict_do_nothing().execute(conn))?;
    let row = rate_bucket::table.find((vendor.to_string(), bucket.to_owned()));
    let columns = (rate_bucket::tokens, rate_bucket::refilled_at);
    let (tokens, refilled_at): (i64, i64) = match conn {
        Conn::Pg(conn) => row.clone().select(columns).for_update().first(conn)?,
        // The writer of SQLite is alone.
        Conn::Sqlite(conn) => row.clone().select(columns).first(conn)?,
    };
    // Two servers' clocks may differ; time never runs backwards for a bucket.
    let passed = (now - refilled_at).clamp(0, MINUTE);
    let filled = (tokens + passed * (most / TOKEN) / (MINUTE / TOKEN)).min(most);
    let is_allowed = filled >= TOKEN;
    let left = if is_allowed { filled - TOKEN } else { filled };
    diesel::update(row)
        .set((rate_bucket::tokens.eq(left), rate_bucket::refilled_at.eq(refilled_at.max(now))))
        .execute(conn)?;
    let missing = (TOKEN - left).max(0) * (MINUTE / TOKEN) / (most / TOKEN);
    let retry_after = if is_allowed { 0 } else { missing / 1_000_000 + 1 };
    Ok(Taken { is_allowed, remaining: left / TOKEN, retry_after })
}

/// Forgets buckets that have been full since `before`; returns how many.
pub fn delete_older(conn: &mut Conn, before: DateTime<Utc>) -> DbResult<usize> {
    let rows = rate_bucket::table.filter(rate_bucket::refilled_at.lt(before.timestamp_micros()));
    Ok(diesel::delete(rows).execute(conn)?)
}
