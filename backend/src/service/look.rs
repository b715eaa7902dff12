//! Looks at a sale without changing it.

use followthrough_common::{actor::Actor, domain::sale::Command, error::Rejection, id::SaleId};

use super::{
    unit::{Fresh, Unit},
    world::{self, Hold},
};
use crate::{
    db::Conn,
    problem::Error,
    repo::{customer::Stored, sale},
};

/// Shows the sale to `reader` as it stands. What is not there, or is another customer's, is not found.
pub fn look<T>(
    conn: &mut Conn,
    unit: &Unit<'_>,
    actor: Actor,
    id: SaleId,
    reader: impl FnOnce(&mut Conn, &Fresh<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    let version = sale::version(conn, unit.vendor.id, id)?.ok_or_else(Rejection::not_found)?;
    show(conn, unit, (actor, Hold::Look), (id, version), reader)
}

/// The same for a customer whose record was just read with the version of the sale.
pub fn look_own<T>(
    conn: &mut Conn,
    unit: &Unit<'_>,
    own: Stored,
    sale: (SaleId, u64),
    reader: impl FnOnce(&mut Conn, &Fresh<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    let actor = Actor::Customer(own.record.id);
    show(conn, unit, (actor, Hold::Known(own)), sale, reader)
}

fn show<T>(
    conn: &mut Conn,
    unit: &Unit<'_>,
    (actor, hold): (Actor, Hold),
    (id, version): (SaleId, u64),
    reader: impl FnOnce(&mut Conn, &Fresh<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    let sale = unit.app.memory.sale(conn, (unit.vendor.id, id), version)?;
    if unit.only_reads {
        unit.app.memory.keep(sale.clone());
    }
    if let Actor::Customer(customer) = actor
        && !sale.customers.contains(&customer)
    {
        return Err(Rejection::not_found().into());
    }
    let around = world::load(conn, unit, (&sale, &Command::Tick), hold)?;
    let fresh = Fresh {
        vendor: &unit.vendor,
        settings: &unit.settings,
        sale: &sale,
        customer: &around.customer,
        world: around.world(),
        events: &[],
    };
    reader(conn, &fresh)
}
