//! A database of one test's own, removed afterwards: a SQLite file, or a database on the PostgreSQL server
//! that `FOLLOWTHROUGH_TEST_POSTGRES` names.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use chrono::{DateTime, Utc};
use diesel::{connection::SimpleConnection, prelude::*};

use crate::{
    clock::ManualClock,
    config::{Config, Secret},
    db,
    ids::CountedIds,
    state::App,
    vault::Vault,
};

static NEXT: AtomicU32 = AtomicU32::new(0);

/// Where the database is.
pub(crate) enum Scratch {
    /// A folder with a SQLite file.
    Sqlite(PathBuf),
    /// A server and the name of a database on it.
    Postgres(String, String),
}

fn name() -> String {
    format!("followthrough_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::SeqCst))
}

fn on_server(server: &str, statement: &str) {
    PgConnection::establish(server).unwrap().batch_execute(statement).unwrap();
}

impl Scratch {
    /// A SQLite file.
    pub(crate) fn new() -> Self {
        let path = std::env::temp_dir().join(name());
        std::fs::create_dir_all(&path).unwrap();
        Self::Sqlite(path)
    }

    /// One of each kind that can be had here.
    pub(crate) fn each() -> Vec<Self> {
        let server = std::env::var("FOLLOWTHROUGH_TEST_POSTGRES").ok();
        let postgres = server.map(|server| {
            let name = name();
            on_server(&server, &format!("CREATE DATABASE {name}"));
            Self::Postgres(server, name)
        });
        [Self::new()].into_iter().chain(postgres).collect()
    }

    /// The defaults, with this database.
    pub(crate) fn config(&self) -> Config {
        let mut config = Config::default();
        config.secrets.key = Secret::from(format!("ftk_{}", "A".repeat(86)).as_str());
        config.database.url = match self {
            Self::Sqlite(path) => Secret::from(path.join("test.db").to_str().unwrap()),
            Self::Postgres(server, name) => {
                let (address, parameters) = server.split_once('?').unwrap_or((server, ""));
                let (host, _) = address.rsplit_once('/').unwrap();
                Secret::from(format!("{host}/{name}?{parameters}").as_str())
            }
        };
        config
    }

    /// A server's state on a fresh database, and the clock to move: Monday 2 November 2026, 10:00.
    pub(crate) fn app(&self) -> (App, Arc<ManualClock>) {
        let config = self.config();
        db::migrate(&config.database).unwrap();
        let clock = Arc::new(ManualClock::new(instant("2026-11-02T10:00:00Z")));
        let vault = Vault::find_or_make(&config).unwrap();
        (App::with(config, vault, clock.clone(), Arc::new(CountedIds::default())), clock)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        match self {
            Self::Sqlite(path) => drop(std::fs::remove_dir_all(path)),
            Self::Postgres(server, name) => on_server(server, &format!("DROP DATABASE {name} WITH (FORCE)")),
        }
    }
}

/// An instant as RFC 3339 writes it.
pub(crate) fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}
