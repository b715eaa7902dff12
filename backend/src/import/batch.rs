//! Some orders in one transaction, each through the one write path. An order that is known already changes
//! nothing.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use followthrough_common::{
    actor::Actor,
    calendar::{Calendar, CalendarRef},
    domain::{
        agenda::{self, Agenda, Anchors, Place},
        context::add_days,
        customer::{ContactRecord, CustomerRecord},
        sale::{Command, Opening},
        template::Offset,
    },
    id::{CustomerId, IdMaker, SaleId},
    time::OffsetTable,
};

use super::{
    order::{Buyer, Order},
    run::Terms,
};
use crate::{
    db::Conn,
    problem::Error,
    repo::{calendar, customer, sale},
    service::{Request, Unit, execute_in, silent, templates},
    state::App,
};

/// What became of a batch.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) stored: u64,
    pub(super) unchanged: u64,
}

/// Stores the orders that are new. An error leaves the transaction half done: it must be rolled back.
pub(super) fn write(conn: &mut Conn, app: &App, terms: &Terms, orders: &[Order]) -> Result<Written, Error> {
    let mut unit = Unit::open(conn, app, terms.vendor)?;
    let references: Vec<&str> = orders.iter().map(|order| &*order.reference).collect();
    let mut known: HashSet<String> =
        sale::known_references(conn, terms.vendor, &references)?.into_iter().collect();
    let mut written = Written::default();
    if references.iter().all(|reference| known.contains(*reference)) {
        written.unchanged = u64::try_from(orders.len()).unwrap_or_default();
        return Ok(written);
    }
    let desk = Desk::open(conn, &unit, terms)?;
    // An order number that comes twice counts once.
    let (new, old): (Vec<&Order>, Vec<&Order>) =
        orders.iter().partition(|order| known.insert(order.reference.to_string()));
    written.unchanged = u64::try_from(old.len()).unwrap_or_default();
    let customers = desk.customers(conn, &new)?;
    unit.gather();
    for order in new {
        let Some(customer) = customers.get(&*order.buyer.external_id).copied() else { continue };
        let opening = desk.opening(order, customer);
        let request = Request {
            vendor: terms.vendor,
            sale: desk.ids.make::<SaleId>(),
            actor: Actor::Member(terms.owner),
            command: Command::RecordHistory(Box::new(opening), Box::new(order.history.clone())),
            claim: None,
            expected_version: None,
            expected_state: None,
        };
        execute_in(conn, &mut unit, &request, &silent)?;
        written.stored += 1;
    }
    unit.write_gathered(conn)?;
    Ok(written)
}

/// What all orders of a batch share.
struct Desk<'a> {
    terms: &'a Terms,
    now: DateTime<Utc>,
    recorded_at: DateTime<Utc>,
    ids: IdMaker,
    calendar: CalendarRef,
    hours: Calendar,
    agenda: Agenda,
    zones: OffsetTable,
}

impl<'a> Desk<'a> {
    fn open(conn: &mut Conn, unit: &Unit<'_>, terms: &'a Terms) -> Result<Self, Error> {
        let missing = |what: &str| Error::Internal(format!("the vendor has no {what}"));
        let calendar = calendar::newest(conn, terms.vendor, unit.vendor.default_calendar)?;
        let calendar = calendar.ok_or_else(|| missing("calendar"))?;
        let (template, version) = templates::choose(conn, terms.vendor, unit.vendor.default_template, None)?;
        Ok(Self {
            terms,
            now: unit.now,
            recorded_at: unit.recorded_at,
            ids: unit.app.ids.maker(unit.recorded_at)?,
            calendar: CalendarRef { id: calendar.id, version: calendar.version },
            zones: unit.app.zones.table([&terms.time_zone, &calendar.record.time_zone]),
            hours: calendar.record,
            agenda: Agenda::of(template, version),
        })
    }

    /// The persons, as they are known already or as the export has them. An export is older than what the
    /// vendor has told us since, so a known record stays as it is.
    fn customers(&self, conn: &mut Conn, orders: &[&Order]) -> Result<HashMap<String, CustomerId>, Error> {
        let vendor = self.terms.vendor;
        let wanted: Vec<&str> = orders.iter().map(|order| &*order.buyer.external_id).collect();
        let mut known: HashMap<_, _> = customer::find_externals(conn, vendor, &wanted)?.into_iter().collect();
        let mut new = Vec::new();
        for Order { buyer, .. } in orders {
            if !known.contains_key(&*buyer.external_id) {
                let record = self.record(buyer);
                known.insert(buyer.external_id.to_string(), record.id);
                new.push(record);
            }
        }
        customer::insert_all(conn, vendor, &new, self.recorded_at)?;
        Ok(known)
    }

    fn record(&self, buyer: &Buyer) -> CustomerRecord {
        CustomerRecord {
            id: self.ids.make(),
            external_id: buyer.external_id.clone(),
            name: buyer.name.clone(),
            company: None,
            email: buyer.email.clone(),
            phone: None,
            locale: None,
            time_zone: self.terms.time_zone.clone(),
            wants_no_checks: false,
            contact: ContactRecord::default(),
        }
    }

    fn opening(&self, order: &Order, customer: CustomerId) -> Opening {
        let anchors = Anchors {
            purchased_at: order.purchased_at,
            expected_delivery_on: order.history.promised_on,
            delivered_on: None,
        };
        Opening {
            reference: order.reference.clone(),
            title: order.title.clone(),
            status: order.status.clone(),
            owner: self.terms.owner,
            customers: vec![customer],
            time_zone: self.terms.time_zone.clone(),
            calendar: self.calendar,
            agenda: self.has_a_future(order, &anchors).then(|| self.agenda.clone()),
            anchors,
            invoiced: order.invoiced,
            currency: order.currency.clone(),
            expectations: Vec::new(),
            reasons: Vec::new(),
            withdrawal: None,
            promises: Vec::new(),
        }
    }

    /// Whether some item of the agenda is still to come. Old orders are told by their dates alone, because
    /// laying out an agenda takes longer than everything else.
    fn has_a_future(&self, order: &Order, anchors: &Anchors) -> bool {
        let anchors = Anchors { delivered_on: order.history.delivered_on, ..anchors.clone() };
        let last = last_anchor(&anchors);
        if order.history.ended.is_some() || add_days(last, reach(&self.agenda)) < self.now.date_naive() {
            return false;
        }
        let place =
            Place { zone: &self.terms.time_zone, calendar: &self.hours, zones: &self.zones, reader: None };
        let plans = agenda::resolve_all(&self.agenda, &anchors, self.terms.owner, place);
        plans.iter().any(|plan| plan.slot.starts_at(&self.zones) > self.now)
    }
}

/// The latest day that an agenda can count from.
fn last_anchor(anchors: &Anchors) -> NaiveDate {
    let bought = anchors.purchased_at.date_naive() + TimeDelta::days(1);
    let arrives = anchors.delivered_on.or(anchors.expected_delivery_on);
    arrives.map_or(bought, |day| day.max(bought))
}

/// More days than the agenda can last after its last anchor, however many holidays there are.
fn reach(agenda: &Agenda) -> i64 {
    let days = agenda.items.iter().map(|item| match item.offset {
        Offset::BusinessDays(days) => i64::from(days) * 3,
        Offset::CalendarDays(days) => days,
        Offset::BusinessHours(hours) => hours,
    });
    days.max().unwrap_or_default().max(0) + 60
}
