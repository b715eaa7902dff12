//! One unit of work for one vendor: what every sale in it shares, loaded once, and what a finished one is
//! shown as.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use chrono::{DateTime, Utc};
use followthrough_common::{
    api::clocks::{self, ClocksOut},
    calendar::{Calendar, CalendarRef},
    domain::{
        agreement::Standard,
        concern::{Concern, WorkingTime},
        event::Event,
        policy::Policy,
        sale::Sale,
        worklist::Surroundings,
    },
    error::Rejection,
    id::{MemberId, VendorId},
    time::{OffsetTable, ZoneName},
};

use super::begin::{self, New};
use crate::{
    db::Conn,
    problem::Error,
    repo::{
        agreement, calendar, customer, member, policy,
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
    /// Its numbers.
    pub policy: Policy,
    /// How it handles concerns while nothing else is agreed.
    pub standard: Standard,
    /// Domain time: what the vendor's clock shows.
    pub now: DateTime<Utc>,
    /// Real time.
    pub recorded_at: DateTime<Utc>,
    calendars: HashMap<(String, i64), Arc<Calendar>>,
    members: HashSet<MemberId>,
    pub(super) gathered: Option<Vec<New>>,
}

/// A sale as it stands, with everything that a view of it needs.
#[derive(Debug, Clone, Copy)]
pub struct Fresh<'a> {
    /// The vendor.
    pub vendor: &'a Vendor,
    /// Its numbers.
    pub policy: &'a Policy,
    /// How it handles concerns while nothing else is agreed.
    pub standard: &'a Standard,
    /// The sale.
    pub sale: &'a Sale,
    /// Its first customer.
    pub customer: &'a customer::Stored,
    /// The calendar that it pinned.
    pub calendar: &'a Calendar,
    /// Other calendars that clocks of it run on.
    pub calendars: &'a [(CalendarRef, Arc<Calendar>)],
    /// Offsets of the zones that it touches.
    pub zones: &'a OffsetTable,
    /// Domain time.
    pub now: DateTime<Utc>,
    /// What this very request has made happen; nothing when it only looks.
    pub events: &'a [Event],
}

impl Fresh<'_> {
    /// What the reasons to look at the sale follow from.
    pub fn surroundings(&self) -> Surroundings<'_> {
        Surroundings {
            policy: self.policy,
            calendar: self.calendar,
            zones: self.zones,
            customer: &self.customer.record,
        }
    }

    /// What the clocks of the sale's open concerns show now.
    pub fn clocks(&self) -> ClocksOut {
        let other = |concern: &Concern| {
            let pinned = concern.opening.calendar;
            self.calendars.iter().find(|(known, _)| *known == pinned).map(|(_, calendar)| &**calendar)
        };
        clocks::read(self.sale, self.now, |concern| WorkingTime {
            calendar: other(concern).unwrap_or(self.calendar),
            zones: self.zones,
            warn_at_percent: self.policy.warn_at_percent,
        })
    }
}

impl<'a> Unit<'a> {
    /// Begins a unit of work; a vendor who is not there is not found.
    pub fn open(conn: &mut Conn, app: &'a App, vendor: VendorId) -> Result<Self, Error> {
        let vendor = vendor::find(conn, vendor)?.ok_or_else(Rejection::not_found)?;
        let policy = policy::newest(conn, vendor.id)?.record;
        let standard = agreement::newest(conn, vendor.id, &policy)?;
        let recorded_at = app.clock.now();
        let now = vendor.now(recorded_at);
        let (calendars, members) = (HashMap::new(), HashSet::new());
        Ok(Self { app, vendor, policy, standard, now, recorded_at, calendars, members, gathered: None })
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

    /// A version of a calendar.
    pub(super) fn calendar(
        &mut self,
        conn: &mut Conn,
        of: CalendarRef,
    ) -> Result<Option<Arc<Calendar>>, Error> {
        let key = (of.id.to_string(), of.version);
        if let Some(known) = self.calendars.get(&key) {
            return Ok(Some(known.clone()));
        }
        let Some(stored) = calendar::find(conn, self.vendor.id, of.id, of.version)? else { return Ok(None) };
        let found = Arc::new(stored.record);
        self.calendars.insert(key, found.clone());
        Ok(Some(found))
    }

    /// The versions of calendars that clocks of a sale run on, besides the sale's own.
    pub(super) fn calendars(
        &mut self,
        conn: &mut Conn,
        sale: &Sale,
    ) -> Result<Vec<(CalendarRef, Arc<Calendar>)>, Error> {
        let agreed = sale.agreement.accepted().and_then(|version| version.terms.calendar);
        let newest = sale.agreement.versions.last().and_then(|version| version.terms.calendar);
        let clocks = sale.concerns.iter().map(|concern| concern.opening.calendar);
        let named: Vec<CalendarRef> =
            clocks.chain(agreed).chain(newest).chain(self.standard.terms.calendar).collect();
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
    pub(super) fn has_member(&mut self, conn: &mut Conn, id: MemberId) -> Result<bool, Error> {
        if self.members.contains(&id) {
            return Ok(true);
        }
        let exists = member::find(conn, self.vendor.id, id)?.is_some();
        if exists {
            self.members.insert(id);
        }
        Ok(exists)
    }

    /// Offsets of these zones.
    pub(super) fn zones<'z>(&self, zones: impl IntoIterator<Item = &'z ZoneName>) -> OffsetTable {
        self.app.zones.table(zones)
    }
}
