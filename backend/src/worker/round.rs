//! One look at everything that is due.

use followthrough_common::id::VendorId;

use super::backoff::Backoff;
use crate::{
    problem::Error,
    repo::{sale, vendor},
    service::{tick, worklist},
    state::App,
};

/// The most vendors whose sales are fetched at once.
const VENDORS: i64 = 100;

/// What one look did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Round {
    /// Sales that were due and were ticked.
    pub ticked: usize,
    /// Sales that could not be.
    pub failed: usize,
    /// Whether more may be due already.
    pub has_more: bool,
}

/// Ticks what is due, of every vendor at most a batch, so that none waits for another's thousands.
pub async fn run_once(app: &App, backoff: &mut Backoff) -> Result<Round, Error> {
    let mut round = Round::default();
    let mut after = None;
    loop {
        let now = app.clock.now();
        let vendors = app.db.read(move |conn| Ok(sale::vendors_due(conn, now, after, VENDORS)?)).await?;
        let Some(last) = vendors.last() else {
            worklist::catch_up_all(app).await?;
            return Ok(round);
        };
        after = Some(*last);
        for vendor in vendors {
            one_vendor(app, vendor, backoff, &mut round).await?;
        }
    }
}

async fn one_vendor(app: &App, id: VendorId, backoff: &mut Backoff, round: &mut Round) -> Result<(), Error> {
    let real = app.clock.now();
    let batch = i64::from(app.config.worker.batch);
    // Those that must wait are fetched too, and must not fill the batch.
    let limit = batch.saturating_add(i64::try_from(backoff.len()).unwrap_or(i64::MAX));
    let due = app.db.read(move |conn| {
        let Some(vendor) = vendor::find(conn, id)? else { return Ok(Vec::new()) };
        Ok(sale::due(conn, id, vendor.now(real), limit)?)
    });
    let due = due.await?;
    let ready: Vec<_> = due.into_iter().filter(|sale| backoff.allows(*sale, real)).collect();
    let most = usize::try_from(batch).unwrap_or(usize::MAX);
    round.has_more |= ready.len() >= most;
    for sale in ready.into_iter().take(most) {
        match tick::one(app, id, sale).await {
            Ok(outcome) if outcome.has_moved() => {
                backoff.worked(sale);
                round.ticked += 1;
            }
            Ok(_) => {
                tracing::error!(%sale, "the rules say that the sale is due, but not what for");
                backoff.failed(sale, real);
                round.failed += 1;
            }
            // The database is away: nothing else will work either, and nobody is to blame.
            Err(error @ (Error::Storage(_) | Error::Undecided)) => return Err(error),
            Err(error) => {
                tracing::error!(%sale, cause = ?error, "a sale cannot be ticked");
                backoff.failed(sale, real);
                round.failed += 1;
            }
        }
    }
    Ok(())
}
