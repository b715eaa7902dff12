//! What can be written on the command line, with its help.

use std::{fmt::Display, path::PathBuf, str::FromStr};

use clap::{Args, Parser, Subcommand, ValueEnum};
use followthrough_common::{
    id::{MemberId, VendorId},
    text::Line,
    time::ZoneName,
};

/// Followthrough: the part of the sale that comes after the yes.
#[derive(Debug, Parser)]
#[command(name = "followthrough", version, propagate_version = true)]
pub(super) struct Arguments {
    /// The file with the settings; config.example.toml explains each. Without it the defaults count, and in
    /// both cases variables like `FOLLOWTHROUGH__SERVER__LISTEN` win
    #[arg(long, global = true, value_name = "FILE", env = "FOLLOWTHROUGH_CONFIG")]
    pub(super) config: Option<PathBuf>,
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Serve the API and the widget, and (unless switched off) run the worker beside them
    Serve,
    /// Run only the worker: it does what time brings, such as asks that are due
    Worker,
    /// Bring the tables up to date; safe to run at any time and from several places at once
    Migrate {
        /// Change nothing; exit with 1 if something is pending
        #[arg(long)]
        check: bool,
    },
    /// Create and list vendors
    #[command(subcommand)]
    Vendor(VendorCommand),
    /// Create members: the vendor's people whom customers see by name
    #[command(subcommand)]
    Member(MemberCommand),
    /// Create and revoke keys: for the vendor's systems (api) and for its customers' tokens (signing)
    #[command(subcommand)]
    Key(KeyCommand),
    /// Say on which pages a vendor shows the widget
    #[command(subcommand)]
    Origin(OriginCommand),
    /// Make and change the key with which the secrets in the database are sealed
    #[command(subcommand)]
    Secrets(super::secrets::SecretsCommand),
    /// List and delete what customers and vendors sent
    #[command(subcommand)]
    Files(super::files::FilesCommand),
    /// Take over orders of the past from a shop's export; running it again changes nothing
    Import(super::import::ImportArguments),
    /// Print the vendor's figures: sales, promises kept, answers and their scores
    Report(super::report::ReportArguments),
    /// Write snapshots and lists anew from the event log, which is the truth
    Rebuild {
        /// Change nothing; print every difference and exit with 1 if there is one
        #[arg(long)]
        check: bool,
    },
    /// Print the OpenAPI document of this version
    Openapi,
    /// Look whether settings, database and widget are as they should be
    Doctor,
}

#[derive(Debug, Subcommand)]
pub(super) enum VendorCommand {
    /// Create a vendor with office hours and the default agenda; prints its id
    Create(NewVendor),
    /// Print id, mode and name of every vendor
    List,
}

#[derive(Debug, Args)]
pub(super) struct NewVendor {
    /// What customers know it as
    #[arg(long, value_parser = line)]
    pub(super) name: Line,
    /// Where its office hours are, like Europe/Copenhagen
    #[arg(long, value_parser = zone, default_value = "UTC")]
    pub(super) time_zone: ZoneName,
    /// Whom customers call when the widget cannot help
    #[arg(long, value_parser = line)]
    pub(super) phone: Option<Line>,
    /// Its customers are not real, and its clock can be put forward
    #[arg(long)]
    pub(super) test: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum MemberCommand {
    /// Create a member; prints the id
    Create(NewMember),
}

#[derive(Debug, Args)]
pub(super) struct NewMember {
    /// Whose
    #[arg(long, value_parser = id::<VendorId>, value_name = "ven_…")]
    pub(super) vendor: VendorId,
    /// First and last name
    #[arg(long, value_parser = line)]
    pub(super) name: Line,
    /// What they do
    #[arg(long, value_parser = line)]
    pub(super) role: Option<Line>,
    /// Where a call reaches them
    #[arg(long, value_parser = line)]
    pub(super) phone: Option<Line>,
    /// Where mail reaches them
    #[arg(long, value_parser = line)]
    pub(super) email: Option<Line>,
    /// A language they speak, like en; may be given several times
    #[arg(long = "language", value_parser = line, value_name = "TAG")]
    pub(super) languages: Vec<Line>,
}

#[derive(Debug, Subcommand)]
pub(super) enum KeyCommand {
    /// Create a key of either kind
    #[command(subcommand)]
    Create(CreateKey),
    /// No longer accept a key of either kind
    Revoke {
        /// Whose
        #[arg(long, value_parser = id::<VendorId>, value_name = "ven_…")]
        vendor: VendorId,
        /// Which one
        #[arg(value_name = "key_… or sig_…")]
        key: String,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum CreateKey {
    /// Create a key for the vendor's systems; prints it, this once
    Api(NewApiKey),
    /// Create a key that signs customer tokens; prints its id (the `kid`) and, this once, what to sign with
    Signing(NewSigningKey),
}

#[derive(Debug, Args)]
pub(super) struct NewApiKey {
    /// Whose
    #[arg(long, value_parser = id::<VendorId>, value_name = "ven_…")]
    pub(super) vendor: VendorId,
    /// What it is for
    #[arg(long, value_parser = line)]
    pub(super) name: Line,
    /// What it may do, like sales:write; may be given several times. Without any it may do everything
    #[arg(long = "scope", value_name = "SCOPE")]
    pub(super) scopes: Vec<String>,
    /// The member for whom it acts when a request names nobody
    #[arg(long, value_parser = id::<MemberId>, value_name = "mem_…")]
    pub(super) member: Option<MemberId>,
}

#[derive(Debug, Args)]
pub(super) struct NewSigningKey {
    /// Whose
    #[arg(long, value_parser = id::<VendorId>, value_name = "ven_…")]
    pub(super) vendor: VendorId,
    /// eddsa: only you have what signs; we store the public half of the key. hs256: a secret that both have
    #[arg(long, value_enum, default_value = "eddsa")]
    pub(super) algorithm: Algorithm,
    /// For eddsa: the public half of a key of your own, 32 bytes in base64url (the `x` of its JWK). Without it a
    /// pair is made here and its private half printed
    #[arg(long, value_name = "BASE64URL")]
    pub(super) public_key: Option<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Algorithm {
    /// HMAC with SHA-256
    Hs256,
    /// Ed25519
    Eddsa,
}

#[derive(Debug, Subcommand)]
pub(super) enum OriginCommand {
    /// Allow pages of an origin, exactly as browsers send it: <https://shop.example>
    Add {
        /// Whose
        #[arg(long, value_parser = id::<VendorId>, value_name = "ven_…")]
        vendor: VendorId,
        /// The origin
        origin: String,
    },
}

pub(super) fn id<Id: FromStr<Err: Display>>(text: &str) -> Result<Id, String> {
    text.parse().map_err(|error: Id::Err| error.to_string())
}

fn line(text: &str) -> Result<Line, String> {
    Line::parse(text).map_err(|error| error.to_string())
}

fn zone(text: &str) -> Result<ZoneName, String> {
    ZoneName::parse(text).map_err(str::to_owned)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn the_settings_may_stand_before_and_behind_the_command() {
        for written in [["--config", "a.toml", "migrate"], ["migrate", "--config", "a.toml"]] {
            let read = Arguments::try_parse_from([&["followthrough"], &written[..]].concat()).unwrap();
            assert_eq!(read.config, Some(PathBuf::from("a.toml")));
        }
    }
}
