//! The key that the secrets in the database are sealed with: making one, and changing it while servers run.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{Failure, open, print, tell};
use crate::{
    config::Config,
    service::reseal::{self, Lost, Resealed},
    vault,
};

#[derive(Debug, Subcommand)]
pub(super) enum SecretsCommand {
    /// Make a key, the first of an installation or, if one is configured, the next
    Create(NewKey),
    /// Change to a new key while the servers run, and remove the old one from the key file; goes on with a change
    /// that was broken off
    Rotate,
    /// Seal everything with the newest of the configured keys: for keys that stand in the settings, between two
    /// restarts with both
    Reseal {
        /// Give up what no key opens: signing keys of HS256 go, addresses of calendars and share links are not
        /// told again. For when the key was lost
        #[arg(long)]
        give_up_lost: bool,
    },
}

#[derive(Debug, Args)]
pub(super) struct NewKey {
    /// Write it to this file, which must not be there yet; otherwise it is printed
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
}

/// Does one of them.
pub(super) fn secrets(config: Config, command: SecretsCommand) -> Result<(), Failure> {
    match command {
        SecretsCommand::Create(NewKey { file }) => {
            let key = vault::create(&config, file.as_deref())?;
            tell("Keep a copy of the key where no copy of the database is.");
            key.map_or(Ok(()), print)
        }
        SecretsCommand::Rotate => {
            let app = open::app(config)?;
            told(open::block_on(reseal::rotate(&app))??);
            tell("The old key opens nothing any more. Backups of before still need it.");
            Ok(())
        }
        SecretsCommand::Reseal { give_up_lost } => {
            let lost = if give_up_lost { Lost::GiveUp } else { Lost::Keep };
            let app = if give_up_lost { open::app_of_lost_key(config)? } else { open::app(config)? };
            let done = open::block_on(reseal::reseal(&app, lost))??;
            told(done);
            match (done.lost, lost) {
                (0, _) | (_, Lost::GiveUp) => Ok(()),
                (count, Lost::Keep) => Err(Failure(format!("{count} secrets do not open and were left"))),
            }
        }
    }
}

fn told(Resealed { sealed, lost }: Resealed) {
    let lost = if lost == 0 { String::new() } else { format!(", {lost} are lost") };
    tell(format_args!("{sealed} secrets were sealed anew{lost}."));
}
