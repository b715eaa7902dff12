//! A database of one test's own, removed afterwards.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use chrono::{DateTime, Utc};

use crate::{
    clock::ManualClock,
    config::{Config, Secret},
    db,
    ids::CountedIds,
    state::App,
};

static NEXT: AtomicU32 = AtomicU32::new(0);

/// A folder for a SQLite file.
pub(crate) struct Scratch(PathBuf);

impl Scratch {
    pub(crate) fn new() -> Self {
        let number = NEXT.fetch_add(1, Ordering::SeqCst);
        let path = std::env::temp_dir().join(format!("followthrough-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// The defaults, with the database in this folder.
    pub(crate) fn config(&self) -> Config {
        let mut config = Config::default();
        config.database.url = Secret::from(self.0.join("test.db").to_str().unwrap());
        config
    }

    /// A server's state on a fresh database, and the clock to move.
    pub(crate) fn app(&self) -> (App, Arc<ManualClock>) {
        let config = self.config();
        db::migrate(&config.database).unwrap();
        let clock = Arc::new(ManualClock::new(instant("2026-11-02T09:00:00Z")));
        (App::with(config, clock.clone(), Arc::new(CountedIds::default())), clock)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// An instant as RFC 3339 writes it.
pub(crate) fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}
