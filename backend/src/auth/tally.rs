//! One write of somebody known, on its way into the rows that all servers count in: it goes there in the transaction of
//! what it writes, and by itself if it wrote nothing.

use std::sync::{Arc, Mutex, PoisonError};

use actix_web::web::Data;
use followthrough_common::id::VendorId;

use super::limits::{Allowance, Counts, Share, WINDOW, refused};
use crate::{
    db::{Aboard, Conn, End},
    problem::Error,
    repo::rate_bucket,
    state::App,
};

/// The shares of one write.
#[derive(Debug)]
pub struct Tally {
    counts: Data<Counts>,
    vendor: VendorId,
    shares: Vec<Share>,
    now: i64,
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    /// What a transaction that has not ended holds of each share.
    lent: Vec<(usize, u32)>,
    is_stored: bool,
    /// The tightest limit, as all servers together see it.
    found: Option<Allowance>,
}

impl Tally {
    /// What was counted here at `now` (Unix seconds) and shall be counted everywhere.
    pub(super) fn new(counts: Data<Counts>, vendor: VendorId, shares: Vec<Share>, now: i64) -> Arc<Self> {
        Arc::new(Self { counts, vendor, shares, now, inner: Mutex::default() })
    }

    /// The tightest limit as all servers together see it, once that is known.
    pub fn found(&self) -> Option<Allowance> {
        self.inner().found
    }

    /// Counts a request that wrote nothing: it counts all the same, whatever was wrong with it.
    pub async fn count_alone(self: &Arc<Self>, app: &App) {
        let is_done = {
            let inner = self.inner();
            inner.is_stored || inner.found.is_some_and(Allowance::is_used_up)
        };
        if is_done {
            return;
        }
        let its = self.clone();
        // If the database is away, it is counted here, and there with the next one.
        let counted = app.db.count(move |conn| its.store(conn)).await;
        self.settle(if counted.is_ok() { End::Committed } else { End::TakenBack });
    }

    fn inner(&self) -> std::sync::MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Aboard for Tally {
    fn store(&self, conn: &mut Conn) -> Result<(), Error> {
        if self.inner().is_stored {
            return Ok(());
        }
        let lent: Vec<(usize, u32)> = (0..)
            .zip(&self.shares)
            .filter_map(|(place, share)| Some((place, self.counts.lend(share, self.now)?)))
            .collect();
        self.inner().lent.clone_from(&lent);
        let rows: Vec<(&str, u32)> = lent
            .iter()
            .filter_map(|(place, used)| Some((self.shares.get(*place)?.bucket.as_str(), *used)))
            .collect();
        for (bucket, used) in rate_bucket::add(conn, self.vendor, &rows, self.now.div_euclid(WINDOW))? {
            let total = u32::try_from(used).unwrap_or(u32::MAX);
            for (place, lent) in &lent {
                if let Some(share) = self.shares.get(*place).filter(|share| share.bucket == bucket) {
                    self.counts.learn(share, self.now, (total, *lent));
                }
            }
        }
        let mut found: Option<Allowance> = None;
        for share in &self.shares {
            let allowance = self.counts.look(share, self.now);
            found = Some(found.map_or(allowance, |known| known.tighter(allowance)));
        }
        self.inner().found = found;
        match found {
            Some(allowance) if allowance.is_used_up() => Err(refused(allowance)),
            Some(_) | None => Ok(()),
        }
    }

    fn settle(&self, end: End) {
        let mut inner = self.inner();
        inner.is_stored |= end == End::Committed;
        for (place, lent) in std::mem::take(&mut inner.lent) {
            if let Some(share) = self.shares.get(place) {
                self.counts.settle(share, self.now, if end == End::Committed { lent } else { 0 });
            }
        }
    }
}
