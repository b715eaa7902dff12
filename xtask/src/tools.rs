//! The build tools that come from crates.io: found when they are there in the right version,
//! else compiled into the user's cache. Nothing prebuilt is downloaded.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result};

use crate::cargo::cargo;
use crate::lockfile;
use crate::workspace::Workspace;
use crate::{process, say};

/// A program that is installed with cargo.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Tool {
    Trunk,
    WasmBindgen,
    Deny,
    Machete,
}

impl Tool {
    fn package(self) -> &'static str {
        match self {
            Self::Trunk => "trunk",
            Self::WasmBindgen => "wasm-bindgen-cli",
            Self::Deny => "cargo-deny",
            Self::Machete => "cargo-machete",
        }
    }

    fn binary(self) -> &'static str {
        match self {
            Self::Trunk => "trunk",
            Self::WasmBindgen => "wasm-bindgen",
            Self::Deny => "cargo-deny",
            Self::Machete => "cargo-machete",
        }
    }

    /// wasm-bindgen's two halves must be of one version; the others are the newest that the
    /// pinned compiler builds.
    fn version(self, workspace: &Workspace) -> Result<String> {
        match self {
            Self::Trunk => Ok("0.21.14".to_owned()),
            Self::WasmBindgen => lockfile::locked_version(workspace, "wasm-bindgen"),
            Self::Deny => Ok("0.20.2".to_owned()),
            Self::Machete => Ok("0.9.2".to_owned()),
        }
    }

    fn purpose(self) -> &'static str {
        match self {
            Self::Trunk => "bundles the widget",
            Self::WasmBindgen => "writes the JavaScript around the widget's WASM",
            Self::Deny => "checks licences and sources of dependencies",
            Self::Machete => "finds dependencies that nobody uses",
        }
    }

    /// What a default feature adds here is an update check, a TLS stack or a certificate store.
    fn needs_default_features(self) -> bool {
        match self {
            Self::Trunk | Self::Deny => false,
            Self::WasmBindgen | Self::Machete => true,
        }
    }
}

/// Answers where `tool` is, after building it if it must be.
pub fn ensure(workspace: &Workspace, tool: Tool) -> Result<PathBuf> {
    let version = tool.version(workspace)?;
    if let Some(found) = find(workspace, tool, &version) {
        return Ok(found);
    }
    install(workspace, tool, &version)?;
    find(workspace, tool, &version)
        .with_context(|| format!("{} {version} was built but does not answer --version", tool.package()))
}

/// `PATH` with the folder of `program` put first.
pub fn path_with(program: &Path) -> Result<OsString> {
    let first = program.parent().map(Path::to_owned);
    let rest = env::var_os("PATH").unwrap_or_default();
    env::join_paths(first.into_iter().chain(env::split_paths(&rest))).context("PATH cannot be extended")
}

/// The first of `name` on `PATH`.
pub fn on_path(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

fn find(workspace: &Workspace, tool: Tool, version: &str) -> Option<PathBuf> {
    let cached = workspace.cache.join("tools/bin").join(tool.binary());
    [Some(cached), on_path(tool.binary())].into_iter().flatten().find(|file| answers(file, version))
}

/// `trunk 0.21.14`, `wasm-bindgen 0.2.128`, `0.9.2`: some word of the answer is the version.
fn answers(file: &Path, version: &str) -> bool {
    file.is_file()
        && process::capture(Command::new(file).arg("--version"))
            .is_ok_and(|said| said.split_whitespace().any(|word| word == version))
}

/// Compiles unoptimised and without debug information: the tools run for seconds, so minutes of
/// optimising them would never be earned back.
fn install(workspace: &Workspace, tool: Tool, version: &str) -> Result<()> {
    let what = format!("building {} {version}, which {}", tool.package(), tool.purpose());
    say::begins(&what);
    let started = Instant::now();
    let building = workspace.cache.join("tools-build").join(tool.package());
    let mut command = cargo(workspace);
    command
        .args(["install", "--locked", "--profile", "dev", "--version", version, tool.package()])
        .arg("--root")
        .arg(workspace.cache.join("tools"))
        .env("CARGO_TARGET_DIR", &building)
        .env("CARGO_PROFILE_DEV_DEBUG", "0");
    if !tool.needs_default_features() {
        command.arg("--no-default-features");
    }
    process::run_logged(&what, &mut command, &workspace.log(tool.package())?)?;
    // A gigabyte that nobody will read again; failing to remove it harms nothing.
    let _ = fs::remove_dir_all(&building);
    say::done(&what, started.elapsed());
    Ok(())
}
