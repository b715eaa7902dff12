//! Imports, as they went.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use followthrough_common::id::{ImportId, VendorId};

use super::read;
use crate::db::{Conn, DbResult, schema::import_run};

const TABLE: &str = "import_run";

/// How far an import has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Lines, or records of several lines.
    pub lines_read: u64,
    /// New orders.
    pub accepted: u64,
    /// Orders that were known already.
    pub unchanged: u64,
    /// Lines that were not taken.
    pub refused: u64,
}

/// How an import ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunState {
    /// At the end of its file.
    Finished,
    /// Before it, because somebody said so.
    Stopped,
}

impl RunState {
    fn as_str(self) -> &'static str {
        match self {
            Self::Finished => "finished",
            Self::Stopped => "stopped",
        }
    }
}

#[derive(AsChangeset, Insertable)]
#[diesel(table_name = import_run)]
struct Columns {
    lines_read: i64,
    accepted: i64,
    unchanged: i64,
    refused: i64,
}

impl Columns {
    fn of(progress: &Progress) -> DbResult<Self> {
        Ok(Self {
            lines_read: read::number(TABLE, progress.lines_read)?,
            accepted: read::number(TABLE, progress.accepted)?,
            unchanged: read::number(TABLE, progress.unchanged)?,
            refused: read::number(TABLE, progress.refused)?,
        })
    }
}

/// Begins an import; `source` names where the lines come from.
pub fn insert(
    conn: &mut Conn,
    vendor: VendorId,
    id: ImportId,
    source: &str,
    now: DateTime<Utc>,
) -> DbResult<()> {
    diesel::insert_into(import_run::table)
        .values((
            import_run::vendor_id.eq(vendor.to_string()),
            import_run::id.eq(id.to_string()),
            import_run::source.eq(source),
            import_run::state.eq("running"),
            Columns::of(&Progress::default())?,
            import_run::started_at.eq(now.timestamp_micros()),
        ))
        .execute(conn)?;
    Ok(())
}

/// Stores how far it has come.
pub fn update(conn: &mut Conn, vendor: VendorId, id: ImportId, progress: &Progress) -> DbResult<()> {
    let row = import_run::table.find((vendor.to_string(), id.to_string()));
    diesel::update(row).set(Columns::of(progress)?).execute(conn)?;
    Ok(())
}

/// Ends it.
pub fn finish(
    conn: &mut Conn,
    vendor: VendorId,
    id: ImportId,
    progress: &Progress,
    state: RunState,
    now: DateTime<Utc>,
) -> DbResult<()> {
    let row = import_run::table.find((vendor.to_string(), id.to_string()));
    diesel::update(row)
        .set((
            Columns::of(progress)?,
            import_run::state.eq(state.as_str()),
            import_run::finished_at.eq(now.timestamp_micros()),
        ))
        .execute(conn)?;
    Ok(())
}
