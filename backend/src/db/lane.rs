//! Connections and the gate before them. A task waits for its turn without holding a thread; a unit of work
//! is then one closure on one thread, with one connection. Nobody waits longer than the deadline: a database that is
//! frozen holds threads of ours, but no request.

use std::{
    fmt,
    panic::AssertUnwindSafe,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use diesel::connection::{SimpleConnection, TransactionManager};
use tokio::sync::{Semaphore, oneshot};

use super::{
    aboard::{self, Aboard, End},
    conn::{Conn, Purpose, Target},
    fault::DbResult,
    group::{self, Queue, Stage, Task},
    transaction::{Kind, Transactions, repeat, transaction},
    turn::Turn,
    wait::Wait,
};
use crate::{config::Database, problem::Error};

/// A connection that lay idle for longer is asked whether it still lives.
const FRESH: Duration = Duration::from_millis(500);

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

    /// Runs `work` with others that write at the same time, in one transaction for all of them.
    async fn run_grouped<T: Send + 'static>(
        &self,
        queue: &Arc<Queue>,
        aboard: Option<Arc<dyn Aboard>>,
        work: impl Fn(&mut Conn) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let (_counted, so_far) = Wait::begin();
        let left = self.limit.left(so_far);
        let begun = tokio::time::Instant::now();
        let is_free = self.gate.available_permits() > 0;
        let (waiting, mut given) = oneshot::channel();
        let stage = Stage::default();
        let span = tracing::Span::current();
        let task = Task { work, aboard, stage: stage.clone(), span, waiting, done: None };
        let is_first = queue.push(Box::new(task));
        if is_first {
            self.serve(queue);
        }
        let lost = |_| Err(Error::Internal("a unit of work panicked".to_owned()));
        // For a job somebody waits as long as it takes.
        let Some(left) = left else { return given.await.unwrap_or_else(lost) };
        // Who need not wait for anybody does not lose patience.
        let patience = if is_first && is_free { left } else { left.min(self.patience) };
        if let Ok(given) = tokio::time::timeout_at(begun + patience, &mut given).await {
            return given.unwrap_or_else(lost);
        }
        if stage.give_up_waiting() {
            return Err(Error::Storage("all connections are busy".to_owned()));
        }
        if let Ok(given) = tokio::time::timeout_at(begun + left, given).await {
            return given.unwrap_or_else(lost);
        }
        let never_begins = stage.give_up();
        Err(if never_begins { slow() } else { undecided() })
    }

    /// Does what waits in the queue, group by group, until nothing does. It has a thread of its own, so it goes on
    /// whatever becomes of the task that began it.
    fn serve(&self, queue: &Arc<Queue>) {
        let (lane, queue, runtime) = (self.clone(), queue.clone(), tokio::runtime::Handle::current());
        tokio::task::spawn_blocking(move || {
            loop {
                let Ok(permit) = runtime.block_on(lane.gate.clone().acquire_owned()) else { return };
                let group = queue.next();
                if group.is_empty() {
                    return;
                }
                let (turn, mut group) = (Turn::new(permit), Some(group));
                let together =
                    || lane.work(&turn, |conn, _| group::run(conn, group.take().unwrap_or_default()));
                // Each of them is told by itself; one that panics takes the others along, and nobody else.
                let _ = std::panic::catch_unwind(AssertUnwindSafe(together));
                // Without a connection none of them was done.
                group.into_iter().flatten().for_each(|write| write.end(End::TakenBack));
                turn.end();
            }
        });
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
    group: Arc<Queue>,
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
        let group = Arc::default();
        Self { read, write, count, batch, group, deadline, is_postgres: target.is_postgres }
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

    /// Waits, as long as a request may wait for the database, for what somebody else asks it.
    pub async fn patiently<T>(&self, given: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        let (_counted, so_far) = Wait::begin();
        match self.read.limit.left(so_far) {
            None => given.await,
            Some(left) => tokio::time::timeout(left, given).await.unwrap_or_else(|_| Err(slow())),
        }
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
        let aboard = aboard::present();
        if !self.is_postgres {
            return self.write.run_grouped(&self.group, aboard, work).await;
        }
        let work = move |conn: &mut Conn, turn: &Turn| {
            let with_it = |conn: &mut Conn| {
                let done = work(conn)?;
                if let Some(aboard) = &aboard {
                    aboard.store(conn)?;
                }
                Ok(done)
            };
            let tell = |end| aboard.iter().for_each(|aboard| aboard.settle(end));
            repeat(conn, Kind::Write, turn, &with_it, &tell)
        };
        self.write.run(undecided, work).await
    }

    /// [`Db::write`] for counts that matter for a minute: a crash of the whole machine may lose the newest of them,
    /// and so nobody waits for the disk.
    pub async fn count<T: Send + 'static>(
        &self,
        work: impl Fn(&mut Conn) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.count.run(slow, move |conn, turn| repeat(conn, Kind::Count, turn, &work, &|_| ())).await
    }

    /// [`Db::write`] for imports and other work that nobody waits for. Keep each transaction short all the
    /// same: on SQLite there is one writer for everybody.
    pub async fn batch<T: Send + 'static>(
        &self,
        work: impl Fn(&mut Conn) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.batch.run(undecided, move |conn, turn| repeat(conn, Kind::Write, turn, &work, &|_| ())).await
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
