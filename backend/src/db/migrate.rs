//! Brings the tables up to date. Any number of processes may do so at once: a lock row decides who does, and
//! the others wait. Its lease is measured by the database's clock, and a holder that died loses it.

use std::{
    thread::sleep,
    time::{Duration, Instant},
};

use diesel::{
    connection::SimpleConnection,
    migration::Migration,
    pg::Pg,
    prelude::*,
    sql_types::{BigInt, Text},
    sqlite::Sqlite,
};
use diesel_migrations::MigrationHarness;

use super::{
    conn::{Conn, Purpose, Target},
    fault::{DbError, DbResult},
    files::protect,
    migrations::Migrations,
};
use crate::config::Database;

/// How long the lock is held without a sign of life.
const LEASE: Duration = Duration::from_mins(1);
/// How long to wait for another process.
const PATIENCE: Duration = Duration::from_secs(90);

/// What [`migrate`] did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migrated {
    /// The names of the migrations that were applied, none if the tables were up to date.
    pub applied: Vec<String>,
}

/// Applies what is pending.
pub fn migrate(config: &Database) -> DbResult<Migrated> {
    protect(config)?;
    let mut conn = Target::new(config).connect(Purpose::Migrate)?;
    if pending(&mut conn)?.is_empty() {
        return Ok(Migrated { applied: Vec::new() });
    }
    locked(&mut conn, |conn, owner| {
        let mut applied = Vec::new();
        // Asked again after each: another process may have been at work before the lock was ours.
        while let Some(name) = apply_next(conn)? {
            applied.push(name);
            renew(conn, owner)?;
        }
        Ok(Migrated { applied })
    })
}

/// Whether nothing is pending. Looking does not make a SQLite file that is not there.
pub fn is_current(config: &Database) -> DbResult<bool> {
    if config.file().is_some_and(|file| !file.exists()) {
        return Ok(false);
    }
    let mut conn = Target::new(config).connect(Purpose::Migrate)?;
    Ok(pending(&mut conn)?.is_empty())
}

/// Takes every migration back, newest first: all data is lost. For tests of the way down.
pub fn revert_all(config: &Database) -> DbResult<()> {
    let mut conn = Target::new(config).connect(Purpose::Migrate)?;
    locked(&mut conn, |conn, _| {
        match conn {
            Conn::Pg(conn) => conn.revert_all_migrations(Migrations).map(drop),
            Conn::Sqlite(conn) => conn.revert_all_migrations(Migrations).map(drop),
        }
        .map_err(|error| failed(error.as_ref()))
    })
}

fn failed(error: &dyn std::error::Error) -> DbError {
    DbError::Unavailable(format!("the tables cannot be brought up to date: {error}"))
}

fn names<D: diesel::backend::Backend>(migrations: &[Box<dyn Migration<D>>]) -> Vec<String> {
    migrations.iter().map(|migration| migration.name().to_string()).collect()
}

/// The question makes Diesel's own table, and two processes that do so at once may collide inside
/// PostgreSQL's catalogue in spite of `IF NOT EXISTS`; asked again, the table is there.
fn pending(conn: &mut Conn) -> DbResult<Vec<String>> {
    ask_pending(conn).or_else(|_| ask_pending(conn))
}

fn ask_pending(conn: &mut Conn) -> DbResult<Vec<String>> {
    match conn {
        Conn::Pg(conn) => conn.pending_migrations(Migrations).map(|found| names::<Pg>(&found)),
        Conn::Sqlite(conn) => conn.pending_migrations(Migrations).map(|found| names::<Sqlite>(&found)),
    }
    .map_err(|error| failed(error.as_ref()))
}

fn apply_next(conn: &mut Conn) -> DbResult<Option<String>> {
    let Some(name) = pending(conn)?.into_iter().next() else { return Ok(None) };
    match conn {
        Conn::Pg(conn) => conn.run_next_migration(Migrations).map(drop),
        Conn::Sqlite(conn) => conn.run_next_migration(Migrations).map(drop),
    }
    .map_err(|error| failed(error.as_ref()))?;
    Ok(Some(name))
}

fn locked<T>(conn: &mut Conn, work: impl FnOnce(&mut Conn, &str) -> DbResult<T>) -> DbResult<T> {
    let owner = owner();
    prepare(conn)?;
    let begun = Instant::now();
    while !acquire(conn, &owner)? {
        if begun.elapsed() > PATIENCE {
            return Err(DbError::Unavailable("another process has been migrating for too long".to_owned()));
        }
        sleep(Duration::from_millis(200));
    }
    let result = work(conn, &owner);
    release(conn, &owner)?;
    result
}

/// A process id is not enough: two containers may have the same.
fn owner() -> String {
    let mut bytes = [0; 8];
    let _ = getrandom::fill(&mut bytes);
    format!("{}-{:016x}", std::process::id(), u64::from_le_bytes(bytes))
}

/// The lock's table is the one thing that no migration can make; made twice for the reason of [`pending`].
fn prepare(conn: &mut Conn) -> DbResult<()> {
    const TABLE: &str = "CREATE TABLE IF NOT EXISTS schema_lock \
        (id BIGINT NOT NULL PRIMARY KEY, owner TEXT NOT NULL, until BIGINT NOT NULL); \
        INSERT INTO schema_lock (id, owner, until) VALUES (1, '', 0) ON CONFLICT DO NOTHING;";
    match conn.batch_execute(TABLE) {
        Ok(()) => Ok(()),
        Err(_) => Ok(conn.batch_execute(TABLE)?),
    }
}

/// The database's own clock in microseconds.
fn now(conn: &Conn) -> &'static str {
    match conn {
        Conn::Pg(_) => "CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT)",
        Conn::Sqlite(_) => "CAST(unixepoch('subsec') * 1000000 AS INTEGER)",
    }
}

fn set_lock(conn: &mut Conn, condition: &str, owner: &str, lease: Duration) -> DbResult<bool> {
    let now = now(conn);
    let condition = condition.replace("NOW", now);
    let (first, second) = match conn {
        Conn::Pg(_) => ("$1", "$2"),
        Conn::Sqlite(_) => ("?1", "?2"),
    };
    let statement = format!(
        "UPDATE schema_lock SET owner = {first}, until = {now} + {second} WHERE id = 1 AND {condition}"
    );
    let statement = statement.replace("OWNER", first);
    let lease = i64::try_from(lease.as_micros()).unwrap_or_default();
    let query = diesel::sql_query(statement).bind::<Text, _>(owner).bind::<BigInt, _>(lease);
    Ok(query.execute(conn)? == 1)
}

fn acquire(conn: &mut Conn, owner: &str) -> DbResult<bool> {
    set_lock(conn, "until < NOW", owner, LEASE)
}

fn renew(conn: &mut Conn, owner: &str) -> DbResult<()> {
    if set_lock(conn, "owner = OWNER", owner, LEASE)? {
        return Ok(());
    }
    Err(DbError::Unavailable("another process took the migration over".to_owned()))
}

fn release(conn: &mut Conn, owner: &str) -> DbResult<()> {
    set_lock(conn, "owner = OWNER", owner, Duration::ZERO).map(drop)
}
