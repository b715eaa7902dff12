//! `cargo xtask gen`: files that the code itself writes and that are committed, so that a change
//! of the API shows in review.

use std::fs;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use crate::workspace::Workspace;
use crate::{cargo, process, say};

const OPENAPI: &str = "openapi.json";

/// Writes the generated files.
pub fn run(workspace: &Workspace) -> Result<ExitCode> {
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

/// An example of the tests' package, so that the features of everything are those of the tests.
fn openapi(workspace: &Workspace) -> Result<String> {
    let mut collect = cargo::cargo(workspace);
    collect.args(["run", "--quiet", "--package", "followthrough-tests", "--example", "document"]);
    let text = process::capture(&mut collect)?;
    Ok(format!("{}\n", text.trim_end()))
}
