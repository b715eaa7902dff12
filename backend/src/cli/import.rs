//! Orders of the past.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use followthrough_common::id::{MemberId, VendorId};

use super::{Failure, arguments::id, open, print};
use crate::{
    config::Config,
    import::command::{self, FormatName, Options},
};

#[derive(Debug, Args)]
pub(super) struct ImportArguments {
    /// The file with the orders, CSV or NDJSON
    file: PathBuf,
    /// Which column is what; docs/import.md describes it
    #[arg(long)]
    map: PathBuf,
    /// For which vendor; need not be said if there is only one
    #[arg(long, value_parser = id::<VendorId>, value_name = "ven_…")]
    vendor: Option<VendorId>,
    /// Who looks after the customers; the vendor's first member if it is not said
    #[arg(long, value_parser = id::<MemberId>, value_name = "mem_…")]
    owner: Option<MemberId>,
    /// Write the lines that were not taken to this file: line, reference, field, reason
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// How the file is written, if its name does not end in .csv, .ndjson or .jsonl and the map is wrong
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Orders per transaction
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u16).range(1..=2000))]
    batch: u16,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// Comma-separated values with a header
    Csv,
    /// One JSON object a line
    Ndjson,
}

/// Imports a file and prints what became of it.
pub(super) fn import(config: Config, arguments: ImportArguments) -> Result<(), Failure> {
    let ImportArguments { file, map, vendor, owner, report, format, batch } = arguments;
    let format = format.map(|format| match format {
        Format::Csv => FormatName::Csv,
        Format::Ndjson => FormatName::Ndjson,
    });
    let options = Options { file, map, vendor, owner, report, format, batch: batch.into() };
    let app = open::app(config)?;
    print(open::block_on(command::run(&app, &options))??)
}
