//! A vendor's own numbers. Rules use the newest version; a vendor without one has the defaults.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use followthrough_common::{domain::policy::Policy, id::VendorId};

use super::read;
use crate::db::{Conn, DbResult, schema::policy};

const TABLE: &str = "policy";

/// The numbers that count now.
pub fn current(conn: &mut Conn, vendor: VendorId) -> DbResult<Policy> {
    let rows = policy::table.filter(policy::vendor_id.eq(vendor.to_string())).order(policy::version.desc());
    let record: Option<String> = rows.select(policy::record).first(conn).optional()?;
    record.map_or_else(|| Ok(Policy::default()), |record| read::json(TABLE, &record))
}

/// Stores the next version.
pub fn replace(conn: &mut Conn, vendor: VendorId, new: &Policy, now: DateTime<Utc>) -> DbResult<()> {
    let rows = policy::table.filter(policy::vendor_id.eq(vendor.to_string()));
    let newest: Option<i64> = rows.select(diesel::dsl::max(policy::version)).first(conn)?;
    diesel::insert_into(policy::table)
        .values((
            policy::vendor_id.eq(vendor.to_string()),
            policy::version.eq(newest.unwrap_or_default() + 1),
            policy::record.eq(read::to_json(TABLE, new)?),
            policy::created_at.eq(now.timestamp_micros()),
        ))
        .execute(conn)?;
    Ok(())
}
