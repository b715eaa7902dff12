//! The persons at the vendor: one versioned record each.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use followthrough_common::{
    domain::member::Member,
    id::{MemberId, VendorId},
};

use super::{page::Page, read};
use crate::db::{Conn, DbResult, schema::member};

const TABLE: &str = "member";
/// A view names the members of a vendor; a company with more people than this shows the first.
const MOST: i64 = 1_000;

/// A record with its version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// What is known of them.
    pub record: Member,
    /// From 1.
    pub version: i64,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = member)]
struct Row {
    version: i64,
    record: String,
}

impl Row {
    fn read(self) -> DbResult<Stored> {
        Ok(Stored { record: read::json(TABLE, &self.record)?, version: self.version })
    }
}

/// Adds a member.
pub fn insert(conn: &mut Conn, vendor: VendorId, new: &Member, now: DateTime<Utc>) -> DbResult<()> {
    diesel::insert_into(member::table)
        .values((
            member::vendor_id.eq(vendor.to_string()),
            member::id.eq(new.id.to_string()),
            member::version.eq(1),
            member::record.eq(read::to_json(TABLE, new)?),
            member::created_at.eq(now.timestamp_micros()),
            member::updated_at.eq(now.timestamp_micros()),
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
    let row =
        member::table.find((vendor.to_string(), changed.id.to_string())).filter(member::version.eq(version));
    let count = diesel::update(row)
        .set((
            member::version.eq(version + 1),
            member::record.eq(read::to_json(TABLE, changed)?),
            member::updated_at.eq(now.timestamp_micros()),
        ))
        .execute(conn)?;
    Ok(count == 1)
}

/// One member.
pub fn find(conn: &mut Conn, vendor: VendorId, id: MemberId) -> DbResult<Option<Stored>> {
    let row = member::table.find((vendor.to_string(), id.to_string()));
    row.select(Row::as_select()).first(conn).optional()?.map(Row::read).transpose()
}

/// One page, oldest first.
pub fn list(conn: &mut Conn, vendor: VendorId, page: &Page) -> DbResult<Vec<Stored>> {
    let after = page.after.clone().unwrap_or_default();
    let rows = member::table.filter(member::vendor_id.eq(vendor.to_string())).filter(member::id.gt(after));
    let rows: Vec<Row> = rows.order(member::id).limit(page.limit).select(Row::as_select()).load(conn)?;
    rows.into_iter().map(Row::read).collect()
}

/// All members, for the names in a view.
pub fn all(conn: &mut Conn, vendor: VendorId) -> DbResult<Vec<Member>> {
    let members = list(conn, vendor, &Page::first(MOST))?;
    Ok(members.into_iter().map(|stored| stored.record).collect())
}
