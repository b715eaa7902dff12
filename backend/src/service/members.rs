//! The vendor's people.

use followthrough_common::{
    domain::member::Member,
    error::Rejection,
    id::{MemberId, VendorId},
};

use super::version;
use crate::{
    db::Conn,
    problem::Error,
    repo::{
        member::{self, Stored},
        vendor,
    },
    state::App,
};

/// Adds a member; `record` makes the record under the id that it gets.
pub fn create(
    conn: &mut Conn,
    app: &App,
    vendor: VendorId,
    record: impl FnOnce(MemberId) -> Member,
) -> Result<Stored, Error> {
    let now = app.clock.now();
    let record = record(app.ids.maker(now)?.make());
    member::insert(conn, vendor, &record, now)?;
    // Views that were made before know nobody else, and neither does who remembers the vendor's people.
    vendor::touch_settings(conn, vendor)?;
    Ok(Stored { record, version: 1 })
}

/// Replaces a member's record, of which `seen` must be the newest version.
pub fn replace(
    conn: &mut Conn,
    app: &App,
    vendor: VendorId,
    seen: Option<i64>,
    record: Member,
) -> Result<Stored, Error> {
    let known = member::find(conn, vendor, record.id)?.ok_or_else(Rejection::not_found)?;
    version::expect(known.version, seen)?;
    if !member::update(conn, vendor, &record, known.version, app.clock.now())? {
        return Err(Error::Race);
    }
    vendor::touch_settings(conn, vendor)?;
    Ok(Stored { record, version: known.version + 1 })
}
