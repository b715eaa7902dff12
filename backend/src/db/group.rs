//! Writes to SQLite that share a commit. It has one writer, and each commit waits for the disk; so whoever comes while
//! another one's commit is on its way goes with the next. Nobody is answered before the commit that all of them share.
//! If one of them is refused, all of it is taken back and done again, each in a transaction of its own within it, which
//! can be taken back alone; that costs more, and most groups do not need it.

use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU8, Ordering},
    },
};

use tokio::sync::oneshot;

use super::{
    aboard::{Aboard, End},
    conn::Conn,
    transaction::{ATTEMPTS, Kind, begin, begin_within, commit, take_back},
};
use crate::problem::Error;

/// So many go together at most.
const MOST: usize = 64;

const WAITS: u8 = 0;
const BEGUN: u8 = 1;
const GIVEN_UP: u8 = 2;

/// How far a write is, shared by who waits for it and who does it.
#[derive(Debug, Clone, Default)]
pub(super) struct Stage(Arc<AtomicU8>);

impl Stage {
    /// Begins, unless nobody waits any longer.
    fn begin(&self) -> bool {
        self.0.compare_exchange(WAITS, BEGUN, Ordering::SeqCst, Ordering::SeqCst).is_ok()
    }

    /// Begins, perhaps once more, unless nobody waited any longer before it had begun at all.
    fn begin_again(&self) -> bool {
        self.begin() || self.0.load(Ordering::SeqCst) == BEGUN
    }

    /// Nobody waits any longer; returns whether it had not begun, and so never will.
    pub(super) fn give_up(&self) -> bool {
        self.0.swap(GIVEN_UP, Ordering::SeqCst) == WAITS
    }

    /// Nobody waits any longer, unless it has begun; returns whether it never will.
    pub(super) fn give_up_waiting(&self) -> bool {
        self.0.compare_exchange(WAITS, GIVEN_UP, Ordering::SeqCst, Ordering::SeqCst).is_ok()
    }

    fn is_given_up(&self) -> bool {
        self.0.load(Ordering::SeqCst) == GIVEN_UP
    }
}

/// A write that waits for its group.
pub(super) trait Write: Send {
    /// Does it within the transaction that has begun, and leaves what it did there; returns whether it was done.
    fn run(&mut self, conn: &mut Conn) -> bool;
    /// The transaction that it was done in was taken back.
    fn undo(&mut self);
    /// Does it in a transaction of its own within the one that has begun; returns whether that goes on.
    fn run_alone(&mut self, conn: &mut Conn) -> bool;
    /// The group's transaction has ended: gives who waits what came of it.
    fn end(self: Box<Self>, end: End);
}

/// One write with what it gives.
pub(super) struct Task<T, W> {
    pub(super) work: W,
    pub(super) aboard: Option<Arc<dyn Aboard>>,
    pub(super) stage: Stage,
    pub(super) span: tracing::Span,
    pub(super) waiting: oneshot::Sender<Result<T, Error>>,
    pub(super) done: Option<Result<T, Error>>,
}

impl<T, W: Fn(&mut Conn) -> Result<T, Error>> Task<T, W> {
    /// Does it, with what goes along.
    fn work(&self, conn: &mut Conn) -> Result<T, Error> {
        let done = (self.work)(conn)?;
        if let Some(aboard) = &self.aboard {
            aboard.store(conn)?;
        }
        // Whoever was told "not known" should find, if it can still be had, that nothing happened.
        if self.stage.is_given_up() { Err(Error::Undecided) } else { Ok(done) }
    }

    /// What it gives, and whether the transaction around it goes on.
    fn attempt(&self, conn: &mut Conn) -> (Result<T, Error>, bool) {
        if let Err(error) = begin_within(conn) {
            return (Err(error.into()), false);
        }
        match self.work(conn) {
            Ok(done) => match commit(conn) {
                Ok(()) => (Ok(done), true),
                Err(error) => {
                    self.settle(End::TakenBack);
                    (Err(error.into()), false)
                }
            },
            Err(error) => {
                let goes_on = take_back(conn);
                self.settle(End::TakenBack);
                (Err(error), goes_on)
            }
        }
    }

    fn settle(&self, end: End) {
        if let Some(aboard) = &self.aboard {
            aboard.settle(end);
        }
    }
}

impl<T: Send, W: Fn(&mut Conn) -> Result<T, Error> + Send> Write for Task<T, W> {
    fn run(&mut self, conn: &mut Conn) -> bool {
        if !self.stage.begin() {
            return true;
        }
        let _in_span = self.span.clone().entered();
        let done = self.work(conn);
        let is_done = done.is_ok();
        self.done = Some(done);
        is_done
    }

    fn undo(&mut self) {
        if self.done.take().is_some() {
            self.settle(End::TakenBack);
        }
    }

    fn run_alone(&mut self, conn: &mut Conn) -> bool {
        if !self.stage.begin_again() {
            return true;
        }
        let _in_span = self.span.clone().entered();
        let mut goes_on = true;
        for _ in 0..ATTEMPTS {
            let (done, still) = self.attempt(conn);
            let is_lost = matches!(done, Err(Error::Race));
            (self.done, goes_on) = (Some(done), still);
            if !is_lost || !goes_on {
                break;
            }
        }
        goes_on
    }

    fn end(mut self: Box<Self>, end: End) {
        let done = match (self.done.take(), end) {
            (None, _) => Err(Error::Storage("no transaction could begin".to_owned())),
            (Some(Ok(_)), End::TakenBack) => {
                self.settle(End::TakenBack);
                Err(Error::Storage("the commit failed".to_owned()))
            }
            (Some(Ok(done)), End::Committed) => {
                self.settle(End::Committed);
                Ok(done)
            }
            (Some(Err(error)), _) => Err(error),
        };
        // Who gave up waiting hears nothing.
        let _ = self.waiting.send(done);
    }
}

/// Writes that wait, and whether somebody is at work for them.
#[derive(Default)]
pub(super) struct Queue(Mutex<Waiting>);

#[derive(Default)]
struct Waiting {
    writes: VecDeque<Box<dyn Write>>,
    has_worker: bool,
}

impl Queue {
    /// Waits in line; returns whether the caller has to see to it that somebody works.
    pub(super) fn push(&self, write: Box<dyn Write>) -> bool {
        let mut waiting = self.lock();
        waiting.writes.push_back(write);
        !std::mem::replace(&mut waiting.has_worker, true)
    }

    /// Those who go together now; without any, whoever asked need not come again.
    pub(super) fn next(&self) -> Vec<Box<dyn Write>> {
        let mut waiting = self.lock();
        let most = waiting.writes.len().min(MOST);
        let group: Vec<_> = waiting.writes.drain(..most).collect();
        waiting.has_worker = !group.is_empty();
        group
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Does them in one transaction. The error is one of the connection; each of them has been told already.
pub(super) fn run(conn: &mut Conn, mut group: Vec<Box<dyn Write>>) -> Result<(), Error> {
    let committed = all(conn, &mut group);
    let end = if committed.is_ok() { End::Committed } else { End::TakenBack };
    for write in group {
        write.end(end);
    }
    committed
}

fn all(conn: &mut Conn, group: &mut [Box<dyn Write>]) -> Result<(), Error> {
    if group.len() > 1 {
        begin(conn, Kind::Write)?;
        if group.iter_mut().all(|write| write.run(conn)) {
            return Ok(commit(conn)?);
        }
        take_back(conn);
        for write in &mut *group {
            write.undo();
        }
    }
    begin(conn, Kind::Write)?;
    if group.iter_mut().all(|write| write.run_alone(conn)) {
        return Ok(commit(conn)?);
    }
    take_back(conn);
    Err(Error::Storage("the database took a transaction back by itself".to_owned()))
}
