//! Calendars and agenda templates: named records whose every version is kept, because sales pin the one that
//! they began with.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use followthrough_common::{id::VendorId, text::Line};
use serde::Serialize;

use super::page::Page;
use crate::db::{Conn, DbResult, Typed, Written};

/// One version of a named record.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Versioned<Id, Record> {
    /// Which one.
    pub id: Id,
    /// From 1.
    pub version: i64,
    /// What it is called.
    pub name: Line,
    /// What it says.
    pub record: Record,
}

macro_rules! versioned {
    ($(#[$doc:meta])* $table:ident, $id:ty, $record:ty) => {
        $(#[$doc])*
        pub mod $table {
            use super::*;
            use crate::db::schema::$table as stored;

            /// One version.
            pub type Stored = Versioned<$id, $record>;

            const COLUMNS: (stored::id, stored::version, stored::name, stored::record) =
                (stored::id, stored::version, stored::name, stored::record);

            /// Adds a version; a version that exists already is a lost race.
            pub fn insert(
                conn: &mut Conn,
                vendor: VendorId,
                new: &Versioned<$id, impl Serialize>,
                now: DateTime<Utc>,
            ) -> DbResult<()> {
                diesel::insert_into(stored::table)
                    .values((
                        stored::vendor_id.eq(Typed(vendor)),
                        stored::id.eq(Typed(new.id)),
                        stored::version.eq(new.version),
                        stored::name.eq(Typed(new.name.clone())),
                        stored::record.eq(Typed(Written::of(&new.record)?)),
                        stored::created_at.eq(Typed(now)),
                    ))
                    .execute(conn)?;
                Ok(())
            }

            /// One version.
            pub fn find(conn: &mut Conn, vendor: VendorId, id: $id, version: i64) -> DbResult<Option<Stored>> {
                let row = stored::table.find((Typed(vendor), Typed(id), version));
                Ok(row.select(COLUMNS).first(conn).optional()?)
            }

            /// The newest version.
            pub fn newest(conn: &mut Conn, vendor: VendorId, id: $id) -> DbResult<Option<Stored>> {
                let rows = stored::table
                    .filter(stored::vendor_id.eq(Typed(vendor)))
                    .filter(stored::id.eq(Typed(id)))
                    .order(stored::version.desc());
                Ok(rows.select(COLUMNS).first(conn).optional()?)
            }

            /// One page of the newest versions, oldest record first.
            pub fn list(conn: &mut Conn, vendor: VendorId, page: &Page) -> DbResult<Vec<Stored>> {
                let newest = stored::table
                    .filter(stored::vendor_id.eq(Typed(vendor)))
                    .filter(stored::id.gt(Typed(page.after.clone().unwrap_or_default())))
                    .group_by(stored::id)
                    .order(stored::id)
                    .limit(page.limit);
                let newest: Vec<($id, Option<i64>)> =
                    newest.select((stored::id, diesel::dsl::max(stored::version))).load(conn)?;
                let mut found = Vec::with_capacity(newest.len());
                for (id, version) in newest {
                    let row = stored::table.find((Typed(vendor), Typed(id), version.unwrap_or_default()));
                    found.push(row.select(COLUMNS).first(conn)?);
                }
                Ok(found)
            }
        }
    };
}

versioned!(
    /// Business calendars.
    calendar,
    followthrough_common::id::CalendarId,
    followthrough_common::calendar::Calendar
);
versioned!(
    /// Agenda templates, as they were stored: the rules that they were written by may have been others.
    template,
    followthrough_common::id::TemplateId,
    serde_json::Value
);
