//! The world around a sale: everything that rules and views follow from besides the sale itself, as it is at one
//! moment. One struct, so that whoever decides, looks, or proves the log afterwards judges by the same.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    calendar::{Calendar, CalendarRef},
    domain::{agreement::Standard, customer::CustomerRecord, policy::Policy},
    time::{OffsetTable, ZoneName},
};

/// What is so besides the sale.
#[derive(Debug, Clone, Copy)]
pub struct World<'a> {
    /// Domain time: the vendor's test clock for test vendors, else the server's clock.
    pub now: DateTime<Utc>,
    /// The vendor's numbers.
    pub policy: &'a Policy,
    /// How the vendor handles concerns while nothing else is agreed.
    pub standard: &'a Standard,
    /// The version of the business calendar that the sale pinned.
    pub calendar: &'a Calendar,
    /// Versions of other calendars that clocks of the sale run on.
    pub calendars: &'a [(CalendarRef, Arc<Calendar>)],
    /// Offsets of the sale's and the calendars' zones.
    pub zones: &'a OffsetTable,
    /// The first customer of the sale.
    pub customer: &'a CustomerRecord,
    /// The other customers of the sale.
    pub others: &'a [CustomerRecord],
}

impl<'a> World<'a> {
    /// The version of a calendar that a clock pinned; the sale's own if it is none of the others.
    pub fn calendar_of(&self, pinned: CalendarRef) -> &'a Calendar {
        let found = self.calendars.iter().find(|(known, _)| *known == pinned);
        found.map_or(self.calendar, |(_, calendar)| calendar)
    }

    /// Today in that zone.
    pub fn today(&self, zone: &ZoneName) -> NaiveDate {
        self.zones.date(zone, self.now)
    }
}
