//! What a command names besides the sale: customers, members, calendars, zones. The pure core cannot look
//! whether they exist, so it is done here, before it decides.

use std::collections::BTreeSet;

use followthrough_common::{
    calendar::{Calendar, CalendarRef},
    domain::{
        customer::CustomerRecord,
        sale::{Command, Sale},
    },
    error::Rejection,
    id::{CustomerId, VendorId},
    time::ZoneName,
};

use super::unit::Unit;
use crate::{
    db::Conn,
    problem::Error,
    repo::{customer, sale as sales},
    zones::Zones,
};

/// The calendar that a sale has, or will have.
pub(super) fn calendar(sale: &Sale, command: &Command) -> CalendarRef {
    command.opening().map_or(sale.calendar, |opening| opening.calendar)
}

/// The customer whom a sale's questions go to, now or when it has begun.
pub(super) fn first_customer(sale: &Sale, command: &Command) -> Result<CustomerId, Rejection> {
    let customers = command.opening().map_or(&sale.customers, |opening| &opening.customers);
    customers
        .first()
        .copied()
        .ok_or_else(|| Rejection::field("/customers", "must have at least one customer"))
}

/// The other customers of a sale that is there, or that begins.
pub(super) fn other_customers(
    conn: &mut Conn,
    vendor: VendorId,
    sale: &Sale,
    command: &Command,
) -> Result<Vec<CustomerRecord>, Error> {
    let named: Vec<CustomerId> = match command {
        Command::SetPeople(people) => people.iter().map(|person| person.customer).collect(),
        _ => command.opening().map_or(&sale.customers, |opening| &opening.customers).clone(),
    };
    match named.split_first() {
        Some((_, others)) if !others.is_empty() => Ok(customer::find_many(conn, vendor, others)?),
        Some(_) | None => Ok(Vec::new()),
    }
}

/// Refuses a command that names what is not there.
pub(super) fn check(
    conn: &mut Conn,
    unit: &mut Unit<'_>,
    sale: &Sale,
    command: &Command,
) -> Result<(), Error> {
    // Who names a touchpoint of another sale learns nothing about members and zones.
    if let Command::Touchpoint(id, _) = command
        && sale.touchpoint(*id).is_none()
    {
        return Err(Rejection::not_found().into());
    }
    for (pointer, zone) in command.zones() {
        if !Zones::known(zone) {
            return Err(Rejection::field(pointer, "must be an IANA time zone like Europe/Copenhagen").into());
        }
    }
    for (pointer, member) in command.members() {
        if !unit.has_member(conn, member)? {
            return Err(Rejection::field(pointer, "must be a member").into());
        }
    }
    for (pointer, id) in command.customers() {
        if customer::find(conn, unit.vendor.id, id)?.is_none() {
            return Err(Rejection::field(pointer, "must be a customer").into());
        }
    }
    for (pointer, id) in command.sales() {
        if sales::version(conn, unit.vendor.id, id)?.is_none() {
            return Err(Rejection::field(pointer, "must be a sale").into());
        }
    }
    let Some(opening) = command.opening() else { return Ok(()) };
    // The first one is looked up and locked by whoever decides.
    for (row, id) in opening.customers.iter().enumerate().skip(1) {
        if customer::find(conn, unit.vendor.id, *id)?.is_none() {
            return Err(Rejection::field(format!("/customers/{row}"), "must be a customer").into());
        }
    }
    Ok(())
}

/// Every zone that the rules may have to know to decide this.
pub(super) fn zones(sale: &Sale, command: &Command, calendar: &Calendar) -> BTreeSet<ZoneName> {
    let named = command.zones().into_iter().map(|(_, zone)| zone);
    let slots = sale.touchpoints.iter().flat_map(|touchpoint| {
        let options = touchpoint.pending_move.iter().flat_map(|pending| &pending.options);
        options.chain([&touchpoint.plan.slot]).map(|slot| &slot.time_zone)
    });
    named.chain(slots).chain([&sale.time_zone, &calendar.time_zone]).cloned().collect()
}
