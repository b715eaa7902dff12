//! The world around a sale, loaded from the database: what whoever decides, looks at a sale or proves its log goes by.
//! There is one function for all of them, so they judge by the same.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use followthrough_common::{
    calendar::{Calendar, CalendarRef},
    domain::{
        customer::CustomerRecord,
        sale::{Command, Sale},
        world::World,
    },
    error::Rejection,
    time::OffsetTable,
};

use super::{memory::Settings, references, unit::Unit};
use crate::{
    db::Conn,
    problem::Error,
    repo::customer::{self, Stored},
};

/// How the first customer of the sale is found.
#[derive(Debug)]
pub(super) enum Hold {
    /// Others may decide about their questions meanwhile; nothing is decided here.
    Look,
    /// The same, and this is the record, if it is the first customer's.
    Known(Stored),
    /// Others wait until this transaction ends.
    Decide,
    /// They wait already: this is the record, if it is the first customer's.
    Held(Stored),
}

/// What is so besides the sale, kept as long as a [`World`] is looked at.
#[derive(Debug)]
pub struct Surroundings {
    /// The first customer of the sale.
    pub customer: Stored,
    others: Vec<CustomerRecord>,
    calendar: Arc<Calendar>,
    calendars: Vec<(CalendarRef, Arc<Calendar>)>,
    zones: OffsetTable,
    settings: Arc<Settings>,
    now: DateTime<Utc>,
}

impl Surroundings {
    /// As rules and views read it.
    pub fn world(&self) -> World<'_> {
        World {
            now: self.now,
            policy: &self.settings.policy,
            standard: &self.settings.standard,
            calendar: &self.calendar,
            calendars: &self.calendars,
            zones: &self.zones,
            customer: &self.customer.record,
            others: &self.others,
        }
    }

    /// The same at another time.
    pub(super) fn at(self, now: DateTime<Utc>) -> Self {
        Self { now, ..self }
    }
}

/// Loads what is so besides the sale for a command, which may begin it or name more than the sale does; for who
/// commands nothing, it is the `Tick`.
pub(super) fn load(
    conn: &mut Conn,
    unit: &Unit<'_>,
    (sale, command): (&Sale, &Command),
    hold: Hold,
) -> Result<Surroundings, Error> {
    let pinned = references::calendar(sale, command);
    let calendar = unit.calendar(conn, pinned)?;
    let calendar =
        calendar.ok_or_else(|| Rejection::field("/calendar", "must be a version of a calendar"))?;
    let first = references::first_customer(sale, command)?;
    let customer = match hold {
        Hold::Known(stored) | Hold::Held(stored) if stored.record.id == first => Some(stored),
        Hold::Look | Hold::Known(_) => customer::find(conn, unit.vendor.id, first)?,
        Hold::Decide | Hold::Held(_) => customer::lock(conn, unit.vendor.id, first)?,
    };
    let customer = customer.ok_or_else(|| Rejection::field("/customers/0", "must be a customer"))?;
    let others = references::other_customers(conn, unit.vendor.id, sale, command)?;
    let calendars = unit.calendars(conn, sale)?;
    let zones = unit.zones(
        references::zones(sale, command, &calendar)
            .iter()
            .chain([&customer.record.time_zone])
            .chain(calendars.iter().map(|(_, calendar)| &calendar.time_zone)),
    );
    Ok(Surroundings {
        customer,
        others,
        calendar,
        calendars,
        zones,
        settings: unit.settings.clone(),
        now: unit.now,
    })
}
