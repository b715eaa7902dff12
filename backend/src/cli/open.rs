//! What most commands begin with: settings, a current database, a runtime.

use std::{io, path::Path};

use super::Failure;
use crate::{config::Config, db, state::App};

/// The settings of the file and the environment.
pub(super) fn config(file: Option<&Path>) -> Result<Config, Failure> {
    let text = file.map(|path| {
        std::fs::read_to_string(path).map_err(|error| Failure(format!("{}: {error}", path.display())))
    });
    let variables = std::env::vars_os();
    let variables =
        variables.filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    Ok(Config::load(text.transpose()?.as_deref(), variables)?)
}

/// Brings the tables up to date, or refuses to work on old ones if that is how it is set.
pub(super) fn prepare(config: &Config) -> Result<(), Failure> {
    if config.database.migrate {
        let migrated = db::migrate(&config.database)?;
        if !migrated.applied.is_empty() {
            tracing::info!(count = migrated.applied.len(), "brought the tables up to date");
        }
    } else if !db::is_current(&config.database)? {
        return Err("the tables are not up to date; run `followthrough migrate`".into());
    }
    Ok(())
}

/// A server's state on a current database.
pub(super) fn app(config: Config) -> Result<App, Failure> {
    prepare(&config)?;
    Ok(App::new(config))
}

/// Runs one use case to its end.
pub(super) fn block_on<T>(work: impl Future<Output = T>) -> io::Result<T> {
    Ok(tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(work))
}
