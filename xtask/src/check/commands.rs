//! Gates that are one call of another program.

use std::process::Command;

use anyhow::Result;

use crate::cargo::{WASM_TARGET, cargo};
use crate::process;
use crate::tools::{self, Tool};
use crate::workspace::Workspace;

/// A lock file that a build would change is no pinned set of dependencies. The call also downloads
/// all crates, which later calls then need no network for.
pub fn lock_file(workspace: &Workspace) -> Result<()> {
    gate(workspace, "metadata", cargo(workspace).args(["metadata", "--locked", "--format-version=1"]))
}

pub fn formatting(workspace: &Workspace) -> Result<()> {
    gate(workspace, "fmt", cargo(workspace).args(["fmt", "--all", "--check", "--", "--color=never"]))
}

pub fn clippy(workspace: &Workspace) -> Result<()> {
    gate(
        workspace,
        "clippy",
        cargo(workspace).args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]),
    )
}

/// The widget as the browser gets it: other features and another target than the server's.
pub fn clippy_wasm(workspace: &Workspace) -> Result<()> {
    let mut command = cargo(workspace);
    command
        .args([
            "clippy",
            "--package",
            "followthrough-frontend",
            "--no-default-features",
            "--features",
            "hydrate",
        ])
        .args(["--target", WASM_TARGET, "--", "-D", "warnings"]);
    gate(workspace, "clippy-wasm", &mut command)
}

pub fn common_wasm(workspace: &Workspace) -> Result<()> {
    gate(
        workspace,
        "common-wasm",
        cargo(workspace).args(["check", "--package", "followthrough-common", "--target", WASM_TARGET]),
    )
}

pub fn documentation(workspace: &Workspace) -> Result<()> {
    let mut command = cargo(workspace);
    command
        .args(["doc", "--workspace", "--no-deps", "--document-private-items"])
        .env("RUSTDOCFLAGS", "-D warnings");
    gate(workspace, "doc", &mut command)
}

/// Without the list of known vulnerabilities: it is not reachable from everywhere, and the same
/// tree must get the same answer everywhere.
pub fn deny(workspace: &Workspace) -> Result<()> {
    let mut command = Command::new(tools::ensure(workspace, Tool::Deny)?);
    command.args(["--offline", "check", "bans", "licenses", "sources"]).current_dir(&workspace.root);
    gate(workspace, "deny", &mut command)
}

pub fn machete(workspace: &Workspace) -> Result<()> {
    let mut command = Command::new(tools::ensure(workspace, Tool::Machete)?);
    gate(workspace, "machete", command.arg("--skip-target-dir").current_dir(&workspace.root))
}

fn gate(workspace: &Workspace, name: &str, command: &mut Command) -> Result<()> {
    process::run_logged(name, command, &workspace.log(&format!("check-{name}"))?)
}
