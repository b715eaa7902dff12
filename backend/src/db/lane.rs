//! Connections and the gate before them. A task waits for its turn without holding a thread; a unit of work
//! is then one closure on one thread, with one connection. Nobody waits longer than the deadline: a database that is
//! frozen holds threads of ours, but no request.

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
    turn::Turn,
    wait::Wait,
};
use crate::{config::Database, problem::Error};

/// How often a transaction is tried that loses races.
const ATTEMPTS: u32 = 5;
/// A connection that lay idle for longer is asked whether it still lives.
const FRESH: Duration = Duration::from_millis(500);

type Transactions = <Conn as Connection>::TransactionManager;

/// How long somebody waits.
#[derive(Clone, Copy)]
enum Limit {
    /// A request, for everything that it asks together.
    Together(Duration),
    /// A request that is made of many units of work, for each of them.
    Each(Duration),
    /// A job, as long as it takes.
    None,
}

impl Limit {
    /// What is left of it after so much was waited already.
    fn left(self, so_far: Duration) -> Option<Duration> {
        match self {
            Self::Together(limit) => Some(limit.saturating_sub(so_far)),
            Self::Each(limit) => Some(limit),
            Self::None => None,
        }
    }
}

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
    /// For work that nobody waits for any longer. None on SQLite: what hangs there may hold the one lock.
    spare: Arc<Semaphore>,
    patience: Duration,
    limit: Limit,
}

impl Lane {
    fn new(target: &Arc<Target>, purpose: Purpose, size: u32, config: &Database) -> Self {
        let permits = usize::try_from(size).unwrap_or(1);
        Self {
            target: target.clone(),
            purpose,
            idle: Arc::new(Mutex::new(Vec::with_capacity(permits))),
            gate: Arc::new(Semaphore::new(permits)),
            spare: Arc::new(Semaphore::new(if target.is_postgres { permits } else { 0 })),
            patience: config.pool_wait.duration(),
            limit: Limit::Together(config.deadline.duration()),
        }
    }

    /// Connections of another purpose behind the same gate.
    fn beside(&self, purpose: Purpose) -> Self {
        Self { purpose, idle: Arc::default(), ..self.clone() }
    }

    fn with(&self, limit: Limit) -> Self {
        Self { limit, ..self.clone() }
    }

    /// Runs `work`; who waited too long for it is told `too_late`, and what it would have given is forgotten.
    async fn run<T: Send + 'static>(
        &self,
        too_late: fn() -> Error,
        work: impl FnOnce(&mut Conn, &Turn) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let (_counted, so_far) = Wait::begin();
        let left = self.limit.left(so_far);
        let begun = tokio::time::Instant::now();
        let patience = left.map_or(self.patience, |left| left.min(self.patience));
        let permit = tokio::time::timeout(patience, self.gate.clone().acquire_owned()).await;
        let permit = permit.ok().and_then(Result::ok);
        let permit = permit.ok_or_else(|| Error::Storage("all connections are busy".to_owned()))?;
        let (turn, lane) = (Turn::new(permit), self.clone());
        let (its, span) = (turn.clone(), tracing::Span::current());
        let working = tokio::task::spawn_blocking(move || {
            let _in_span = span.enter();
            let result = lane.work(&its, work);
            its.end();
            result
        });
        let done = match left {
            None => working.await,
            Some(left) => {
                let Ok(done) = tokio::time::timeout_at(begun + left, working).await else {
                    turn.give_up(&self.spare);
                    return Err(too_late());
                };
                done
            }
        };
        done.map_err(|error| Error::Internal(format!("a unit of work panicked: {error}")))?
    }

    fn work<T>(
        &self,
        turn: &Turn,
        work: impl FnOnce(&mut Conn, &Turn) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut conn = self.take()?;
        let result = work(&mut conn, turn);
        if Transactions::is_broken_transaction_manager(&mut conn)
            || (may_be_its_fault(&result) && !is_alive(&mut conn))
        {
            // What broke this connection has most likely broken the others.
            self.idle().clear();
        } else if !turn.is_given_up() {
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

/// An expected refusal says nothing about the connection.
fn may_be_its_fault<T>(result: &Result<T, Error>) -> bool {
    matches!(result, Err(Error::Storage(_) | Error::Undecided | Error::Internal(_)))
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
    count: Lane,
    batch: Lane,
    deadline: Duration,
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
        let lane = |purpose, size| Lane::new(&target, purpose, size, config);
        let (read, write, count, batch) = if target.is_postgres {
            let shared = lane(Purpose::Write, config.pool_size);
            (shared.clone(), shared.clone(), shared, lane(Purpose::Write, 1))
        } else {
            let single = lane(Purpose::Write, 1);
            (lane(Purpose::Read, config.pool_size), single.clone(), single.beside(Purpose::Count), single)
        };
        let batch = batch.with(Limit::None);
        let deadline = config.deadline.duration();
        Self { read, write, count, batch, deadline, is_postgres: target.is_postgres }
    }

    /// The same for a job: somebody waits for it as long as it takes, so nothing is cut.
    #[must_use]
    pub fn for_jobs(&self) -> Self {
        Self { read: self.read.with(Limit::None), write: self.write.with(Limit::None), ..self.clone() }
    }

    /// The same for a request that is made of many units of work: each has the deadline for itself.
    #[must_use]
    pub fn step_by_step(&self) -> Self {
        let each = Limit::Each(self.deadline);
        Self { read: self.read.with(each), write: self.write.with(each), ..self.clone() }
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
        self.read.run(slow, move |conn, _| work(conn)).await
    }

    /// The same with another deadline.
    pub async fn read_within<T: Send + 'static>(
        &self,
        deadline: Duration,
        work: impl FnOnce(&mut Conn) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.read.with(Limit::Together(deadline)).run(slow, move |conn, _| work(conn)).await
    }

    /// Reads, and all queries see one state.
    pub async fn snapshot<T: Send + 'static>(
        &self,
        work: impl Fn(&mut Conn) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.read.run(slow, move |conn, turn| transaction(conn, Kind::Snapshot, turn, &work)).await
    }

    /// Runs `work` as one transaction: committed on `Ok`, rolled back on `Err`, repeated when it lost a race.
    /// It is `Fn`, so a repeat decides from the same arguments.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl Fn(&mut Conn) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.write.run(undecided, move |conn, turn| repeat(conn, Kind::Write, turn, &work)).await
    }

    /// [`Db::write`] for counts that matter for a minute: a crash of the whole machine may lose the newest of them,
    /// and so nobody waits for the disk.
    pub async fn count<T: Send + 'static>(
        &self,
        work: impl Fn(&mut Conn) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.count.run(slow, move |conn, turn| repeat(conn, Kind::Count, turn, &work)).await
    }

    /// [`Db::write`] for imports and other work that nobody waits for. Keep each transaction short all the
    /// same: on SQLite there is one writer for everybody.
    pub async fn batch<T: Send + 'static>(
        &self,
        work: impl Fn(&mut Conn) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.batch.run(undecided, move |conn, turn| repeat(conn, Kind::Write, turn, &work)).await
    }
}

/// Nothing was to be stored.
fn slow() -> Error {
    Error::Storage("the database does not answer in time".to_owned())
}

/// The commit may be on its way.
fn undecided() -> Error {
    Error::Undecided
}

#[derive(Clone, Copy)]
enum Kind {
    Write,
    Count,
    Snapshot,
}

fn repeat<T>(
    conn: &mut Conn,
    kind: Kind,
    turn: &Turn,
    work: &impl Fn(&mut Conn) -> Result<T, Error>,
) -> Result<T, Error> {
    for attempt in 1..=ATTEMPTS {
        match transaction(conn, kind, turn, work) {
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

fn transaction<T>(
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
        (Conn::Pg(conn), Kind::Count) => {
            AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN; SET LOCAL synchronous_commit=off")?;
        }
        (Conn::Pg(conn), Kind::Snapshot) => AnsiTransactionManager::begin_transaction_sql(
            conn,
            "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY",
        )?,
        // A transaction that reads first and writes later would fail at once when another one has written in
        // between, whatever the busy timeout says; so the lock is taken at the beginning.
        (Conn::Sqlite(conn), Kind::Write | Kind::Count) => {
            AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN IMMEDIATE")?;
        }
        (Conn::Sqlite(conn), Kind::Snapshot) => AnsiTransactionManager::begin_transaction(conn)?,
    }
    Ok(())
}
