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

use super::read;
use crate::db::{Conn, DbResult, schema::agreement};

const TABLE: &str = "agreement";

/// The standard that applies now.
pub fn newest(conn: &mut Conn, vendor: VendorId, policy: &Policy) -> DbResult<Standard> {
    let rows =
        agreement::table.filter(agreement::vendor_id.eq(vendor.to_string())).order(agreement::version.desc());
    let row: Option<(i64, String)> =
        rows.select((agreement::version, agreement::record)).first(conn).optional()?;
    match row {
        None => Ok(standard_terms(policy)),
        Some((version, record)) => Ok(Standard { version, terms: read::json(TABLE, &record)? }),
    }
}

/// Adds a version; one that exists already is a lost race.
pub fn insert(conn: &mut Conn, vendor: VendorId, new: &Standard, now: DateTime<Utc>) -> DbResult<()> {
    diesel::insert_into(agreement::table)
        .values((
            agreement::vendor_id.eq(vendor.to_string()),
            agreement::version.eq(new.version),
            agreement::record.eq(read::to_json(TABLE, &new.terms)?),
            agreement::created_at.eq(now.timestamp_micros()),
        ))
        .execute(conn)?;
    Ok(())
}
