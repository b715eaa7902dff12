//! The persons at the customer's side.

use followthrough_common::{
    domain::customer::CustomerRecord,
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
    let record = record(app.ids.maker(now)?.make());
    check(conn, vendor, &record)?;
    customer::insert(conn, vendor, &record, now)?;
    Ok(Stored { record, version: 1 })
}

/// Replaces a customer's record, of which `seen` must be the newest version.
pub fn replace(
    conn: &mut Conn,
    app: &App,
    vendor: VendorId,
    seen: Option<i64>,
    record: CustomerRecord,
) -> Result<Stored, Error> {
    let known = customer::find(conn, vendor, record.id)?.ok_or_else(Rejection::not_found)?;
    version::expect(known.version, seen)?;
    check(conn, vendor, &record)?;
    // How they wish to be treated and what they need have endpoints of their own.
    let record = CustomerRecord { contact: known.record.contact.clone(), ..record };
    let recorded_at = app.clock.now();
    if !customer::update(conn, vendor, &record, known.version, recorded_at)? {
        return Err(Error::Race);
    }
    // Another zone or another wish about questions changes when the next thing is due.
    let clock = vendors::find(conn, vendor)?.ok_or_else(Rejection::not_found)?;
    sale::wake_of(conn, vendor, record.id, clock.now(recorded_at))?;
    Ok(Stored { record, version: known.version + 1 })
}
