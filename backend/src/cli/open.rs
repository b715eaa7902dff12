//! What most commands begin with: settings, a current database, a runtime.

use std::{io, path::Path};

use super::Failure;
use crate::{
    config::Config,
    db::{self, Db},
    repo::sealing_key,
    state::App,
    vault::{KeyId, Vault},
};

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
        return Ok(());
    }
    db::protect(&config.database)?;
    if !db::is_current(&config.database)? {
        return Err("the tables are not up to date; run `followthrough migrate`".into());
    }
    Ok(())
}

/// A command's state on a current database whose secrets open. Somebody waits at the shell for as long as it takes,
/// so nothing is cut.
pub(super) fn app(config: Config) -> Result<App, Failure> {
    let app = server(config)?;
    Ok(App { db: app.db.for_jobs(), ..app })
}

/// A server's state on a current database whose secrets open.
pub(super) fn server(config: Config) -> Result<App, Failure> {
    prepare(&config)?;
    let vault = match sealed_with(&config)? {
        None => Vault::find_or_make(&config)?,
        Some(key) => vault_with(&config, &key)?,
    };
    Ok(App::new(config, vault))
}

/// The same for giving up what a lost key sealed.
pub(super) fn app_of_lost_key(config: Config) -> Result<App, Failure> {
    prepare(&config)?;
    let vault = Vault::find_or_make(&config)?;
    let app = App::new(config, vault);
    Ok(App { db: app.db.for_jobs(), ..app })
}

/// The key that seals in this database; nothing as long as nothing was sealed.
pub(super) fn sealed_with(config: &Config) -> Result<Option<KeyId>, Failure> {
    let db = Db::open(&config.database).for_jobs();
    Ok(block_on(db.read(|conn| Ok(sealing_key::current(conn)?)))??)
}

/// The keys, if that one is among them. One is never made when another is missing: it would hide that the right
/// one has to be brought back.
pub(super) fn vault_with(config: &Config, key: &KeyId) -> Result<Vault, Failure> {
    match Vault::find(config)? {
        Some(vault) if vault.has(key) => Ok(vault),
        _ => Err(Failure(format!(
            "the secrets in this database are sealed with the key {key}, which is not there; bring it back to where \
             secrets.key_file, or secrets.key, has it. If it is lost: make a new one (`followthrough secrets create`; \
             on SQLite that happens by itself) and run `followthrough secrets reseal --give-up-lost`; the tokens of \
             HS256 keys are then refused until their vendors have new ones"
        ))),
    }
}

/// Runs one use case to its end.
pub(super) fn block_on<T>(work: impl Future<Output = T>) -> io::Result<T> {
    Ok(tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(work))
}
