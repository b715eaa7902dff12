//! Imports, as they went.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use followthrough_common::id::{ImportId, VendorId};
use serde::{Deserialize, Serialize};

use crate::db::{Conn, DbResult, Typed, schema::import_run};

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

/// Where an import stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunState {
    /// In its file.
    Running,
    /// At the end of its file.
    Finished,
    /// Before it, because somebody said so.
    Stopped,
}

#[derive(AsChangeset, Insertable)]
#[diesel(table_name = import_run)]
struct Columns {
    lines_read: Typed<u64>,
    accepted: Typed<u64>,
    unchanged: Typed<u64>,
    refused: Typed<u64>,
}

impl From<&Progress> for Columns {
    fn from(progress: &Progress) -> Self {
        let Progress { lines_read, accepted, unchanged, refused } = *progress;
        let [lines_read, accepted, unchanged, refused] =
            [lines_read, accepted, unchanged, refused].map(Typed);
        Self { lines_read, accepted, unchanged, refused }
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
            import_run::vendor_id.eq(Typed(vendor)),
            import_run::id.eq(Typed(id)),
            import_run::source.eq(source),
            import_run::state.eq(Typed(RunState::Running)),
            Columns::from(&Progress::default()),
            import_run::started_at.eq(Typed(now)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Stores how far it has come.
pub fn update(conn: &mut Conn, vendor: VendorId, id: ImportId, progress: &Progress) -> DbResult<()> {
    let row = import_run::table.find((Typed(vendor), Typed(id)));
    diesel::update(row).set(Columns::from(progress)).execute(conn)?;
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
    let row = import_run::table.find((Typed(vendor), Typed(id)));
    diesel::update(row)
        .set((
            Columns::from(progress),
            import_run::state.eq(Typed(state)),
            import_run::finished_at.eq(Some(Typed(now))),
        ))
        .execute(conn)?;
    Ok(())
}
