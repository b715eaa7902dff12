//! One unit of work for one vendor: what every sale in it shares, loaded once, and what a finished one is
//! shown as.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use followthrough_common::{
    api::clocks::{self, ClocksOut},
    calendar::{Calendar, CalendarRef},
    domain::{concern::WorkingTime, event::Event, sale::Sale, world::World},
    error::Rejection,
    id::{MemberId, VendorId},
    time::{OffsetTable, ZoneName},
};

use super::{
    begin::{self, New},
    memory::Settings,
};
use crate::{
    db::Conn,
    problem::Error,
    repo::{
        customer, member,
        vendor::{self, Vendor},
    },
    state::App,
};

/// What the sales of one vendor share within one transaction.
#[derive(Debug)]
pub struct Unit<'a> {
    /// The server.
    pub app: &'a App,
    /// The vendor.
    pub vendor: Vendor,
    /// What it chose for all of its sales.
    pub settings: Arc<Settings>,
    /// Domain time: what the vendor's clock shows.
    pub now: DateTime<Utc>,
    /// Real time.
    pub recorded_at: DateTime<Utc>,
    pub(super) only_reads: bool,
    pub(super) gathered: Option<Vec<New>>,
}

/// A sale as it stands, with everything that a view of it needs.
#[derive(Debug, Clone, Copy)]
pub struct Fresh<'a> {
    /// The vendor.
    pub vendor: &'a Vendor,
    /// What it chose for all of its sales.
    pub settings: &'a Settings,
    /// The sale.
    pub sale: &'a Sale,
    /// Its first customer, with the version of the record.
    pub customer: &'a customer::Stored,
    /// What is so besides.
    pub world: World<'a>,
    /// What this very request has made happen; nothing when it only looks.
    pub events: &'a [Event],
}

impl Fresh<'_> {
    /// What the clocks of the sale's open concerns show now.
    pub fn clocks(&self) -> ClocksOut {
        clocks::read(self.sale, self.world.now, |concern| WorkingTime {
            calendar: self.world.calendar_of(concern.opening.calendar),
            zones: self.world.zones,
            warn_at_percent: self.world.policy.warn_at_percent,
        })
    }
}

impl<'a> Unit<'a> {
    /// Begins a unit of work; a vendor who is not there is not found.
    pub fn open(conn: &mut Conn, app: &'a App, vendor: VendorId) -> Result<Self, Error> {
        let vendor = vendor::find(conn, vendor)?.ok_or_else(Rejection::not_found)?;
        Self::of(conn, app, vendor)
    }

    /// The same for one that changes nothing, so that what it reads may be remembered.
    pub fn reading(conn: &mut Conn, app: &'a App, vendor: VendorId) -> Result<Self, Error> {
        Ok(Self { only_reads: true, ..Self::open(conn, app, vendor)? })
    }

    /// The same for a vendor as it was just read.
    pub fn reading_of(conn: &mut Conn, app: &'a App, vendor: Vendor) -> Result<Self, Error> {
        Ok(Self { only_reads: true, ..Self::of(conn, app, vendor)? })
    }

    /// Begins a unit of work for a vendor as it was just read.
    pub(super) fn of(conn: &mut Conn, app: &'a App, vendor: Vendor) -> Result<Self, Error> {
        let settings = app.memory.settings(conn, &vendor)?;
        let recorded_at = app.clock.now();
        let now = vendor.now(recorded_at);
        Ok(Self { app, vendor, settings, now, recorded_at, only_reads: false, gathered: None })
    }

    /// From now on, sales of the past are not written one by one but by [`Unit::write_gathered`]; until then
    /// nobody can find them.
    pub fn gather(&mut self) {
        self.gathered.get_or_insert_default();
    }

    /// Writes the sales that were gathered.
    pub fn write_gathered(&mut self, conn: &mut Conn) -> Result<(), Error> {
        let new = self.gathered.take().unwrap_or_default();
        begin::write(conn, self.vendor.id, &new, self.now, self.recorded_at)
    }

    /// Whether the vendor's settings are still those that were read.
    pub(super) fn is_current(&self, conn: &mut Conn) -> Result<bool, Error> {
        let now = vendor::find(conn, self.vendor.id)?;
        Ok(now.is_some_and(|now| now.settings_version == self.vendor.settings_version))
    }

    /// A version of a calendar.
    pub(super) fn calendar(&self, conn: &mut Conn, of: CalendarRef) -> Result<Option<Arc<Calendar>>, Error> {
        self.app.memory.calendar(conn, (self.vendor.id, of.id, of.version))
    }

    /// The versions of calendars that clocks of a sale run on, besides the sale's own.
    pub(super) fn calendars(
        &self,
        conn: &mut Conn,
        sale: &Sale,
    ) -> Result<Vec<(CalendarRef, Arc<Calendar>)>, Error> {
        let agreed = sale.agreement.accepted().and_then(|version| version.terms.calendar);
        let newest = sale.agreement.versions.last().and_then(|version| version.terms.calendar);
        let clocks = sale.concerns.iter().map(|concern| concern.opening.calendar);
        let named: Vec<CalendarRef> =
            clocks.chain(agreed).chain(newest).chain(self.settings.standard.terms.calendar).collect();
        let mut found = Vec::new();
        for pinned in named {
            let is_known = found.iter().any(|(known, _)| *known == pinned);
            if pinned != sale.calendar && !is_known {
                found.extend(self.calendar(conn, pinned)?.map(|calendar| (pinned, calendar)));
            }
        }
        Ok(found)
    }

    /// Whether the vendor has this member.
    pub(super) fn has_member(&self, conn: &mut Conn, id: MemberId) -> Result<bool, Error> {
        let is_known = self.settings.members.iter().any(|member| member.id == id);
        Ok(is_known || member::find(conn, self.vendor.id, id)?.is_some())
    }

    /// Offsets of these zones.
    pub(super) fn zones<'z>(&self, zones: impl IntoIterator<Item = &'z ZoneName>) -> OffsetTable {
        self.app.zones.table(zones)
    }
}
