//! What a command names besides the sale: customers, members, calendars, zones. The pure core cannot look
//! whether they exist, so it is done here, before it decides.

use std::collections::BTreeSet;

use followthrough_common::{
    calendar::{Calendar, CalendarRef},
    domain::{
        sale::{Command, Opening, Sale},
        touchpoint,
    },
    error::Rejection,
    id::{CustomerId, MemberId},
    time::ZoneName,
};

use super::unit::Unit;
use crate::{db::Conn, problem::Error, repo::customer, zones::Zones};

/// What a sale begins with, if the command is one that begins it.
pub(super) fn opening(command: &Command) -> Option<&Opening> {
    match command {
        Command::Open(opening) | Command::RecordHistory(opening, _) => Some(opening),
        _ => None,
    }
}

/// The calendar that a sale has, or will have.
pub(super) fn calendar(sale: &Sale, command: &Command) -> CalendarRef {
    opening(command).map_or(sale.calendar, |opening| opening.calendar)
}

/// The customer whom a sale's questions go to, now or when it has begun.
pub(super) fn first_customer(sale: &Sale, command: &Command) -> Result<CustomerId, Rejection> {
    let customers = opening(command).map_or(&sale.customers, |opening| &opening.customers);
    customers
        .first()
        .copied()
        .ok_or_else(|| Rejection::field("/customers", "must have at least one customer"))
}

/// Refuses a beginning that names what is not there.
pub(super) fn check(conn: &mut Conn, unit: &mut Unit<'_>, command: &Command) -> Result<(), Error> {
    for (pointer, zone) in named_zones(command) {
        if !Zones::known(zone) {
            return Err(Rejection::field(pointer, "must be an IANA time zone like Europe/Copenhagen").into());
        }
    }
    if let Some((pointer, member)) = named_member(command)
        && !unit.has_member(conn, member)?
    {
        return Err(Rejection::field(pointer, "must be a member").into());
    }
    let Some(opening) = opening(command) else { return Ok(()) };
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
    let named = named_zones(command).into_iter().map(|(_, zone)| zone);
    let slots = sale.touchpoints.iter().flat_map(|touchpoint| {
        let options = touchpoint.pending_move.iter().flat_map(|pending| &pending.options);
        options.chain([&touchpoint.plan.slot]).map(|slot| &slot.time_zone)
    });
    named.chain(slots).chain([&sale.time_zone, &calendar.time_zone]).cloned().collect()
}

fn named_member(command: &Command) -> Option<(&'static str, MemberId)> {
    match command {
        Command::Open(opening) | Command::RecordHistory(opening, _) => Some(("/owner", opening.owner)),
        Command::PlanTouchpoint(plan) => Some(("/owner", plan.owner)),
        Command::SendUpdate(message) => message.verified.map(|verified| ("/verified/by", verified.by)),
        _ => None,
    }
}

fn named_zones(command: &Command) -> Vec<(&'static str, &ZoneName)> {
    match command {
        Command::Open(opening) | Command::RecordHistory(opening, _) => {
            vec![("/time_zone", &opening.time_zone)]
        }
        Command::PlanTouchpoint(plan) => vec![("/slot/time_zone", &plan.slot.time_zone)],
        Command::Touchpoint(_, touchpoint::Command::RequestMove { options, .. }) => {
            options.iter().map(|slot| ("/options", &slot.time_zone)).collect()
        }
        Command::Touchpoint(_, touchpoint::Command::Move { to, .. }) => {
            vec![("/to/time_zone", &to.time_zone)]
        }
        _ => Vec::new(),
    }
}
