//! Writes to SQLite that share a commit. It has one writer, and each commit waits for the disk; so whoever comes while
//! another one's commit is on its way goes with the next, each in a transaction of its own within it, which is taken
//! back alone if it is refused. Nobody is answered before the commit that all of them share.

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
    /// Does it, within the transaction that has begun; returns whether that goes on.
    fn run(&mut self, conn: &mut Conn) -> bool;
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
    /// What it gives, and whether the transaction around it goes on.
    fn attempt(&self, conn: &mut Conn) -> (Result<T, Error>, bool) {
        if let Err(error) = begin_within(conn) {
            return (Err(error.into()), false);
        }
        let done = (self.work)(conn).and_then(|done| {
            if let Some(aboard) = &self.aboard {
                aboard.store(conn)?;
            }
            // Whoever was told "not known" should find, if it can still be had, that nothing happened.
            if self.stage.is_given_up() { Err(Error::Undecided) } else { Ok(done) }
        });
        match done {
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
        let span = self.span.clone();
        let _in_span = span.enter();
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
    let begun = begin(conn, Kind::Write);
    let committed: Result<(), Error> = begun.map_err(Error::from).and_then(|()| {
        for write in &mut group {
            if !write.run(conn) {
                take_back(conn);
                return Err(Error::Storage("the database took a transaction back by itself".to_owned()));
            }
        }
        Ok(commit(conn)?)
    });
    let end = if committed.is_ok() { End::Committed } else { End::TakenBack };
    for write in group {
        write.end(end);
    }
    committed
}
