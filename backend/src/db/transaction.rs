//! One transaction on one connection: begun as its kind needs, committed on `Ok`, taken back on `Err`, and repeated when
//! it lost a race.

use std::time::{Duration, Instant};

use diesel::{
    SqliteConnection,
    connection::{AnsiTransactionManager, Connection, TransactionManager},
};

use super::{
    aboard::End,
    conn::Conn,
    fault::{DbError, DbResult},
    turn::Turn,
};
use crate::problem::Error;

/// So long a transaction waits for the lock of an SQLite file.
const LOCK_PATIENCE: Duration = Duration::from_secs(5);
/// How often a transaction is tried that loses races.
pub(super) const ATTEMPTS: u32 = 5;

pub(super) type Transactions = <Conn as Connection>::TransactionManager;

/// What a transaction is for.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Write,
    Count,
    Snapshot,
}

/// Runs `work` as one transaction, again if it lost a race; `tell` hears how each attempt ended.
pub(super) fn repeat<T>(
    conn: &mut Conn,
    kind: Kind,
    turn: &Turn,
    work: &impl Fn(&mut Conn) -> Result<T, Error>,
    tell: &impl Fn(End),
) -> Result<T, Error> {
    for attempt in 1..=ATTEMPTS {
        let done = transaction(conn, kind, turn, work);
        tell(if done.is_ok() { End::Committed } else { End::TakenBack });
        match done {
            // The winner needs a moment; a random part makes rivals wait differently long.
            Err(Error::Race) => std::thread::sleep(pause(attempt)),
            done => return done,
        }
    }
    Err(Error::Race)
}

fn pause(attempt: u32) -> Duration {
    let mut byte = [0; 1];
    // Without random numbers the pause is still a pause.
    let _ = getrandom::fill(&mut byte);
    Duration::from_micros(u64::from(attempt) * 1_000 + u64::from(u8::from_le_bytes(byte)) * 20)
}

/// Runs `work` as one transaction.
pub(super) fn transaction<T>(
    conn: &mut Conn,
    kind: Kind,
    turn: &Turn,
    work: impl FnOnce(&mut Conn) -> Result<T, Error>,
) -> Result<T, Error> {
    begin(conn, kind)?;
    let done = work(conn);
    // Whoever was told "not known" should find, if it can still be had, that nothing happened.
    let done = if turn.is_given_up() { Err(Error::Undecided) } else { done };
    match done {
        Ok(value) => {
            commit(conn)?;
            Ok(value)
        }
        Err(error) => {
            take_back(conn);
            Err(error)
        }
    }
}

/// Ends the innermost transaction well.
pub(super) fn commit(conn: &mut Conn) -> DbResult<()> {
    Transactions::commit_transaction(conn).map_err(DbError::from)
}

/// Ends the innermost transaction as if it had not been; returns whether the one around it goes on. If not, the database
/// has taken that back by itself, or the connection is broken, which the lane then throws away.
pub(super) fn take_back(conn: &mut Conn) -> bool {
    Transactions::rollback_transaction(conn).is_ok()
}

/// Begins a transaction within one that has begun, which can be taken back alone.
pub(super) fn begin_within(conn: &mut Conn) -> DbResult<()> {
    Transactions::begin_transaction(conn).map_err(DbError::from)
}

/// The lock may be held by another process, a command beside a server that writes without a pause: then it is free for
/// parts of a millisecond, and SQLite itself soon asks ten times in a second. So it is asked in short turns, in which it
/// asks often.
fn begin_alone(conn: &mut SqliteConnection) -> DbResult<()> {
    let until = Instant::now() + LOCK_PATIENCE;
    loop {
        let begun =
            AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN IMMEDIATE").map_err(DbError::from);
        match begun {
            Err(error) if error.is_locked() && Instant::now() < until => {}
            begun => return begun,
        }
    }
}

/// Begins a transaction.
pub(super) fn begin(conn: &mut Conn, kind: Kind) -> DbResult<()> {
    match (conn, kind) {
        (Conn::Pg(conn), Kind::Write) => AnsiTransactionManager::begin_transaction(conn)?,
        (Conn::Pg(conn), Kind::Count) => {
            AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN; SET LOCAL synchronous_commit=off")?;
        }
        (Conn::Pg(conn), Kind::Snapshot) => AnsiTransactionManager::begin_transaction_sql(
            conn,
            "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY",
        )?,
        // A transaction that reads first and writes later would fail at once when another one has written in
        // between, whatever the busy timeout says; so the lock is taken at the beginning.
        (Conn::Sqlite(conn), Kind::Write | Kind::Count) => begin_alone(conn)?,
        (Conn::Sqlite(conn), Kind::Snapshot) => AnsiTransactionManager::begin_transaction(conn)?,
    }
    Ok(())
}
