//! Connections and the gate before them. A task waits for its turn without holding a thread; a unit of work
//! is then one closure on one thread, with one connection.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use diesel::connection::{AnsiTransactionManager, Connection, SimpleConnection, TransactionManager};
use tokio::sync::Semaphore;

use super::{
    conn::{Conn, Purpose, Target},
    fault::{DbError, DbResult},
};
use crate::{config::Database, problem::Error};

/// How often a transaction is tried that loses races.
const ATTEMPTS: u32 = 5;
/// A connection that lay idle for longer is asked whether it still lives.
const FRESH: Duration = Duration::from_millis(500);

type Transactions = <Conn as Connection>::TransactionManager;

struct Idle {
    conn: Conn,
    since: Instant,
}

/// Some connections of one purpose, and as many permits.
#[derive(Clone)]
struct Lane {
    target: Arc<Target>,
    purpose: Purpose,
    idle: Arc<Mutex<Vec<Idle>>>,
    gate: Arc<Semaphore>,
    patience: Duration,
}

impl Lane {
    fn new(target: &Arc<Target>, purpose: Purpose, size: u32, patience: Duration) -> Self {
        let permits = usize::try_from(size).unwrap_or(1);
        let idle = Arc::new(Mutex::new(Vec::with_capacity(permits)));
        Self { target: target.clone(), purpose, idle, gate: Arc::new(Semaphore::new(permits)), patience }
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let turn = tokio::time::timeout(self.patience, self.gate.clone().acquire_owned()).await;
        let permit = turn.ok().and_then(Result::ok);
        let permit = permit.ok_or_else(|| Error::Storage("all connections are busy".to_owned()))?;
        let lane = self.clone();
        let span = tracing::Span::current();
        let done = tokio::task::spawn_blocking(move || {
            let _in_span = span.enter();
            let result = lane.with(work);
            drop(permit);
            result
        });
        done.await.map_err(|error| Error::Internal(format!("a unit of work panicked: {error}")))?
    }

    fn with<T>(&self, work: impl FnOnce(&mut Conn) -> Result<T, Error>) -> Result<T, Error> {
        let mut conn = self.take()?;
        let result = work(&mut conn);
        if Transactions::is_broken_transaction_manager(&mut conn) || (result.is_err() && !is_alive(&mut conn))
        {
            // What broke this connection has most likely broken the others.
            self.idle().clear();
        } else {
            self.idle().push(Idle { conn, since: Instant::now() });
        }
        result
    }

    fn take(&self) -> DbResult<Conn> {
        loop {
            let newest = self.idle().pop();
            match newest {
                None => return self.target.connect(self.purpose),
                Some(Idle { conn, since }) if since.elapsed() < FRESH => return Ok(conn),
                Some(Idle { mut conn, .. }) => {
                    if is_alive(&mut conn) {
                        return Ok(conn);
                    }
                }
            }
        }
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Idle>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_alive(conn: &mut Conn) -> bool {
    match conn {
        Conn::Pg(conn) => conn.batch_execute("SELECT 1").is_ok(),
        Conn::Sqlite(_) => true,
    }
}

/// The database. SQLite has one writer and many readers; on PostgreSQL reads and writes share the pool.
/// Imports go through a lane of their own, so that on PostgreSQL they never hold what requests need.
#[derive(Clone)]
pub struct Db {
    read: Lane,
    write: Lane,
    batch: Lane,
    is_postgres: bool,
}

impl fmt::Debug for Db {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Db").field("is_postgres", &self.is_postgres).finish_non_exhaustive()
    }
}

impl Db {
    /// Makes the lanes. Connections are opened when the first unit of work needs them, so a server starts
    /// (and says "not ready") while its database is away.
    pub fn open(config: &Database) -> Self {
        let target = Arc::new(Target::new(config));
        let patience = config.pool_wait.duration();
        let lane = |purpose, size| Lane::new(&target, purpose, size, patience);
        let (read, write, batch) = if target.is_postgres {
            let shared = lane(Purpose::Write, config.pool_size);
            (shared.clone(), shared, lane(Purpose::Write, 1))
        } else {
            let single = lane(Purpose::Write, 1);
            (lane(Purpose::Read, config.pool_size), single.clone(), single)
        };
        Self { read, write, batch, is_postgres: target.is_postgres }
    }

    /// Whether the data is in PostgreSQL.
    pub fn is_postgres(&self) -> bool {
        self.is_postgres
    }

    /// Reads. Every query sees what is committed when it runs.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.read.run(work).await
    }

    /// Reads, and all queries see one state.
    pub async fn snapshot<T: Send + 'static>(
        &self,
        work: impl Fn(&mut Conn) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.read.run(move |conn| transaction(conn, Kind::Snapshot, &work)).await
    }

    /// Runs `work` as one transaction: committed on `Ok`, rolled back on `Err`, repeated when it lost a race.
    /// It is `Fn`, so a repeat decides from the same arguments.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl Fn(&mut Conn) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.write.run(move |conn| repeat(conn, &work)).await
    }

    /// [`Db::write`] for imports and other work that nobody waits for. Keep each transaction short all the
    /// same: on SQLite there is one writer for everybody.
    pub async fn batch<T: Send + 'static>(
        &self,
        work: impl Fn(&mut Conn) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.batch.run(move |conn| repeat(conn, &work)).await
    }
}

#[derive(Clone, Copy)]
enum Kind {
    Write,
    Snapshot,
}

fn repeat<T>(conn: &mut Conn, work: &impl Fn(&mut Conn) -> Result<T, Error>) -> Result<T, Error> {
    for attempt in 1..=ATTEMPTS {
        match transaction(conn, Kind::Write, work) {
            // The winner needs a moment; the thread's own address makes rivals wait differently long.
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

fn transaction<T>(
    conn: &mut Conn,
    kind: Kind,
    work: impl FnOnce(&mut Conn) -> Result<T, Error>,
) -> Result<T, Error> {
    begin(conn, kind)?;
    match work(conn) {
        Ok(value) => {
            Transactions::commit_transaction(conn).map_err(DbError::from)?;
            Ok(value)
        }
        Err(error) => {
            // A rollback fails only with the connection, which the lane then throws away.
            let _ = Transactions::rollback_transaction(conn);
            Err(error)
        }
    }
}

fn begin(conn: &mut Conn, kind: Kind) -> DbResult<()> {
    match (conn, kind) {
        (Conn::Pg(conn), Kind::Write) => AnsiTransactionManager::begin_transaction(conn)?,
        (Conn::Pg(conn), Kind::Snapshot) => AnsiTransactionManager::begin_transaction_sql(
            conn,
            "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY",
        )?,
        // A transaction that reads first and writes later would fail at once when another one has written in
        // between, whatever the busy timeout says; so the lock is taken at the beginning.
        (Conn::Sqlite(conn), Kind::Write) => {
            AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN IMMEDIATE")?;
        }
        (Conn::Sqlite(conn), Kind::Snapshot) => AnsiTransactionManager::begin_transaction(conn)?,
    }
    Ok(())
}
