//! `cargo xtask bench`: measurements, never assertions. Figures are compared within one run, since machines differ.

mod answers;
mod growth;
mod import;
mod load;
mod mixed;
mod orders;
mod read;
mod weight;
mod worklist;
mod write;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::arguments::Arguments;
use crate::workspace::Workspace;

/// Runs one of the benchmarks.
pub fn run(workspace: &Workspace, mut arguments: Arguments) -> Result<ExitCode> {
    match arguments.next_word().as_deref() {
        Some("import") => import::run(workspace, arguments),
        Some("mixed") => mixed::run(workspace, arguments),
        Some("worklist") => worklist::run(workspace, arguments),
        Some("weight") => weight::run(workspace, arguments),
        Some("read") => read::run(workspace, arguments),
        Some("write") => write::run(workspace, arguments),
        Some("growth") => growth::run(workspace, arguments),
        Some(other) => bail!("there is no benchmark `{other}`; see `cargo xtask help bench`"),
        None => bail!("which benchmark? See `cargo xtask help bench`"),
    }
}
