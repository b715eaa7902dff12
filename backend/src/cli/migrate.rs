//! Brings the tables up to date.

use std::process::ExitCode;

use super::{Failure, print, tell};
use crate::{config::Config, db};

/// Prints the names of the migrations that were applied; with `check`, only looks.
pub(super) fn migrate(config: &Config, check: bool) -> Result<ExitCode, Failure> {
    if check {
        let is_current = db::is_current(&config.database)?;
        tell(if is_current { "The tables are up to date." } else { "Migrations are pending." });
        return Ok(if is_current { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    }
    let applied = db::migrate(&config.database)?.applied;
    for name in &applied {
        print(name)?;
    }
    tell(if applied.is_empty() { "The tables were up to date." } else { "The tables are up to date." });
    Ok(ExitCode::SUCCESS)
}
