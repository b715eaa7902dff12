//! A vendor's own numbers. Rules use the newest version; a vendor without one has the defaults.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use followthrough_common::{domain::policy::Policy, id::VendorId};

use super::read;
use crate::db::{Conn, DbResult, schema::policy};

const TABLE: &str = "policy";

/// One version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// From 1; 0 are the defaults.
    pub version: i64,
    /// The numbers.
    pub record: Policy,
}

/// The numbers that count now.
pub fn newest(conn: &mut Conn, vendor: VendorId) -> DbResult<Stored> {
    let rows = policy::table.filter(policy::vendor_id.eq(vendor.to_string())).order(policy::version.desc());
    let row: Option<(i64, String)> = rows.select((policy::version, policy::record)).first(conn).optional()?;
    match row {
        None => Ok(Stored { version: 0, record: Policy::default() }),
        Some((version, record)) => Ok(Stored { version, record: read::json(TABLE, &record)? }),
    }
}

/// Adds a version; one that exists already is a lost race.
pub fn insert(conn: &mut Conn, vendor: VendorId, new: &Stored, now: DateTime<Utc>) -> DbResult<()> {
    diesel::insert_into(policy::table)
        .values((
            policy::vendor_id.eq(vendor.to_string()),
            policy::version.eq(new.version),
            policy::record.eq(read::to_json(TABLE, &new.record)?),
            policy::created_at.eq(now.timestamp_micros()),
        ))
        .execute(conn)?;
    Ok(())
}
