//! What a rule may know besides the sale itself. Everything that the pure core cannot find out is here.

use std::sync::Arc;

use chrono::{DateTime, Days, NaiveDate, Utc};

use crate::{
    actor::Actor,
    calendar::{Calendar, CalendarRef},
    domain::{agreement::Standard, check::LedgerEntry, customer::CustomerRecord, policy::Policy},
    id::IdMaker,
    time::{OffsetTable, ZoneName},
};

/// The surroundings of one command.
#[derive(Debug)]
pub struct Context<'a> {
    /// Who acts.
    pub actor: Actor,
    /// Domain time: the vendor's test clock for test vendors, else the server's clock.
    pub now: DateTime<Utc>,
    /// When something last happened in the sale. What time alone has brought since then, without anybody looking,
    /// is told first; none where nothing is decided.
    pub last_event_at: Option<DateTime<Utc>>,
    /// Where new ids come from.
    pub ids: IdMaker,
    /// The vendor's numbers.
    pub policy: &'a Policy,
    /// The version of the business calendar that the sale pinned.
    pub calendar: &'a Calendar,
    /// Versions of other calendars that clocks of the sale run on.
    pub calendars: &'a [(CalendarRef, Arc<Calendar>)],
    /// How the vendor handles concerns while nothing else is agreed.
    pub standard: &'a Standard,
    /// Offsets of the sale's and the calendar's zones.
    pub zones: &'a OffsetTable,
    /// The first customer of the sale.
    pub customer: &'a CustomerRecord,
    /// The other customers of the sale.
    pub others: &'a [CustomerRecord],
    /// What this customer was asked lately, over all sales.
    pub ledger: &'a [LedgerEntry],
    /// Whether a concern is open in another sale of this customer.
    pub has_concern_elsewhere: bool,
}

impl Context<'_> {
    /// The version of a calendar that a clock pinned; the sale's own if it is none of the others.
    pub fn calendar_of(&self, pinned: CalendarRef) -> &Calendar {
        let found = self.calendars.iter().find(|(known, _)| *known == pinned);
        found.map_or(self.calendar, |(_, calendar)| calendar)
    }

    /// Today in that zone.
    pub fn today(&self, zone: &ZoneName) -> NaiveDate {
        self.zones.date(zone, self.now)
    }
}

/// `date` plus calendar days, staying where it is at the end of time.
pub fn add_days(date: NaiveDate, days: i64) -> NaiveDate {
    let count = Days::new(days.unsigned_abs());
    let moved = if days < 0 { date.checked_sub_days(count) } else { date.checked_add_days(count) };
    moved.unwrap_or(date)
}
