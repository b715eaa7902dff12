//! The vendor's figures.

use clap::Args;
use followthrough_common::id::VendorId;

use super::{Failure, arguments::id, open, print};
use crate::{config::Config, report};

#[derive(Debug, Args)]
pub(super) struct ReportArguments {
    /// Whose; need not be said if there is only one
    #[arg(long, value_parser = id::<VendorId>, value_name = "ven_…")]
    vendor: Option<VendorId>,
    /// As JSON, the same as `GET /v1/reports/summary` answers
    #[arg(long)]
    json: bool,
}

/// Prints the figures.
pub(super) fn report(config: Config, arguments: &ReportArguments) -> Result<(), Failure> {
    let app = open::app(config)?;
    let summary = open::block_on(report::of_vendor(&app, arguments.vendor))??;
    if arguments.json {
        let text = serde_json::to_string_pretty(&summary).map_err(|error| Failure(error.to_string()))?;
        return print(text);
    }
    print(report::printed(&summary).trim_end())
}
