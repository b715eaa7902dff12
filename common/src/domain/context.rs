//! What a rule may know besides the sale itself. Everything that the pure core cannot find out is here.

use chrono::{DateTime, Days, NaiveDate, Utc};

use crate::{
    actor::Actor,
    calendar::Calendar,
    domain::{check::LedgerEntry, customer::CustomerRecord, policy::Policy},
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
    /// Where new ids come from.
    pub ids: IdMaker,
    /// The vendor's numbers.
    pub policy: &'a Policy,
    /// The version of the business calendar that the sale pinned.
    pub calendar: &'a Calendar,
    /// Offsets of the sale's and the calendar's zones.
    pub zones: &'a OffsetTable,
    /// The first customer of the sale.
    pub customer: &'a CustomerRecord,
    /// What this customer was asked lately, over all sales.
    pub ledger: &'a [LedgerEntry],
}

impl Context<'_> {
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
