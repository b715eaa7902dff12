//! The vendor's people.

use followthrough_common::{
    domain::member::Member,
    error::{ErrorCode, Rejection},
    id::{MemberId, VendorId},
};

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
    Ok(Stored { record, version: 1 })
}

/// Replaces a member's record, whose version must be `version` if it is said.
pub fn replace(
    conn: &mut Conn,
    app: &App,
    vendor: VendorId,
    version: Option<i64>,
    record: Member,
) -> Result<Stored, Error> {
    let known = member::find(conn, vendor, record.id)?.ok_or_else(Rejection::not_found)?;
    if version.is_some_and(|version| version != known.version) {
        return Err(Rejection::new(ErrorCode::PreconditionFailed, "There is a newer version.").into());
    }
    if !member::update(conn, vendor, &record, known.version, app.clock.now())? {
        return Err(Error::Race);
    }
    vendor::touch_settings(conn, vendor)?;
    Ok(Stored { record, version: known.version + 1 })
}
