//! The persons at the vendor: one versioned record each.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use followthrough_common::{
    domain::member::Member,
    id::{MemberId, VendorId},
};

use super::page::Page;
use crate::db::{Conn, DbResult, Typed, Written, schema::member};

/// A view names the members of a vendor; a company with more people than this shows the first.
const MOST: i64 = 1_000;

/// A record with its version.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = member)]
pub struct Stored {
    /// What is known of them.
    pub record: Member,
    /// From 1.
    pub version: i64,
}

/// Adds a member.
pub fn insert(conn: &mut Conn, vendor: VendorId, new: &Member, now: DateTime<Utc>) -> DbResult<()> {
    diesel::insert_into(member::table)
        .values((
            member::vendor_id.eq(Typed(vendor)),
            member::id.eq(Typed(new.id)),
            member::version.eq(1),
            member::record.eq(Typed(Written::of(new)?)),
            member::created_at.eq(Typed(now)),
            member::updated_at.eq(Typed(now)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Stores a changed record if nobody else did since `version`; returns whether.
pub fn update(
    conn: &mut Conn,
    vendor: VendorId,
    changed: &Member,
    version: i64,
    now: DateTime<Utc>,
) -> DbResult<bool> {
    let row = member::table.find((Typed(vendor), Typed(changed.id))).filter(member::version.eq(version));
    let count = diesel::update(row)
        .set((
            member::version.eq(version + 1),
            member::record.eq(Typed(Written::of(changed)?)),
            member::updated_at.eq(Typed(now)),
        ))
        .execute(conn)?;
    Ok(count == 1)
}

/// One member.
pub fn find(conn: &mut Conn, vendor: VendorId, id: MemberId) -> DbResult<Option<Stored>> {
    let row = member::table.find((Typed(vendor), Typed(id)));
    Ok(row.select(Stored::as_select()).first(conn).optional()?)
}

/// One page, oldest first.
pub fn list(conn: &mut Conn, vendor: VendorId, page: &Page) -> DbResult<Vec<Stored>> {
    let rows = member::table
        .filter(member::vendor_id.eq(Typed(vendor)))
        .filter(member::id.gt(Typed(page.after.clone().unwrap_or_default())))
        .order(member::id)
        .limit(page.limit);
    Ok(rows.select(Stored::as_select()).load(conn)?)
}

/// All members, for the names in a view.
pub fn all(conn: &mut Conn, vendor: VendorId) -> DbResult<Vec<Member>> {
    let members = list(conn, vendor, &Page::first(MOST))?;
    Ok(members.into_iter().map(|stored| stored.record).collect())
}
