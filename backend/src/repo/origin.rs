//! The web origins on which a vendor shows the widget, exactly as browsers send them.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use followthrough_common::id::VendorId;

use crate::db::{Conn, DbResult, Typed, native, schema::allowed_origin};

/// No vendor has more portals than this.
const MOST: i64 = 1_000;

/// Allows an origin; allowing it twice changes nothing.
pub fn insert(conn: &mut Conn, vendor: VendorId, origin: &str, now: DateTime<Utc>) -> DbResult<()> {
    let row = (
        allowed_origin::vendor_id.eq(Typed(vendor)),
        allowed_origin::origin.eq(origin),
        allowed_origin::created_at.eq(Typed(now)),
    );
    native!(conn => diesel::insert_into(allowed_origin::table).values(row).on_conflict_do_nothing().execute(conn))?;
    Ok(())
}

/// No longer allows an origin. Returns whether it was allowed.
pub fn delete(conn: &mut Conn, vendor: VendorId, origin: &str) -> DbResult<bool> {
    let row = allowed_origin::table.find((Typed(vendor), origin.to_owned()));
    Ok(diesel::delete(row).execute(conn)? == 1)
}

/// Whether pages of this origin may ask.
pub fn is_allowed(conn: &mut Conn, vendor: VendorId, origin: &str) -> DbResult<bool> {
    let row = allowed_origin::table.find((Typed(vendor), origin.to_owned()));
    Ok(row.select(allowed_origin::origin).first::<String>(conn).optional()?.is_some())
}

/// Whether any vendor allows this origin. A preflight names no vendor, so this is all that it can be told.
pub fn is_allowed_by_any(conn: &mut Conn, origin: &str) -> DbResult<bool> {
    let rows = allowed_origin::table.filter(allowed_origin::origin.eq(origin));
    Ok(rows.select(allowed_origin::origin).first::<String>(conn).optional()?.is_some())
}

/// All of a vendor's origins, in alphabetical order.
pub fn list(conn: &mut Conn, vendor: VendorId) -> DbResult<Vec<String>> {
    let rows = allowed_origin::table.filter(allowed_origin::vendor_id.eq(Typed(vendor)));
    Ok(rows.order(allowed_origin::origin).limit(MOST).select(allowed_origin::origin).load(conn)?)
}
