//! How customers wish to be treated, what they need, and the vendor's standard contact sheet. A change makes
//! the sales of the customer look at it at once.

use followthrough_common::{
    actor::Role,
    domain::{
        contact_sheet::ContactSheet,
        customer::{CustomerRecord, LastWord},
        needs::{self, Need},
        preference::Preferences,
    },
    error::Rejection,
    id::{CustomerId, VendorId},
};

use super::version;
use crate::{
    db::Conn,
    problem::Error,
    repo::{contact_sheet, customer, sale, vendor},
    state::App,
    zones::Zones,
};

/// Stores how a customer wishes to be treated. Language and zone count for their whole record.
pub fn set_preferences(
    conn: &mut Conn,
    app: &App,
    (owner, id): (VendorId, CustomerId),
    seen: Option<i64>,
    (new, by): (&Preferences, Role),
) -> Result<customer::Stored, Error> {
    new.validate()?;
    if new.time_zone.as_ref().is_some_and(|zone| !Zones::known(zone)) {
        return Err(Rejection::field("/time_zone", "must be an IANA time zone like Europe/Copenhagen").into());
    }
    let clock = vendor::find(conn, owner)?.ok_or_else(Rejection::not_found)?;
    let said = LastWord { by, at: clock.now(app.clock.now()) };
    change(conn, app, (owner, id), seen, |mut record| {
        record.take_preferences(new.clone(), said);
        record
    })
}

/// Stores what a customer needs, with what changed; `by` is the side that says so.
pub fn set_needs(
    conn: &mut Conn,
    app: &App,
    (owner, id): (VendorId, CustomerId),
    seen: Option<i64>,
    (items, by): (&[Need], Role),
) -> Result<customer::Stored, Error> {
    needs::check(items)?;
    let clock = vendor::find(conn, owner)?.ok_or_else(Rejection::not_found)?;
    let now = clock.now(app.clock.now());
    change(conn, app, (owner, id), seen, |mut record| {
        record.contact.needs = record.contact.needs.replaced(items.to_vec(), by, now);
        record
    })
}

fn change(
    conn: &mut Conn,
    app: &App,
    (owner, id): (VendorId, CustomerId),
    seen: Option<i64>,
    change: impl FnOnce(CustomerRecord) -> CustomerRecord,
) -> Result<customer::Stored, Error> {
    let known = customer::lock(conn, owner, id)?.ok_or_else(Rejection::not_found)?;
    version::expect(known.version, seen)?;
    let mut record = change(known.record.clone());
    if record == known.record {
        return Ok(known);
    }
    let recorded_at = app.clock.now();
    let clock = vendor::find(conn, owner)?.ok_or_else(Rejection::not_found)?;
    record.contact.count_change(clock.now(recorded_at))?;
    if !customer::update(conn, owner, &record, known.version, recorded_at)? {
        return Err(Error::Race);
    }
    sale::wake_of(conn, owner, id, clock.now(recorded_at))?;
    Ok(customer::Stored { record, version: known.version + 1 })
}

/// Stores the vendor's standard contact sheet. Version 0 means that there is none yet.
pub fn set_standard_sheet(
    conn: &mut Conn,
    app: &App,
    owner: VendorId,
    seen: i64,
    new: &ContactSheet,
) -> Result<contact_sheet::Stored, Error> {
    let clock = vendor::find(conn, owner)?.ok_or_else(Rejection::not_found)?;
    let recorded_at = app.clock.now();
    new.validate(clock.now(recorded_at).date_naive())?;
    let known = contact_sheet::newest(conn, owner)?.map_or(0, |stored| stored.version);
    version::expect(known, Some(seen))?;
    let new = contact_sheet::Stored { version: known + 1, record: new.clone() };
    contact_sheet::insert(conn, owner, &new, recorded_at)?;
    vendor::touch_settings(conn, owner)?;
    Ok(new)
}
