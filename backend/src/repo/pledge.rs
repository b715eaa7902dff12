//! What the vendor pledges to its customers. The newest version counts; a vendor without one has the default.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use followthrough_common::{domain::pledge::Pledge, id::VendorId};

use crate::db::{Conn, DbResult, Typed, Written, schema::pledge};

/// One version.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = pledge)]
pub struct Stored {
    /// From 1; 0 is the default.
    pub version: i64,
    /// What it says.
    pub record: Pledge,
}

/// What counts now.
pub fn newest(conn: &mut Conn, vendor: VendorId) -> DbResult<Stored> {
    let rows = pledge::table.filter(pledge::vendor_id.eq(Typed(vendor))).order(pledge::version.desc());
    let found = rows.select(Stored::as_select()).first(conn).optional()?;
    Ok(found.unwrap_or_else(|| Stored { version: 0, record: Pledge::default() }))
}

/// Adds a version; one that exists already is a lost race.
pub fn insert(conn: &mut Conn, vendor: VendorId, new: &Stored, now: DateTime<Utc>) -> DbResult<()> {
    diesel::insert_into(pledge::table)
        .values((
            pledge::vendor_id.eq(Typed(vendor)),
            pledge::version.eq(new.version),
            pledge::record.eq(Typed(Written::of(&new.record)?)),
            pledge::created_at.eq(Typed(now)),
        ))
        .execute(conn)?;
    Ok(())
}
