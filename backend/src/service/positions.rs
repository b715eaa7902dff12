//! Gives events their positions, after they are committed. Whoever has time does so for all vendors; of a vendor one at a
//! time, which the row of its sequencer makes sure of.

use chrono::{DateTime, TimeDelta, Utc};
use followthrough_common::id::{SaleId, VendorId};

use crate::{
    db::Conn,
    problem::Error,
    repo::position::{self, MOST},
    state::App,
};

/// Sales that are looked at together.
const SALES: i64 = 256;
/// Events of the last moments that are looked at together.
const EVENTS: i64 = 1_000;

/// What one look did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Given {
    /// Events that got their positions.
    pub events: usize,
    /// Whether more may wait.
    pub has_more: bool,
}

/// Looks at what was recorded in the last `back` of time. A transaction that takes longer than that to be committed is
/// found by [`all`].
pub async fn lately(app: &App, back: TimeDelta) -> Result<Given, Error> {
    let since = app.clock.now() - back;
    let mut behind = app.db.read(move |conn| Ok(position::behind_since(conn, since, EVENTS)?)).await?;
    let is_full = i64::try_from(behind.len()).is_ok_and(|some| some >= EVENTS);
    behind.sort_unstable();
    behind.dedup();
    let events = give(app, &behind).await?;
    // Without any, somebody else is at it.
    Ok(Given { events, has_more: is_full && events > 0 })
}

/// Looks at every sale; tells how many events got their positions.
pub async fn all(app: &App) -> Result<usize, Error> {
    let (mut after, mut events) = (None, 0);
    loop {
        let behind = app.db.read(move |conn| Ok(position::behind(conn, after, SALES)?)).await?;
        let Some(last) = behind.last() else { return Ok(events) };
        after = Some(*last);
        events += give(app, &behind).await?;
    }
}

/// How many events of the last minute have no position, and how long the first of them has waited for it.
pub fn waiting(conn: &mut Conn, now: DateTime<Utc>) -> Result<(u64, TimeDelta), Error> {
    let (count, first) = position::waiting(conn, now - TimeDelta::minutes(1))?;
    Ok((count, first.map_or(TimeDelta::zero(), |first| now - first)))
}

async fn give(app: &App, behind: &[(VendorId, SaleId)]) -> Result<usize, Error> {
    let mut events = 0;
    for of_vendor in behind.chunk_by(|(one, _), (other, _)| one == other) {
        let Some((vendor, _)) = of_vendor.first().copied() else { continue };
        let sales: Vec<SaleId> = of_vendor.iter().map(|(_, sale)| *sale).collect();
        loop {
            let sales = sales.clone();
            let work = move |conn: &mut _| Ok(position::give(conn, vendor, &sales)?);
            let given = app.db.write(work).await?.unwrap_or_default();
            events += given;
            if i64::try_from(given).is_ok_and(|given| given < MOST) {
                break;
            }
        }
    }
    Ok(events)
}
