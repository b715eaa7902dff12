//! The proof that the event log is the truth: folds every sale's events and compares what comes out with
//! the snapshot, the columns and the read models; or writes them anew. Reads in small portions, so its
//! memory does not grow with the data.

use chrono::{DateTime, Utc};
use followthrough_common::{
    actor::Actor,
    domain::{
        context::Context,
        sale::{self as rules, Command, Sale},
        worklist::{self, Surroundings},
    },
    id::{SaleId, VendorId},
};

use super::{references, unit::Unit};
use crate::{
    db::{Conn, DbResult},
    problem::Error,
    repo::{
        answer, ask, asking, concern, customer, event, promise, sale, sale_customer, testimonial, touchpoint,
        vendor,
        work_item::{self, Work},
    },
    state::App,
};

/// Vendors, sales and events that are held at once.
const PORTION: i64 = 200;

/// Whether differences are only told or also repaired.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Only told.
    Check,
    /// Told and repaired.
    Repair,
}

/// What was looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Sales.
    pub sales: u64,
    /// Events.
    pub events: u64,
    /// Things that did not agree.
    pub differences: u64,
}

/// Goes through all sales of all vendors. `tell` hears of every difference and, now and then, of the progress.
pub async fn rebuild(app: &App, mode: Mode, mut tell: impl FnMut(Told<'_>)) -> Result<Totals, Error> {
    let mut totals = Totals::default();
    let mut last_vendor = None;
    loop {
        let vendors = app.db.read(move |conn| Ok(vendor::list(conn, last_vendor, PORTION)?)).await?;
        let Some(last) = vendors.last() else { return Ok(totals) };
        last_vendor = Some(last.id);
        for vendor in vendors {
            let mut last_sale = None;
            loop {
                let id = vendor.id;
                let sales = app.db.read(move |conn| Ok(sale::walk(conn, id, last_sale, PORTION)?)).await?;
                let Some(last) = sales.last() else { break };
                last_sale = Some(*last);
                for sale in sales {
                    let found = one(app, vendor.id, sale, mode).await?;
                    totals.sales += 1;
                    totals.events += found.events;
                    for what in &found.differences {
                        totals.differences += 1;
                        tell(Told::Difference { vendor: vendor.id, sale, what });
                    }
                }
                tell(Told::Progress(totals));
            }
        }
    }
}

/// What is told on the way.
#[derive(Debug, Clone, Copy)]
pub enum Told<'a> {
    /// Something does not agree.
    Difference {
        /// Whose.
        vendor: VendorId,
        /// Of which sale.
        sale: SaleId,
        /// What.
        what: &'a str,
    },
    /// So much was looked at.
    Progress(Totals),
}

struct Found {
    events: u64,
    differences: Vec<String>,
}

async fn one(app: &App, vendor: VendorId, sale: SaleId, mode: Mode) -> Result<Found, Error> {
    let server = app.clone();
    let db = app.db.for_jobs();
    match mode {
        Mode::Check => db.snapshot(move |conn| compare(conn, &server, vendor, sale, mode)).await,
        Mode::Repair => db.write(move |conn| compare(conn, &server, vendor, sale, mode)).await,
    }
}

fn compare(conn: &mut Conn, app: &App, vendor: VendorId, id: SaleId, mode: Mode) -> Result<Found, Error> {
    let mut differences = Vec::new();
    if mode == Mode::Repair {
        // Nobody adds an event between the reading of the log and the writing of what follows from it.
        sale::lock(conn, vendor, id)?;
    }
    let (folded, last_at) = fold(conn, vendor, id, &mut differences)?;
    let events = folded.version;
    if events == 0 {
        differences.push("it has no events".to_owned());
        return Ok(Found { events, differences });
    }
    differences.extend(sale::differences(conn, &folded)?.into_iter().map(|column| format!("sale.{column}")));
    let mut rows = |table: &str, found: DbResult<Vec<String>>| -> Result<(), Error> {
        differences.extend(found?.into_iter().map(|key| format!("{table} {key}")));
        Ok(())
    };
    rows("sale_customer", sale_customer::differences(conn, &folded))?;
    rows("ask", ask::differences(conn, &folded))?;
    rows("asking", asking::differences(conn, &folded))?;
    rows("touchpoint", touchpoint::differences(conn, &folded))?;
    rows("answer", answer::differences(conn, &folded))?;
    rows("concern", concern::differences(conn, &folded))?;
    rows("promise", promise::differences(conn, &folded))?;
    rows("testimonial", testimonial::differences(conn, &folded))?;
    let (due, items) = by_surroundings(conn, app, vendor, &folded, last_at)?;
    let work = Work { sale: &folded, items: &items };
    rows("work_item", work_item::differences(conn, work))?;
    let stored = sale::find(conn, vendor, id)?.and_then(|stored| stored.next_due_at);
    // Waking up too early is harmless (the worker then writes the later time); never or too late is not.
    if due.is_some_and(|due| stored.is_none_or(|stored| stored > due)) {
        differences.push("sale.next_due_at".to_owned());
    }
    if mode == Mode::Repair && !differences.is_empty() {
        repair(conn, work, due)?;
    }
    Ok(Found { events, differences })
}

fn fold(
    conn: &mut Conn,
    vendor: VendorId,
    id: SaleId,
    differences: &mut Vec<String>,
) -> Result<(Sale, DateTime<Utc>), Error> {
    let mut folded = Sale::unborn(vendor, id);
    let mut last_at = DateTime::UNIX_EPOCH;
    loop {
        let events = event::list(conn, vendor, id, folded.version, PORTION)?;
        if events.is_empty() {
            return Ok((folded, last_at));
        }
        for event in &events {
            if event.seq != folded.version + 1 {
                differences.push(format!("event {} is missing", folded.version + 1));
            }
            last_at = event.at;
            folded = rules::evolve(folded, event);
        }
    }
}

/// What follows from the sale together with its customer and the vendor's numbers.
fn by_surroundings(
    conn: &mut Conn,
    app: &App,
    vendor: VendorId,
    sale: &Sale,
    now: DateTime<Utc>,
) -> Result<(Option<DateTime<Utc>>, Vec<worklist::Item>), Error> {
    let mut unit = Unit::open(conn, app, vendor)?;
    let calendar = unit.calendar(conn, sale.calendar)?;
    let calendar = calendar.ok_or_else(|| Error::Internal(format!("{} has no calendar", sale.id)))?;
    let first = references::first_customer(sale, &Command::Tick)?;
    let customer = customer::find(conn, vendor, first)?;
    let customer = customer.ok_or_else(|| Error::Internal(format!("{} has no customer", sale.id)))?;
    let others = references::other_customers(conn, vendor, sale, &Command::Tick)?;
    let zones = references::zones(sale, &Command::Tick, &calendar);
    let zones = unit.zones(zones.iter().chain([&customer.record.time_zone]));
    let ctx = Context {
        actor: Actor::System,
        // What quiet hours hold is held from now on.
        now: now.max(unit.now),
        last_event_at: None,
        ids: app.ids.maker(now)?,
        policy: &unit.policy,
        calendar: &calendar,
        calendars: &[],
        standard: &unit.standard,
        zones: &zones,
        customer: &customer.record,
        others: &others,
        ledger: &[],
        has_concern_elsewhere: false,
    };
    let around =
        Surroundings { policy: &unit.policy, calendar: &calendar, zones: &zones, customer: &customer.record };
    Ok((rules::next_due_at(sale, &ctx), worklist::items(sale, around)))
}

fn repair(conn: &mut Conn, work: Work<'_>, due: Option<DateTime<Utc>>) -> Result<(), Error> {
    let sale = work.sale;
    work_item::project(conn, work)?;
    sale::repair(conn, sale, due)?;
    sale_customer::repair(conn, sale)?;
    ask::repair(conn, sale)?;
    asking::repair(conn, sale)?;
    touchpoint::repair(conn, sale)?;
    answer::repair(conn, sale)?;
    concern::repair(conn, sale)?;
    promise::repair(conn, sale)?;
    testimonial::repair(conn, sale)?;
    Ok(())
}
