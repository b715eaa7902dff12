//! A vendor's standard handling agreement: what applies in its sales while nothing else is agreed. All
//! versions are kept; a vendor without one has the product's own.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use followthrough_common::{
    domain::{
        agreement::{Standard, standard_terms},
        policy::Policy,
    },
    id::VendorId,
};

use crate::db::{Conn, DbResult, Typed, Written, schema::agreement};

/// The standard that applies now.
pub fn newest(conn: &mut Conn, vendor: VendorId, policy: &Policy) -> DbResult<Standard> {
    let rows =
        agreement::table.filter(agreement::vendor_id.eq(Typed(vendor))).order(agreement::version.desc());
    let found = rows.select((agreement::version, agreement::record)).first(conn).optional()?;
    Ok(found.map_or_else(|| standard_terms(policy), |(version, terms)| Standard { version, terms }))
}

/// Adds a version; one that exists already is a lost race.
pub fn insert(conn: &mut Conn, vendor: VendorId, new: &Standard, now: DateTime<Utc>) -> DbResult<()> {
    diesel::insert_into(agreement::table)
        .values((
            agreement::vendor_id.eq(Typed(vendor)),
            agreement::version.eq(new.version),
            agreement::record.eq(Typed(Written::of(&new.terms)?)),
            agreement::created_at.eq(Typed(now)),
        ))
        .execute(conn)?;
    Ok(())
}
