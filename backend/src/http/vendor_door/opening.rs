//! From what a vendor sends to what a sale begins with: the vendor's defaults are filled in here.

use followthrough_common::{
    api::vendor_door::sales::{AgendaInput, SaleInput},
    calendar::CalendarRef,
    domain::{
        agenda::{Agenda, Anchors},
        sale::Opening,
    },
    error::Rejection,
    id::{CustomerId, SaleId, VendorId},
    time::ZoneName,
};

use crate::{
    db::Conn,
    problem::Error,
    repo::{calendar, customer},
    service::{Unit, templates},
    state::App,
};

/// The most customers of one sale.
const MOST_CUSTOMERS: usize = 20;

/// What the sale begins with.
pub fn opening(conn: &mut Conn, app: &App, vendor: VendorId, input: SaleInput) -> Result<Opening, Error> {
    check(&input)?;
    let unit = Unit::open(conn, app, vendor)?;
    // Also a sale without an agenda names no template but the vendor's own.
    let agenda = made_from(conn, &unit, &AgendaInput { template: input.template, version: None })?;
    let calendar = input.calendar.unwrap_or(unit.vendor.default_calendar);
    let calendar = calendar::newest(conn, vendor, calendar)?;
    let calendar = calendar.ok_or_else(|| Rejection::field("/calendar", "must be one of your calendars"))?;
    let time_zone = match input.time_zone {
        Some(zone) => zone,
        None => zone_of(conn, vendor, input.customers.first().copied())?,
    };
    Ok(Opening {
        reference: input.reference,
        title: input.title,
        status: input.status,
        owner: input.owner,
        customers: input.customers,
        time_zone,
        calendar: CalendarRef { id: calendar.id, version: calendar.version },
        anchors: Anchors {
            purchased_at: input.purchased_at.unwrap_or(unit.now),
            expected_delivery_on: input.expected_delivery_on,
            delivered_on: None,
        },
        invoiced: input.invoiced,
        currency: input.currency,
        expectations: input.expectations,
        reasons: input.reasons,
        withdrawal: input.withdrawal,
        promises: input.promises.into_iter().map(Into::into).collect(),
        agenda: (!input.without_agenda).then_some(agenda),
    })
}

/// The agenda that a template makes.
pub fn agenda(conn: &mut Conn, app: &App, vendor: VendorId, input: &AgendaInput) -> Result<Agenda, Error> {
    let unit = Unit::open(conn, app, vendor)?;
    made_from(conn, &unit, input)
}

fn made_from(conn: &mut Conn, unit: &Unit<'_>, input: &AgendaInput) -> Result<Agenda, Error> {
    let (vendor, id) = (unit.vendor.id, input.template.unwrap_or(unit.vendor.default_template));
    let (template, version) = templates::choose(conn, vendor, id, input.version)?;
    Ok(Agenda::of(template, version))
}

/// What can be seen without looking anything up.
fn check(input: &SaleInput) -> Result<(), Rejection> {
    let count = input.customers.len();
    if count == 0 || count > MOST_CUSTOMERS {
        return Err(Rejection::field("/customers", format!("must have 1 to {MOST_CUSTOMERS} customers")));
    }
    let is_twice = |row: usize, id| input.customers.iter().take(row).any(|earlier| earlier == id);
    if let Some((row, _)) = input.customers.iter().enumerate().find(|(row, id)| is_twice(*row, *id)) {
        return Err(Rejection::field(format!("/customers/{row}"), "stands twice"));
    }
    // A path names a sale by either; a reference that looks like an id would name another sale.
    if input.reference.parse::<SaleId>().is_ok() {
        return Err(Rejection::field("/reference", "must not look like one of our ids"));
    }
    if input.invoiced.is_some_and(|amount| amount < 0) {
        return Err(Rejection::field("/invoiced", "must not be negative"));
    }
    let is_code = |code: &str| code.len() == 3 && code.bytes().all(|letter| letter.is_ascii_uppercase());
    if input.currency.as_deref().is_some_and(|code| !is_code(code)) {
        return Err(Rejection::field("/currency", "must be an ISO 4217 code like EUR"));
    }
    Ok(())
}

fn zone_of(conn: &mut Conn, vendor: VendorId, first: Option<CustomerId>) -> Result<ZoneName, Error> {
    let absent = || Rejection::field("/customers/0", "must be one of your customers");
    let record = customer::find(conn, vendor, first.ok_or_else(absent)?)?.ok_or_else(absent)?;
    Ok(record.record.time_zone)
}
