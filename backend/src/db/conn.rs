//! One connection to either database, and how it is made.

use std::fmt;

use diesel::{connection::SimpleConnection, pg::PgConnection, prelude::*, sqlite::SqliteConnection};

use super::fault::{DbError, DbResult};

/// A connection. A query that is built with Diesel's common words runs on both; see `native!` for the rest.
#[derive(diesel::MultiConnection)]
pub enum Conn {
    /// A connection to a PostgreSQL server.
    Pg(PgConnection),
    /// An open SQLite file.
    Sqlite(SqliteConnection),
}

impl fmt::Debug for Conn {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Pg(_) => "Conn::Pg",
            Self::Sqlite(_) => "Conn::Sqlite",
        })
    }
}

/// Compiles one expression for both backends: for batch inserts and `ON CONFLICT`, which Diesel cannot
/// build for a connection whose backend is known only when it runs.
macro_rules! native {
    ($conn:ident => $body:expr) => {
        match $conn {
            $crate::db::Conn::Pg($conn) => $body,
            $crate::db::Conn::Sqlite($conn) => $body,
        }
    };
}
pub(crate) use native;

/// The busy timeout comes first, because the other two may already have to wait for a lock.
const SQLITE_PRAGMAS: &str = "PRAGMA busy_timeout=5000; PRAGMA foreign_keys=ON; PRAGMA synchronous=FULL;";

/// A server that is gone is noticed within seconds, whether it resets connections or swallows packets, and
/// no statement holds a lock for long. An operator who writes one of these into the URL wins.
const POSTGRES_OPTIONS: &[(&str, &str)] = &[
    ("application_name", "followthrough"),
    ("connect_timeout", "2"),
    ("tcp_user_timeout", "5000"),
    ("keepalives", "1"),
    ("keepalives_idle", "5"),
    ("keepalives_interval", "2"),
    ("keepalives_count", "3"),
    (
        "options",
        "-c%20statement_timeout%3D5000%20-c%20lock_timeout%3D2000\
         %20-c%20idle_in_transaction_session_timeout%3D10000",
    ),
];

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Only reads: SQLite refuses anything else.
    Read,
    /// Reads and writes.
    Write,
    /// Reads and writes what may be lost when the machine crashes. On PostgreSQL the transaction says so itself.
    Count,
    /// Changes tables, which may take longer than a request may.
    Migrate,
}

/// Where connections go. Its URL may hold a password, so it is not `Debug`.
pub(super) struct Target {
    url: String,
    pub(super) is_postgres: bool,
}

impl Target {
    pub(super) fn new(config: &crate::config::Database) -> Self {
        let url = config.url.reveal();
        let is_postgres = config.is_postgres();
        Self { url: if is_postgres { with_options(url) } else { url.to_owned() }, is_postgres }
    }

    pub(super) fn connect(&self, purpose: Purpose) -> DbResult<Conn> {
        if self.is_postgres {
            let mut conn = PgConnection::establish(&self.url).map_err(unavailable)?;
            if purpose == Purpose::Migrate {
                conn.batch_execute("SET statement_timeout=0; SET lock_timeout='10s';")?;
            }
            return Ok(Conn::Pg(conn));
        }
        let mut conn = SqliteConnection::establish(&self.url).map_err(unavailable)?;
        conn.batch_execute(SQLITE_PRAGMAS)?;
        match purpose {
            Purpose::Read => conn.batch_execute("PRAGMA query_only=ON;")?,
            // It asks again itself, and often: see `transaction::begin`.
            Purpose::Write => conn.batch_execute("PRAGMA busy_timeout=20;")?,
            // A commit is in the file at once and on the disk with the next commit of another connection.
            Purpose::Count => conn.batch_execute("PRAGMA synchronous=NORMAL;")?,
            // The mode stays with the file. Setting it on every connection would race.
            Purpose::Migrate => set_wal(&mut conn)?,
        }
        Ok(Conn::Sqlite(conn))
    }
}

/// The busy timeout does not cover this change, so two processes that start together have to try again.
fn set_wal(conn: &mut SqliteConnection) -> DbResult<()> {
    for _ in 0..50 {
        if conn.batch_execute("PRAGMA journal_mode=WAL;").is_ok() {
            return Ok(());
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    Ok(conn.batch_execute("PRAGMA journal_mode=WAL;")?)
}

fn unavailable(error: ConnectionError) -> DbError {
    match error {
        ConnectionError::BadConnection(cause) => DbError::Unavailable(cause),
        other => DbError::Unavailable(other.to_string()),
    }
}

fn with_options(url: &str) -> String {
    let given = url.split_once('?').map_or("", |(_, parameters)| parameters);
    let is_given = |name: &str| given.split('&').any(|pair| pair.split('=').next() == Some(name));
    let mut url = url.trim_end_matches('?').to_owned();
    for (name, value) in POSTGRES_OPTIONS.iter().filter(|(name, _)| !is_given(name)) {
        let joint = if url.contains('?') { '&' } else { '?' };
        url = format!("{url}{joint}{name}={value}");
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_option_in_the_url_wins_over_ours() {
        let url = with_options("postgres://host/name?connect_timeout=9");
        assert!(url.starts_with("postgres://host/name?connect_timeout=9&application_name=followthrough&"));
        assert_eq!(url.matches("connect_timeout").count(), 1);
    }
}
