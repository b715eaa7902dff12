//! Business calendars. A change makes a new version; sales that have begun keep theirs.

use followthrough_common::{
    calendar::Calendar,
    error::Rejection,
    id::{CalendarId, VendorId},
    text::Line,
};

use super::version;
use crate::{
    db::Conn,
    problem::Error,
    repo::{Versioned, calendar, vendor},
    state::App,
    zones::Zones,
};

fn check(record: &Calendar) -> Result<(), Rejection> {
    if !Zones::known(&record.time_zone) {
        return Err(Rejection::field(
            "/calendar/time_zone",
            "must be an IANA time zone like Europe/Copenhagen",
        ));
    }
    record.validate().map_err(|refused| refused.below("/calendar"))
}

/// Adds a calendar.
pub fn create(
    conn: &mut Conn,
    app: &App,
    vendor: VendorId,
    name: Line,
    record: Calendar,
) -> Result<calendar::Stored, Error> {
    check(&record)?;
    let now = app.clock.now();
    let new = Versioned { id: app.ids.maker(now)?.make(), version: 1, name, record };
    calendar::insert(conn, vendor, &new, now)?;
    Ok(new)
}

/// Adds the version after `seen`, which must be the newest.
pub fn replace(
    conn: &mut Conn,
    app: &App,
    vendor: VendorId,
    id: CalendarId,
    seen: Option<i64>,
    (name, record): (Line, Calendar),
) -> Result<calendar::Stored, Error> {
    check(&record)?;
    let newest = calendar::newest(conn, vendor, id)?.ok_or_else(Rejection::not_found)?;
    version::expect(newest.version, seen)?;
    let new = Versioned { id, version: newest.version + 1, name, record };
    calendar::insert(conn, vendor, &new, app.clock.now())?;
    vendor::touch_settings(conn, vendor)?;
    Ok(new)
}
