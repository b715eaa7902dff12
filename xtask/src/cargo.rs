//! Calls of cargo and rustup: the wasm32 target, the crate sources, the binaries of the server and of the demo.

use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::workspace::Workspace;
use crate::{process, say};

/// The target that the widget is compiled for.
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// How a binary is built.
#[derive(Clone, Copy)]
pub enum Profile {
    /// As it is shipped.
    Release,
    /// As tests need it.
    Dev,
    /// As quickly as it can be, for the demo.
    Demo,
}

/// `cargo` in the repository's root. Variables that `cargo run` set for this process itself are
/// taken away: some build scripts watch them and would start again.
pub fn cargo(workspace: &Workspace) -> Command {
    let mut command = Command::new("cargo");
    command.current_dir(&workspace.root).env_remove("LD_LIBRARY_PATH").env_remove("CARGO_MANIFEST_DIR");
    command
}

/// Adds the wasm32 target to the toolchain. The toolchain file names it, but a toolchain that is
/// already installed doesn't get it from a mere `cargo build`.
pub fn ensure_wasm_target(workspace: &Workspace) -> Result<()> {
    let mut list = Command::new("rustup");
    list.args(["target", "list", "--installed"]).current_dir(&workspace.root);
    if process::capture(&mut list)
        .context("rustup is needed; see the README")?
        .lines()
        .any(|line| line == WASM_TARGET)
    {
        return Ok(());
    }
    let what = "adding the compiler's target for the browser (wasm32)";
    say::begins(what);
    let started = Instant::now();
    let mut add = Command::new("rustup");
    add.args(["target", "add", WASM_TARGET]).current_dir(&workspace.root);
    process::run_logged(what, &mut add, &workspace.log("rustup")?)?;
    say::done(what, started.elapsed());
    Ok(())
}

/// Compiles the server without linking it, so that the widget's files can follow, and all of the demo.
pub fn build_library(workspace: &Workspace) -> Result<()> {
    let what = "compiling the server";
    say::begins(what);
    let started = Instant::now();
    let mut build = cargo(workspace);
    build.args(["build", "--package", "followthrough-backend", "--package", "followthrough-demo"]);
    process::run_logged(what, &mut build, &workspace.log("server-library")?)?;
    say::done(what, started.elapsed());
    Ok(())
}

/// Builds the server and answers where its binary is (wherever the target folder may be).
pub fn build_server(workspace: &Workspace, profile: Profile) -> Result<PathBuf> {
    build(workspace, ("the server", "followthrough"), profile)
}

/// Builds the demo's own program and answers where it is.
pub fn build_demo(workspace: &Workspace, profile: Profile) -> Result<PathBuf> {
    build(workspace, ("the demo", "followthrough-demo"), profile)
}

fn build(workspace: &Workspace, (name, binary): (&str, &str), profile: Profile) -> Result<PathBuf> {
    let mut build = cargo(workspace);
    build.args(["build", "--bin", binary]);
    let form = match profile {
        Profile::Release => {
            build.args(["--release", "--package", "followthrough"]);
            "release"
        }
        Profile::Demo => {
            // Both, so that what they share is built once.
            build.args(["--package", "followthrough", "--package", "followthrough-demo"]);
            "quick"
        }
        Profile::Dev => {
            // The features of the whole workspace, as for its tests: else all would be built twice.
            build.arg("--workspace");
            "dev"
        }
    };
    let what = format!("building {name} ({form})");
    let log = workspace.log(&format!("{binary}-{form}"))?;
    let started = Instant::now();
    process::run_logged(&what, &mut build, &log)?;
    let messages = process::capture(build.args(["--quiet", "--message-format=json"]))?;
    say::done(&what, started.elapsed());
    executable_in(&messages, binary).with_context(|| format!("cargo named no binary `{binary}`"))
}

fn executable_in(messages: &str, binary: &str) -> Option<PathBuf> {
    messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|message| message.pointer("/target/name").and_then(Value::as_str) == Some(binary))
        .filter_map(|message| message.get("executable")?.as_str().map(PathBuf::from))
        .next_back()
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::executable_in;

    #[test]
    fn the_binary_is_found_among_cargos_messages() {
        let messages = concat!(
            "{\"reason\":\"compiler-artifact\",\"target\":{\"name\":\"other\"},\"executable\":\"/t/other\"}\n",
            "{\"reason\":\"compiler-artifact\",\"target\":{\"name\":\"followthrough\"},\"executable\":null}\n",
            "{\"reason\":\"compiler-artifact\",\"target\":{\"name\":\"followthrough\"},\"executable\":\"/t/f\"}\n",
            "{\"reason\":\"build-finished\",\"success\":true}\n",
        );
        assert_eq!(executable_in(messages, "followthrough"), Some(PathBuf::from("/t/f")));
        assert_eq!(executable_in("", "followthrough"), None);
    }
}
