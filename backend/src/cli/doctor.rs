//! Looks whether everything is in place, and says what to do where it is not.

use std::process::ExitCode;

use super::{Failure, open, print};
use crate::{
    assets::{Assets, Embedded},
    config::Config,
    db,
    problem::Error,
    repo::{self, vendor},
    state::App,
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
        findings.push(answers(config)?);
    }
    findings.extend([widget(config, embedded), address(config), demo(config)]);
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
    let app = App::new(config.clone());
    let kind = if app.db.is_postgres() { "PostgreSQL" } else { "SQLite" };
    let work = app.db.read(|conn| {
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

fn demo(config: &Config) -> Finding {
    if config.demo.enabled {
        Finding::Doubtful("The demo portal is on: its customers sign in without a password.".to_owned())
    } else {
        Finding::Good("The demo portal is off.".to_owned())
    }
}
