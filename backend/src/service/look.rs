//! Looks at a sale without changing it.

use followthrough_common::{actor::Actor, domain::sale::Command, error::Rejection, id::SaleId};

use super::{
    references,
    unit::{Fresh, Unit},
};
use crate::{
    db::Conn,
    problem::Error,
    repo::{customer, sale},
};

/// Shows the sale to `reader` as it stands. What is not there, or is another customer's, is not found.
pub fn look<T>(
    conn: &mut Conn,
    unit: &mut Unit<'_>,
    actor: Actor,
    id: SaleId,
    reader: impl FnOnce(&mut Conn, &Fresh<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    let vendor = unit.vendor.id;
    let sale = sale::find(conn, vendor, id)?.ok_or_else(Rejection::not_found)?.sale;
    if let Actor::Customer(customer) = actor
        && !sale.customers.contains(&customer)
    {
        return Err(Rejection::not_found().into());
    }
    let calendar = unit.calendar(conn, sale.calendar)?;
    let calendar =
        calendar.ok_or_else(|| Error::Internal(format!("{id} has a calendar that is not there")))?;
    let first = references::first_customer(&sale, &Command::Tick)?;
    let customer = customer::find(conn, vendor, first)?;
    let customer =
        customer.ok_or_else(|| Error::Internal(format!("{id} has a customer who is not there")))?;
    let calendars = unit.calendars(conn, &sale)?;
    let others = calendars.iter().map(|(_, calendar)| &calendar.time_zone);
    let zones = references::zones(&sale, &Command::Tick, &calendar);
    let zones = unit.zones(zones.iter().chain([&customer.record.time_zone]).chain(others));
    let fresh = Fresh {
        vendor: &unit.vendor,
        policy: &unit.policy,
        standard: &unit.standard,
        sale: &sale,
        customer: &customer,
        calendar: &calendar,
        calendars: &calendars,
        zones: &zones,
        now: unit.now,
        events: &[],
    };
    reader(conn, &fresh)
}
