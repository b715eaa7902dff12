//! What the server holds as long as it lives. Built once, handed down as an argument; there are no globals.

use std::sync::Arc;

use tokio::sync::Notify;

use crate::{
    clock::{Clock, SystemClock},
    config::Config,
    db::Db,
    files::Files,
    ids::{IdSource, SystemIds},
    service::{Memory, polls::Polls},
    vault::Vault,
    zones::Zones,
};

/// The parts that every use case may need. A clone shares them.
#[derive(Debug, Clone)]
pub struct App {
    /// The database.
    pub db: Db,
    /// What customers and vendors sent.
    pub files: Files,
    /// The settings of this server.
    pub config: Arc<Config>,
    /// The keys that are never in the database.
    pub vault: Vault,
    /// The real time; what a vendor's rules see is the vendor's clock.
    pub clock: Arc<dyn Clock>,
    /// Seeds and secrets.
    pub ids: Arc<dyn IdSource>,
    /// The world's time zones.
    pub zones: Zones,
    /// What was read before and may be still so.
    pub memory: Arc<Memory>,
    /// Who asks whether something is new.
    pub polls: Arc<Polls>,
    /// Wakes who gives events their positions, when some are committed here.
    pub news: Arc<Notify>,
}

impl App {
    /// With the database that `config` names, the computer's clock and its randomness. Migrating the
    /// database is another matter: [`crate::db::migrate`].
    pub fn new(config: Config, vault: Vault) -> Self {
        Self::with(config, vault, Arc::new(SystemClock), Arc::new(SystemIds))
    }

    /// The same with a clock and a source of ids of one's own.
    pub fn with(config: Config, vault: Vault, clock: Arc<dyn Clock>, ids: Arc<dyn IdSource>) -> Self {
        let db = Db::open(&config.database);
        let files = Files::of(&config);
        Self {
            db,
            files,
            config: Arc::new(config),
            vault,
            clock,
            ids,
            zones: Zones::default(),
            memory: Arc::default(),
            polls: Arc::default(),
            news: Arc::default(),
        }
    }
}
