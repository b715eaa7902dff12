//! Does what time brings to sales: each in a transaction of its own, so that one that fails holds up nobody.

use chrono::{DateTime, Utc};
use followthrough_common::{
    actor::Actor,
    domain::sale::Command,
    id::{SaleId, VendorId},
};

use super::{Outcome, Request, Unit, execute_in, silent};
use crate::{problem::Error, repo::sale, state::App};

/// How many sales are fetched at once when all that are due are ticked.
const BATCH: i64 = 100;

/// Ticks one sale. If nothing is due any more, nothing happens.
pub async fn one(app: &App, vendor: VendorId, sale: SaleId) -> Result<Outcome, Error> {
    let server = app.clone();
    let request = Request {
        vendor,
        sale,
        actor: Actor::System,
        command: Command::Tick,
        claim: None,
        expected_version: None,
        expected_state: None,
    };
    let work = move |conn: &mut _| {
        let mut unit = Unit::open(conn, &server, vendor)?;
        execute_in(conn, &mut unit, &request, &silent)
    };
    Ok(app.db.write(work).await?.committed(app))
}

/// Ticks every sale of the vendor that is due now, and again what that made due, until nothing is; a worker may
/// do the same meanwhile. Gives up when none of a round moved, so that a sale whose rules contradict themselves
/// cannot hold it for ever.
pub async fn all(app: &App, vendor: VendorId) -> Result<(), Error> {
    loop {
        let server = app.clone();
        let due = app.db.read(move |conn| {
            let unit = Unit::open(conn, &server, vendor)?;
            Ok(sale::due(conn, vendor, unit.now, BATCH)?)
        });
        let due = due.await?;
        let mut is_moving = false;
        for sale in &due {
            is_moving |= one(app, vendor, *sale).await?.has_moved();
        }
        if !is_moving {
            return Ok(());
        }
    }
}

/// When the first of the vendor's sales is due.
pub async fn next(app: &App, vendor: VendorId) -> Result<Option<DateTime<Utc>>, Error> {
    app.db.read(move |conn| Ok(sale::first_due(conn, vendor)?)).await
}
