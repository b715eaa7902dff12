//! Calendars and agenda templates: named records whose every version is kept, because sales pin the one that
//! they began with.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use followthrough_common::{id::VendorId, text::Line};

use super::{page::Page, read};
use crate::db::{Conn, DbResult};

/// One version of a named record.
#[derive(Debug, Clone, PartialEq, Eq)]
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

            const TABLE: &str = stringify!($table);

            /// One version.
            pub type Stored = Versioned<$id, $record>;

            #[derive(Queryable, Selectable)]
            #[diesel(table_name = stored)]
            struct Row {
                id: String,
                version: i64,
                name: String,
                record: String,
            }

            impl Row {
                fn read(self) -> DbResult<Stored> {
                    Ok(Stored {
                        id: read::text(TABLE, &self.id)?,
                        version: self.version,
                        name: read::line(TABLE, &self.name)?,
                        record: read::json(TABLE, &self.record)?,
                    })
                }
            }

            /// Adds a version; a version that exists already is a lost race.
            pub fn insert(conn: &mut Conn, vendor: VendorId, new: &Stored, now: DateTime<Utc>) -> DbResult<()> {
                diesel::insert_into(stored::table)
                    .values((
                        stored::vendor_id.eq(vendor.to_string()),
                        stored::id.eq(new.id.to_string()),
                        stored::version.eq(new.version),
                        stored::name.eq(new.name.to_string()),
                        stored::record.eq(read::to_json(TABLE, &new.record)?),
                        stored::created_at.eq(now.timestamp_micros()),
                    ))
                    .execute(conn)?;
                Ok(())
            }

            /// One version.
            pub fn find(conn: &mut Conn, vendor: VendorId, id: $id, version: i64) -> DbResult<Option<Stored>> {
                let row = stored::table.find((vendor.to_string(), id.to_string(), version));
                row.select(Row::as_select()).first(conn).optional()?.map(Row::read).transpose()
            }

            /// The newest version.
            pub fn newest(conn: &mut Conn, vendor: VendorId, id: $id) -> DbResult<Option<Stored>> {
                let rows = stored::table
                    .filter(stored::vendor_id.eq(vendor.to_string()))
                    .filter(stored::id.eq(id.to_string()))
                    .order(stored::version.desc());
                rows.select(Row::as_select()).first(conn).optional()?.map(Row::read).transpose()
            }

            /// One page of the newest versions, oldest record first.
            pub fn list(conn: &mut Conn, vendor: VendorId, page: &Page) -> DbResult<Vec<Stored>> {
                let newest = stored::table
                    .filter(stored::vendor_id.eq(vendor.to_string()))
                    .filter(stored::id.gt(page.after.clone().unwrap_or_default()))
                    .group_by(stored::id)
                    .order(stored::id)
                    .limit(page.limit);
                let newest: Vec<(String, Option<i64>)> =
                    newest.select((stored::id, diesel::dsl::max(stored::version))).load(conn)?;
                let mut found = Vec::with_capacity(newest.len());
                for (id, version) in newest {
                    let row = stored::table.find((vendor.to_string(), id, version.unwrap_or_default()));
                    found.push(row.select(Row::as_select()).first(conn)?.read()?);
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
    /// Agenda templates.
    template,
    followthrough_common::id::TemplateId,
    followthrough_common::domain::template::Template
);
