//! `cargo xtask gen`: files that the code itself writes and that are committed, so that a change
//! of the API shows in review.

use std::fs;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};

use crate::arguments::Arguments;
use crate::cargo::{self, Profile};
use crate::workspace::Workspace;
use crate::{process, say};

const OPENAPI: &str = "openapi.json";

/// Writes the generated files.
pub fn run(workspace: &Workspace, arguments: Arguments) -> Result<ExitCode> {
    arguments.finish()?;
    fs::write(workspace.path(OPENAPI), openapi(workspace)?).context("cannot write openapi.json")?;
    say::line("  ✓ openapi.json is written");
    Ok(ExitCode::SUCCESS)
}

/// Fails when a committed file differs from what the code writes now.
pub fn check(workspace: &Workspace) -> Result<()> {
    let committed = fs::read_to_string(workspace.path(OPENAPI)).context("cannot read openapi.json")?;
    if committed != openapi(workspace)? {
        bail!(
            "openapi.json is stale; `cargo xtask gen` writes it, and the difference belongs into the commit"
        );
    }
    Ok(())
}

fn openapi(workspace: &Workspace) -> Result<String> {
    let server = cargo::build_server(workspace, Profile::Dev)?;
    let text = process::capture(Command::new(server).arg("openapi").current_dir(&workspace.root))?;
    Ok(format!("{}\n", text.trim_end()))
}
