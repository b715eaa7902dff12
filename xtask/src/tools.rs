//! The build tools that come from crates.io: found when they are there in the right version,
//! else compiled into the user's cache. Nothing prebuilt is downloaded.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result};

use crate::cargo::cargo;
use crate::workspace::Workspace;
use crate::{process, say};

/// A program that is installed with cargo.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Tool {
    Deny,
    Machete,
}

impl Tool {
    fn package(self) -> &'static str {
        match self {
            Self::Deny => "cargo-deny",
            Self::Machete => "cargo-machete",
        }
    }

    fn binary(self) -> &'static str {
        match self {
            Self::Deny => "cargo-deny",
            Self::Machete => "cargo-machete",
        }
    }

    /// The newest that the pinned compiler builds.
    fn version(self) -> &'static str {
        match self {
            Self::Deny => "0.20.2",
            Self::Machete => "0.9.2",
        }
    }

    fn purpose(self) -> &'static str {
        match self {
            Self::Deny => "checks licences and sources of dependencies",
            Self::Machete => "finds dependencies that nobody uses",
        }
    }

    /// What a default feature adds here is an update check, a TLS stack or a certificate store.
    fn needs_default_features(self) -> bool {
        match self {
            Self::Deny => false,
            Self::Machete => true,
        }
    }
}

/// Answers where `tool` is, after building it if it must be.
pub fn ensure(workspace: &Workspace, tool: Tool) -> Result<PathBuf> {
    let version = tool.version();
    if let Some(found) = find(workspace, tool, version) {
        return Ok(found);
    }
    install(workspace, tool, version)?;
    find(workspace, tool, version)
        .with_context(|| format!("{} {version} was built but does not answer --version", tool.package()))
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

/// `cargo-deny 0.20.2`, `0.9.2`: some word of the answer is the version.
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
