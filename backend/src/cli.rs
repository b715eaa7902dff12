//! The commands of the binary. Results go to standard output, one per line, so that scripts can use them;
//! everything said to people goes to standard error.

mod arguments;
mod doctor;
mod files;
mod import;
mod keys;
mod migrate;
mod open;
mod rebuild;
mod report;
mod secrets;
mod serve;
mod vendors;

use std::{fmt, io, io::Write as _, process::ExitCode};

use clap::Parser as _;

use self::arguments::{
    Arguments, Command, CreateKey, KeyCommand, MemberCommand, OriginCommand, VendorCommand,
};
use crate::{assets::Embedded, config, db::DbError, http::openapi, problem::Error, vault::Fault};

/// Why a command failed, for the operator.
#[derive(Debug)]
pub struct Failure(String);

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let fields = error.problem().errors;
        // One fault is in the message already.
        let fields = fields.iter().skip(usize::from(fields.len() == 1));
        let lines = fields.map(|field| format!("\n  {} {}", field.pointer, field.detail));
        Self(format!("{error}{}", lines.collect::<String>()))
    }
}

impl From<DbError> for Failure {
    fn from(error: DbError) -> Self {
        Error::from(error).into()
    }
}

impl From<config::Faults> for Failure {
    fn from(faults: config::Faults) -> Self {
        Self(faults.to_string())
    }
}

impl From<Fault> for Failure {
    fn from(Fault(why): Fault) -> Self {
        Self(why)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self(error.to_string())
    }
}

impl From<&str> for Failure {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

/// Reads the command line and does what it says. `widget` is what the binary carries of it.
pub fn main(widget: Embedded) -> ExitCode {
    match run(Arguments::parse(), widget) {
        Ok(code) => code,
        Err(failure) => {
            tell(format_args!("followthrough: {failure}"));
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments, widget: Embedded) -> Result<ExitCode, Failure> {
    let Arguments { config, command } = arguments;
    let config = || open::config(config.as_deref());
    match command {
        Command::Serve => serve::serve(config()?, widget)?,
        Command::Worker => serve::worker(config()?)?,
        Command::Migrate { check } => return migrate::migrate(&config()?, check),
        Command::Vendor(VendorCommand::Create(new)) => vendors::create(config()?, new)?,
        Command::Vendor(VendorCommand::List) => vendors::list(config()?)?,
        Command::Member(MemberCommand::Create(new)) => vendors::create_member(config()?, new)?,
        Command::Key(KeyCommand::Create(CreateKey::Api(new))) => keys::create_api(config()?, new)?,
        Command::Key(KeyCommand::Create(CreateKey::Signing(new))) => keys::create_signing(config()?, new)?,
        Command::Key(KeyCommand::Revoke { vendor, key }) => keys::revoke(config()?, vendor, &key)?,
        Command::Origin(OriginCommand::Add { vendor, origin }) => {
            keys::add_origin(config()?, vendor, origin)?;
        }
        Command::Secrets(command) => secrets::secrets(config()?, command)?,
        Command::Files(command) => files::files(config()?, &command)?,
        Command::Import(arguments) => import::import(config()?, arguments)?,
        Command::Report(arguments) => report::report(config()?, &arguments)?,
        Command::Rebuild { check } => return rebuild::rebuild(config()?, check),
        Command::Openapi => print(openapi::DOCUMENT.trim_end())?,
        Command::Doctor => return doctor::doctor(&config()?, widget),
    }
    Ok(ExitCode::SUCCESS)
}

/// One line of the result.
fn print(line: impl fmt::Display) -> Result<(), Failure> {
    match writeln!(io::stdout().lock(), "{line}") {
        // Whoever reads the result has heard enough (`| head`).
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => Ok(written?),
    }
}

/// One line for people. That nobody can read it is no reason to stop.
fn tell(line: impl fmt::Display) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}
