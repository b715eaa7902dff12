//! One import from its first line to its last: batches, counts, and the row that tells of it.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use followthrough_common::{
    id::{ImportId, MemberId, VendorId},
    time::ZoneName,
};

use super::{
    batch,
    order::{Order, Refusal},
};
use crate::{
    problem::Error,
    repo::import_run::{self, Progress, RunState},
    state::App,
};

/// For whom orders are taken, the same for all of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// Whose they are.
    pub vendor: VendorId,
    /// Who looks after the customers.
    pub owner: MemberId,
    /// Where the customers are.
    pub time_zone: ZoneName,
}

/// How many lines became what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Lines, or records of several lines.
    pub lines: u64,
    /// New orders.
    pub stored: u64,
    /// Orders that were known already.
    pub unchanged: u64,
    /// Lines that were not taken.
    pub refused: u64,
}

/// An import that is going on.
#[derive(Debug)]
pub struct Run {
    app: App,
    terms: Arc<Terms>,
    id: ImportId,
    started_at: DateTime<Utc>,
    source: String,
    batch_size: usize,
    waiting: Vec<Order>,
    counts: Counts,
}

impl Run {
    /// Begins an import of `source`, which is only a name.
    pub async fn begin(app: &App, terms: Terms, source: &str, batch_size: usize) -> Result<Self, Error> {
        let started_at = app.clock.now();
        let run = Self {
            id: app.ids.maker(started_at)?.make(),
            app: app.clone(),
            terms: Arc::new(terms),
            started_at,
            source: source.chars().filter(|letter| !letter.is_control()).take(200).collect(),
            batch_size: batch_size.max(1),
            waiting: Vec::with_capacity(batch_size),
            counts: Counts::default(),
        };
        let (id, vendor, source) = (run.id, run.terms.vendor, run.source.clone());
        let write = move |conn: &mut _| Ok(import_run::insert(conn, vendor, id, &source, started_at)?);
        run.app.db.batch(write).await?;
        Ok(run)
    }

    /// Its id.
    pub fn id(&self) -> ImportId {
        self.id
    }

    /// The counts so far; orders that wait for their batch are only in `lines`.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// Counts a line that was not taken.
    pub fn refuse(&mut self) {
        self.counts.lines += 1;
        self.counts.refused += 1;
    }

    /// Takes an order; a full batch is stored. Gives the lines that the rules refused.
    pub async fn take(&mut self, order: Order) -> Result<Vec<Refusal>, Error> {
        self.counts.lines += 1;
        self.waiting.push(order);
        if self.waiting.len() < self.batch_size { Ok(Vec::new()) } else { self.flush().await }
    }

    /// Stores what waits and closes the run.
    pub async fn end(&mut self, state: RunState) -> Result<Vec<Refusal>, Error> {
        let refusals = self.flush().await?;
        let (id, vendor, progress) = (self.id, self.terms.vendor, self.progress());
        let now = self.app.clock.now();
        let write = move |conn: &mut _| Ok(import_run::finish(conn, vendor, id, &progress, state, now)?);
        self.app.db.batch(write).await?;
        Ok(refusals)
    }

    async fn flush(&mut self) -> Result<Vec<Refusal>, Error> {
        let orders: Arc<[Order]> = std::mem::take(&mut self.waiting).into();
        if orders.is_empty() {
            return Ok(Vec::new());
        }
        match self.store(orders.clone()).await {
            Ok(()) => Ok(Vec::new()),
            // One of them cannot be; which one is found by trying each alone.
            Err(Error::Rejected(_)) => self.store_each(&orders).await,
            Err(error) => Err(error),
        }
    }

    async fn store_each(&mut self, orders: &[Order]) -> Result<Vec<Refusal>, Error> {
        let mut refusals = Vec::new();
        for order in orders {
            match self.store(Arc::new([order.clone()])).await {
                Ok(()) => {}
                Err(Error::Rejected(rejection)) => {
                    self.counts.refused += 1;
                    let first = rejection.errors.into_iter().next();
                    let (field, reason) = first.map_or((String::new(), rejection.detail), |error| {
                        (error.pointer.trim_start_matches('/').to_owned(), error.detail)
                    });
                    let reference = order.reference.to_string();
                    refusals.push(Refusal { line: order.line, reference, field, reason });
                }
                Err(error) => return Err(error),
            }
        }
        Ok(refusals)
    }

    /// One transaction: the orders and the counts that include them.
    async fn store(&mut self, orders: Arc<[Order]>) -> Result<(), Error> {
        let (app, terms, id) = (self.app.clone(), self.terms.clone(), self.id);
        let before = self.progress();
        let write = move |conn: &mut _| {
            let written = batch::write(conn, &app, &terms, &orders)?;
            let progress = Progress {
                accepted: before.accepted + written.stored,
                unchanged: before.unchanged + written.unchanged,
                ..before
            };
            import_run::update(conn, terms.vendor, id, &progress)?;
            Ok(written)
        };
        let written = self.app.db.batch(write).await?;
        self.app.news.notify_one();
        self.counts.stored += written.stored;
        self.counts.unchanged += written.unchanged;
        Ok(())
    }

    fn progress(&self) -> Progress {
        let Counts { lines, stored, unchanged, refused } = self.counts;
        Progress { lines_read: lines, accepted: stored, unchanged, refused }
    }

    /// Since when.
    pub fn started_at(&self) -> DateTime<Utc> {
        self.started_at
    }
}
