//! The vendor's pledge. A change makes a new version, and every customer reads it from then on.

use followthrough_common::{domain::pledge::Pledge, id::VendorId};

use super::version;
use crate::{
    db::Conn,
    problem::Error,
    repo::{pledge, vendor},
    state::App,
};

/// Stores the version after `seen`, which must be the newest.
pub fn replace(
    conn: &mut Conn,
    app: &App,
    vendor: VendorId,
    seen: i64,
    record: &Pledge,
) -> Result<pledge::Stored, Error> {
    let known = pledge::newest(conn, vendor)?;
    version::expect(known.version, Some(seen))?;
    let new = pledge::Stored { version: known.version + 1, record: record.clone() };
    pledge::insert(conn, vendor, &new, app.clock.now())?;
    vendor::touch_settings(conn, vendor)?;
    Ok(new)
}
