//! The vendor's standard contact sheet, version by version. The newest one counts.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use followthrough_common::{domain::contact_sheet::ContactSheet, id::VendorId};

use crate::db::{Conn, DbResult, Typed, Written, schema::contact_sheet};

/// One version.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = contact_sheet)]
pub struct Stored {
    /// From 1.
    pub version: i64,
    /// The sheet.
    pub record: ContactSheet,
}

/// The sheet that counts now, if there is one.
pub fn newest(conn: &mut Conn, vendor: VendorId) -> DbResult<Option<Stored>> {
    let rows = contact_sheet::table
        .filter(contact_sheet::vendor_id.eq(Typed(vendor)))
        .order(contact_sheet::version.desc());
    Ok(rows.select(Stored::as_select()).first(conn).optional()?)
}

/// Adds a version; one that exists already is a lost race.
pub fn insert(conn: &mut Conn, vendor: VendorId, new: &Stored, now: DateTime<Utc>) -> DbResult<()> {
    diesel::insert_into(contact_sheet::table)
        .values((
            contact_sheet::vendor_id.eq(Typed(vendor)),
            contact_sheet::version.eq(new.version),
            contact_sheet::record.eq(Typed(Written::of(&new.record)?)),
            contact_sheet::created_at.eq(Typed(now)),
        ))
        .execute(conn)?;
    Ok(())
}
