//! What the vendor pledges to its customers. The newest version counts; a vendor without one has the default.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use followthrough_common::{domain::pledge::Pledge, id::VendorId};

use super::read;
use crate::db::{Conn, DbResult, schema::pledge};

const TABLE: &str = "pledge";

/// One version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// From 1; 0 is the default.
    pub version: i64,
    /// What it says.
    pub record: Pledge,
}

/// What counts now.
pub fn newest(conn: &mut Conn, vendor: VendorId) -> DbResult<Stored> {
    let rows = pledge::table.filter(pledge::vendor_id.eq(vendor.to_string())).order(pledge::version.desc());
    let row: Option<(i64, String)> = rows.select((pledge::version, pledge::record)).first(conn).optional()?;
    match row {
        None => Ok(Stored { version: 0, record: Pledge::default() }),
        Some((version, record)) => Ok(Stored { version, record: read::json(TABLE, &record)? }),
    }
}

/// Adds a version; one that exists already is a lost race.
pub fn insert(conn: &mut Conn, vendor: VendorId, new: &Stored, now: DateTime<Utc>) -> DbResult<()> {
    diesel::insert_into(pledge::table)
        .values((
            pledge::vendor_id.eq(vendor.to_string()),
            pledge::version.eq(new.version),
            pledge::record.eq(read::to_json(TABLE, &new.record)?),
            pledge::created_at.eq(now.timestamp_micros()),
        ))
        .execute(conn)?;
    Ok(())
}
