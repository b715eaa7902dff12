//! The vendor's standard contact sheet, version by version. The newest one counts.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use followthrough_common::{domain::contact_sheet::ContactSheet, id::VendorId};

use super::read;
use crate::db::{Conn, DbResult, schema::contact_sheet};

const TABLE: &str = "contact_sheet";

/// One version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// From 1.
    pub version: i64,
    /// The sheet.
    pub record: ContactSheet,
}

/// The sheet that counts now, if there is one.
pub fn newest(conn: &mut Conn, vendor: VendorId) -> DbResult<Option<Stored>> {
    let rows = contact_sheet::table
        .filter(contact_sheet::vendor_id.eq(vendor.to_string()))
        .order(contact_sheet::version.desc());
    let row: Option<(i64, String)> =
        rows.select((contact_sheet::version, contact_sheet::record)).first(conn).optional()?;
    row.map(|(version, record)| Ok(Stored { version, record: read::json(TABLE, &record)? })).transpose()
}

/// Adds a version; one that exists already is a lost race.
pub fn insert(conn: &mut Conn, vendor: VendorId, new: &Stored, now: DateTime<Utc>) -> DbResult<()> {
    diesel::insert_into(contact_sheet::table)
        .values((
            contact_sheet::vendor_id.eq(vendor.to_string()),
            contact_sheet::version.eq(new.version),
            contact_sheet::record.eq(read::to_json(TABLE, &new.record)?),
            contact_sheet::created_at.eq(now.timestamp_micros()),
        ))
        .execute(conn)?;
    Ok(())
}
