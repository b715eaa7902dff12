//! A vendor's own numbers. Rules use the newest version; a vendor without one has the defaults.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use followthrough_common::{domain::policy::Policy, id::VendorId};

use crate::db::{Conn, DbResult, Typed, Written, schema::policy};

/// One version.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = policy)]
pub struct Stored {
    /// From 1; 0 are the defaults.
    pub version: i64,
    /// The numbers.
    pub record: Policy,
}

/// The numbers that count now.
pub fn newest(conn: &mut Conn, vendor: VendorId) -> DbResult<Stored> {
    let rows = policy::table.filter(policy::vendor_id.eq(Typed(vendor))).order(policy::version.desc());
    let found = rows.select(Stored::as_select()).first(conn).optional()?;
    Ok(found.unwrap_or_else(|| Stored { version: 0, record: Policy::default() }))
}

/// Adds a version; one that exists already is a lost race.
pub fn insert(conn: &mut Conn, vendor: VendorId, new: &Stored, now: DateTime<Utc>) -> DbResult<()> {
    diesel::insert_into(policy::table)
        .values((
            policy::vendor_id.eq(Typed(vendor)),
            policy::version.eq(new.version),
            policy::record.eq(Typed(Written::of(&new.record)?)),
            policy::created_at.eq(Typed(now)),
        ))
        .execute(conn)?;
    Ok(())
}
