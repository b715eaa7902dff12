//! The persons at the customer's side.

use followthrough_common::{
    actor::Role,
    domain::customer::{CustomerRecord, LastWord},
    error::{ErrorCode, Rejection},
    id::{CustomerId, VendorId},
};

use super::version;
use crate::{
    db::Conn,
    problem::Error,
    repo::{
        customer::{self, Stored},
        sale, vendor as vendors,
    },
    state::App,
    zones::Zones,
};

fn check(conn: &mut Conn, vendor: VendorId, record: &CustomerRecord) -> Result<(), Error> {
    if !Zones::known(&record.time_zone) {
        return Err(Rejection::field("/time_zone", "must be an IANA time zone like Europe/Copenhagen").into());
    }
    let holder = customer::find_external(conn, vendor, &record.external_id)?;
    if holder.is_some_and(|holder| holder.record.id != record.id) {
        let field = Rejection::field("/external_id", "is the id of another customer");
        return Err(Rejection { code: ErrorCode::AlreadyExists, ..field }.into());
    }
    Ok(())
}

/// Adds a customer; `record` makes the record under the id that they get.
pub fn create(
    conn: &mut Conn,
    app: &App,
    vendor: VendorId,
    record: impl FnOnce(CustomerId) -> CustomerRecord,
) -> Result<Stored, Error> {
    let now = app.clock.now();
    let mut record = record(app.ids.maker(now)?.make());
    check(conn, vendor, &record)?;
    let clock = vendors::find(conn, vendor)?.ok_or_else(Rejection::not_found)?;
    let said = LastWord { by: Role::Member, at: clock.now(now) };
    record.contact.no_checks_said = record.wants_no_checks.then_some(said);
    customer::insert(conn, vendor, &record, now)?;
    Ok(Stored { record, version: 1 })
}

/// Replaces a customer's record, of which `seen` must be the newest version.
pub fn replace(
    conn: &mut Conn,
    app: &App,
    vendor: VendorId,
    seen: Option<i64>,
    (record, wants_no_checks): (CustomerRecord, Option<bool>),
) -> Result<Stored, Error> {
    let known = customer::find(conn, vendor, record.id)?.ok_or_else(Rejection::not_found)?;
    version::expect(known.version, seen)?;
    check(conn, vendor, &record)?;
    // How they wish to be treated and what they need have endpoints of their own.
    let Stored { record: before, version } = known;
    let is_renamed = before.name != record.name;
    let mut record =
        CustomerRecord { contact: before.contact, wants_no_checks: before.wants_no_checks, ..record };
    let recorded_at = app.clock.now();
    let clock = vendors::find(conn, vendor)?.ok_or_else(Rejection::not_found)?;
    let at = clock.now(recorded_at);
    record.take_no_checks(wants_no_checks, LastWord { by: Role::Member, at });
    if !customer::update(conn, vendor, &record, version, recorded_at)? {
        return Err(Error::Race);
    }
    if is_renamed {
        // The other people of their sales read the name.
        vendors::touch_settings(conn, vendor)?;
    }
    // Another zone or another wish about questions changes when the next thing is due.
    sale::wake_of(conn, vendor, record.id, at)?;
    Ok(Stored { record, version: version + 1 })
}
