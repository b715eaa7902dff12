//! What customers and vendors sent, for who answers for it: listed, and deleted.

use clap::{Args, Subcommand};
use followthrough_common::id::{CustomerId, VendorId};

use super::{Failure, arguments::id, open, print, tell};
use crate::{
    config::Config,
    service::files::{delete_of_customer, of_customer},
};

#[derive(Debug, Subcommand)]
pub(super) enum FilesCommand {
    /// Print id, sale, bytes and time of every file that is kept of a customer
    List(Whose),
    /// Delete every file of a customer; their sales tell on record that they are gone
    Delete(Whose),
}

#[derive(Debug, Args)]
pub(super) struct Whose {
    /// Whose customer
    #[arg(long, value_parser = id::<VendorId>, value_name = "ven_…")]
    vendor: VendorId,
    /// Whose files
    #[arg(long, value_parser = id::<CustomerId>, value_name = "cus_…")]
    customer: CustomerId,
}

/// Does what the command says.
pub(super) fn files(config: Config, command: &FilesCommand) -> Result<(), Failure> {
    let app = open::app(config)?;
    match *command {
        FilesCommand::List(Whose { vendor, customer }) => {
            for stored in open::block_on(of_customer(&app, vendor, customer))?? {
                let (key, since) = (stored.key, stored.since.to_rfc3339());
                print(format_args!("{}\t{}\t{}\t{since}", key.file, key.sale, stored.bytes))?;
            }
        }
        FilesCommand::Delete(Whose { vendor, customer }) => {
            let count = open::block_on(delete_of_customer(&app, vendor, customer))??;
            tell(format_args!("{count} files deleted."));
        }
    }
    Ok(())
}
