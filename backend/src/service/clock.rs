//! The clock of a test vendor: it runs like the real one, some time ahead, and can be put forward.

use chrono::{DateTime, TimeDelta, Utc};
use followthrough_common::{error::Rejection, id::VendorId};

use super::{tick, worklist};
use crate::{
    db::Conn,
    problem::Error,
    repo::vendor::{self, Mode},
    state::App,
};

/// Not further ahead than this; rules and calendars are made for this century.
const FARTHEST: TimeDelta = TimeDelta::days(366 * 20);
/// At most so many stops on the way; what is left then happens at the end.
const MOST_STOPS: usize = 10_000;

/// What the vendor's clock shows.
pub fn now(conn: &mut Conn, app: &App, id: VendorId) -> Result<DateTime<Utc>, Error> {
    let vendor = vendor::find(conn, id)?.ok_or_else(Rejection::not_found)?;
    Ok(vendor.now(app.clock.now()))
}

/// Puts the clock of a test vendor forward to `to`. On the way it stops at every instant at which something
/// is due, so that it happens when it would have happened. Returns what the clock shows then.
pub async fn advance(app: &App, id: VendorId, to: DateTime<Utc>) -> Result<DateTime<Utc>, Error> {
    // Months may go by, each sale in a transaction of its own.
    let app = &App { db: app.db.step_by_step(), ..app.clone() };
    let server = app.clone();
    let mut shown = app.db.read(move |conn| may_show(conn, &server, id, to)).await?;
    for _ in 0..MOST_STOPS {
        tick::all(app, id).await?;
        match tick::next(app, id).await? {
            Some(due) if due > shown && due < to => shown = show(app, id, due).await?,
            Some(_) | None => break,
        }
    }
    let shown = show(app, id, to).await?;
    tick::all(app, id).await?;
    worklist::catch_up(app, id).await?;
    Ok(shown)
}

/// Refuses what the clock cannot show; else says what it shows now.
fn may_show(conn: &mut Conn, app: &App, id: VendorId, to: DateTime<Utc>) -> Result<DateTime<Utc>, Error> {
    let vendor = vendor::find(conn, id)?.ok_or_else(Rejection::not_found)?;
    if vendor.mode != Mode::Test {
        let detail = "Only the clock of a test vendor can be moved.";
        return Err(Rejection::standing("clock", "live", Vec::new(), detail).into());
    }
    let real = app.clock.now();
    if to < vendor.now(real) {
        return Err(Rejection::field("/to", "must not be earlier than the clock shows").into());
    }
    if to - real > FARTHEST {
        return Err(Rejection::field("/to", "must be within twenty years").into());
    }
    Ok(vendor.now(real))
}

/// Lets the clock show `to`. It runs on while it is being moved and may have passed `to` by itself; the
/// later of the two is what it shows.
async fn show(app: &App, id: VendorId, to: DateTime<Utc>) -> Result<DateTime<Utc>, Error> {
    let server = app.clone();
    let work = move |conn: &mut Conn| {
        vendor::advance_clock(conn, id, to - server.clock.now())?;
        now(conn, &server, id)
    };
    app.db.write(work).await
}
