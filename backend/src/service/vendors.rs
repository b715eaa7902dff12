//! Vendors: begun with a calendar and an agenda, so that the first sale can follow at once.

use chrono::TimeDelta;
use followthrough_common::{
    calendar::Calendar, domain::template, error::Rejection, text::Line, time::ZoneName,
};

use super::templates;
use crate::{
    db::Conn,
    problem::Error,
    repo::{
        Versioned, calendar, template as template_rows,
        vendor::{self, Mode, Vendor},
    },
    state::App,
    zones::Zones,
};

/// A vendor to be.
#[derive(Debug, Clone)]
pub struct NewVendor {
    /// What it is called.
    pub name: Line,
    /// Whom customers call when the widget cannot help.
    pub phone: Option<Line>,
    /// Whether its customers are real.
    pub mode: Mode,
    /// Where its calendar's clock hangs.
    pub time_zone: ZoneName,
}

/// Adds a vendor with the default calendar (Monday to Friday, 9 to 17) and the shipped agendas, of which the
/// first is the default.
pub fn create(conn: &mut Conn, app: &App, new: NewVendor) -> Result<Vendor, Error> {
    if !Zones::known(&new.time_zone) {
        return Err(Rejection::field("/time_zone", "must be an IANA time zone like Europe/Copenhagen").into());
    }
    let now = app.clock.now();
    let ids = app.ids.maker(now)?;
    let vendor = Vendor {
        id: ids.make(),
        name: new.name,
        phone: new.phone,
        mode: new.mode,
        clock_offset: TimeDelta::zero(),
        default_calendar: ids.make(),
        default_template: ids.make(),
        settings_version: 1,
        tokens_valid_after: None,
        created_at: now,
    };
    vendor::insert(conn, &vendor)?;
    let hours = Calendar::office_hours(new.time_zone);
    let name = Line::parse("Office hours").map_err(|error| Error::Internal(error.to_string()))?;
    let hours = Versioned { id: vendor.default_calendar, version: 1, name, record: hours };
    calendar::insert(conn, vendor.id, &hours, now)?;
    for (row, record) in template::shipped()?.into_iter().enumerate() {
        let id = if row == 0 { vendor.default_template } else { ids.make() };
        let agenda = Versioned { id, version: 1, name: templates::name(&record)?, record };
        template_rows::insert(conn, vendor.id, &agenda, now)?;
    }
    Ok(vendor)
}
