//! Looks whether everything is in place, and says what to do where it is not.

use std::process::ExitCode;

use super::{Failure, open, print};
use crate::{
    assets::{Assets, Embedded},
    config::Config,
    db::{self, Db},
    problem::Error,
    repo::{self, vendor},
    vault::Vault,
};

/// What a look found.
enum Finding {
    Good(String),
    Doubtful(String),
    Bad(String),
}

/// Prints a line per matter; fails if one is bad.
pub(super) fn doctor(config: &Config, embedded: Embedded) -> Result<ExitCode, Failure> {
    let mut findings = vec![tables(config)];
    if matches!(findings.as_slice(), [Finding::Good(_)]) {
        findings.extend([answers(config)?, key(config)]);
    }
    findings.extend(files(config));
    findings.extend([widget(config, embedded), address(config)]);
    let is_bad = findings.iter().any(|finding| matches!(finding, Finding::Bad(_)));
    for finding in findings {
        match finding {
            Finding::Good(text) => print(format_args!("ok    {text}"))?,
            Finding::Doubtful(text) => print(format_args!("look  {text}"))?,
            Finding::Bad(text) => print(format_args!("BAD   {text}"))?,
        }
    }
    Ok(if is_bad { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn tables(config: &Config) -> Finding {
    match db::is_current(&config.database) {
        Ok(true) => Finding::Good("The tables are up to date.".to_owned()),
        Ok(false) if config.database.migrate => {
            Finding::Doubtful("Migrations are pending; `serve` will apply them.".to_owned())
        }
        Ok(false) => Finding::Bad("Migrations are pending: run `followthrough migrate`.".to_owned()),
        Err(error) => Finding::Bad(format!("The database cannot be reached: {}.", Error::from(error))),
    }
}

fn answers(config: &Config) -> Result<Finding, Failure> {
    let db = Db::open(&config.database);
    let kind = if db.is_postgres() { "PostgreSQL" } else { "SQLite" };
    let work = db.read(|conn| {
        repo::ping(conn)?;
        Ok(vendor::list(conn, None, 1)?.is_empty())
    });
    Ok(match open::block_on(work)? {
        Ok(false) => Finding::Good(format!("{kind} answers and has vendors.")),
        Ok(true) => Finding::Doubtful(format!(
            "{kind} answers; there is no vendor yet: `followthrough vendor create --help`."
        )),
        Err(error) => Finding::Bad(format!("{kind} does not answer: {error}.")),
    })
}

fn key(config: &Config) -> Finding {
    match sealed_by(config) {
        Ok(finding) => finding,
        Err(Failure(why)) => Finding::Bad(format!("The key: {why}.")),
    }
}

/// Whether the key is there that seals the secrets in the database.
fn sealed_by(config: &Config) -> Result<Finding, Failure> {
    let (vault, key) = match (open::sealed_with(config)?, Vault::find(config)?) {
        (Some(key), _) => (open::vault_with(config, &key)?, key),
        (None, Some(vault)) => {
            let key = vault.newest();
            (vault, key)
        }
        (None, None) if config.database.is_postgres() => return Ok(Finding::Bad(
            "PostgreSQL needs a key: `followthrough secrets create --file secrets.key`, and secrets.key_file.".to_owned(),
        )),
        (None, None) => {
            return Ok(Finding::Doubtful("There is no key yet; `serve` will make one beside the database.".to_owned()));
        }
    };
    let place = vault.file().map_or_else(|| "secrets.key".to_owned(), |file| file.display().to_string());
    if vault.file().is_some_and(db::is_wide_open) {
        return Ok(Finding::Doubtful(format!(
            "Others than its owner can read the key file: chmod 600 {place}."
        )));
    }
    if vault.ids().len() > 1 {
        return Ok(Finding::Doubtful(format!(
            "Secrets are sealed with the key {key}, and {place} has another one: finish the change with \
             `followthrough secrets rotate`, or `reseal` and take the old one out."
        )));
    }
    Ok(Finding::Good(format!("Secrets are sealed with the key {key} in {place}. Is there a copy elsewhere?")))
}

/// Others can read a file until `serve` has been started once.
fn files(config: &Config) -> Vec<Finding> {
    let told = |file: std::path::PathBuf| {
        Finding::Doubtful(format!(
            "Others than its owner can read {}; `serve` will change that.",
            file.display()
        ))
    };
    db::wide_open(&config.database).into_iter().map(told).collect()
}

fn widget(config: &Config, embedded: Embedded) -> Finding {
    match Assets::load(&config.server.assets_dir, embedded) {
        Ok(assets) => Finding::Good(format!("The widget is here, build {}.", assets.build())),
        Err(missing) => Finding::Bad(format!("No widget to serve; {missing}.")),
    }
}

fn address(config: &Config) -> Finding {
    let url = config.server.public_url.as_str();
    let is_local = ["http://127.0.0.1", "http://localhost"].iter().any(|local| url.starts_with(local));
    if url.starts_with("https://") || is_local {
        Finding::Good(format!("Browsers reach this server at {url}; tokens must say it in `aud`."))
    } else {
        Finding::Doubtful(format!("server.public_url is {url}: tokens travel unprotected without https."))
    }
}
