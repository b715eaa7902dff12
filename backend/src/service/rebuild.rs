//! The proof that the event log is the truth: folds every sale's events and compares what comes out with
//! the snapshot, the columns and the read models; or writes them anew. Reads in small portions, so its
//! memory does not grow with the data.

use chrono::{DateTime, Utc};
use followthrough_common::{
    actor::Actor,
    domain::{
        context::Context,
        sale::{self as rules, Command, Sale},
        worklist,
    },
    id::{SaleId, VendorId},
};

use super::{
    unit::Unit,
    world::{self, Hold},
};
use crate::{
    db::{Conn, Written},
    problem::Error,
    repo::{
        event, position,
        read_model::{READ_MODELS, Source},
        sale, snapshot, vendor,
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
    let written = snapshot::written(conn, vendor, id)?;
    let (folded, last_at) = fold(conn, (vendor, id), written.as_ref(), &mut differences)?;
    let events = folded.version;
    if events == 0 {
        differences.push("it has no events".to_owned());
        return Ok(Found { events, differences });
    }
    differences.extend(sale::differences(conn, &folded)?.into_iter().map(|column| format!("sale.{column}")));
    if mode == Mode::Check {
        // Nothing tells which positions were given before, so nobody can give them again.
        differences.extend(position::differences(conn, (vendor, id), events)?);
    }
    let (due, items, now) = by_surroundings(conn, app, &folded, last_at)?;
    let source = Source { sale: &folded, items: &items, now };
    for model in READ_MODELS {
        let keys = model.differences(conn, source)?;
        differences.extend(keys.into_iter().map(|key| format!("{} {key}", model.table())));
    }
    let stored = sale::head(conn, vendor, id)?.and_then(|head| head.next_due_at);
    // Waking up too early is harmless (the worker then writes the later time); never or too late is not.
    if due.is_some_and(|due| stored.is_none_or(|stored| stored > due)) {
        differences.push("sale.next_due_at".to_owned());
    }
    if mode == Mode::Repair && !differences.is_empty() {
        repair(conn, source, due)?;
    }
    Ok(Found { events, differences })
}

/// The sale that the events add up to, and when the newest happened. On its way the fold passes the snapshot, which
/// must say the same.
fn fold(
    conn: &mut Conn,
    (vendor, id): (VendorId, SaleId),
    written: Option<&(u64, Written)>,
    differences: &mut Vec<String>,
) -> Result<(Sale, DateTime<Utc>), Error> {
    let mut folded = Sale::unborn(vendor, id);
    let mut last_at = DateTime::UNIX_EPOCH;
    let mut agrees = false;
    loop {
        let events = event::list(conn, vendor, id, folded.version, PORTION)?;
        if events.is_empty() {
            break;
        }
        for event in &events {
            if event.seq != folded.version + 1 {
                differences.push(format!("event {} is missing", folded.version + 1));
            }
            last_at = event.at;
            folded = rules::evolve(folded, event);
            if let Some((_, text)) = written.filter(|(version, _)| *version == folded.version) {
                agrees = *text == Written::of(&folded)?;
            }
        }
    }
    if !agrees {
        differences.push("sale_snapshot".to_owned());
    }
    Ok((folded, last_at))
}

/// When time brings the next change, what has to be done about the sale, and the time at which that was said.
type Due = (Option<DateTime<Utc>>, Vec<worklist::Item>, DateTime<Utc>);

/// What follows from the sale together with its customer and the vendor's numbers.
fn by_surroundings(conn: &mut Conn, app: &App, sale: &Sale, now: DateTime<Utc>) -> Result<Due, Error> {
    let unit = Unit::open(conn, app, sale.vendor)?;
    // What quiet hours hold is held from now on.
    let now = now.max(unit.now);
    let around = world::load(conn, &unit, (sale, &Command::Tick), Hold::Look)?.at(now);
    let ctx = Context {
        actor: Actor::System,
        last_event_at: None,
        ids: app.ids.maker(now)?,
        world: around.world(),
        ledger: &[],
        has_concern_elsewhere: false,
    };
    Ok((rules::next_due_at(sale, &ctx), worklist::items(sale, around.world()), now))
}

fn repair(conn: &mut Conn, source: Source<'_>, due: Option<DateTime<Utc>>) -> Result<(), Error> {
    sale::repair(conn, source, due)?;
    snapshot::repair(conn, source.sale)?;
    for model in READ_MODELS {
        model.repair(conn, source)?;
    }
    Ok(())
}
