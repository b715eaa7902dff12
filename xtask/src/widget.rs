//! The widget's way from source to published assets: Trunk, then assembling, then compression.

mod assemble;
mod compress;
mod digest;
mod fingerprint;
mod stylesheet;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::tools::{self, Tool};
use crate::workspace::Workspace;
use crate::{cargo, process, say};

pub use self::assemble::Manifest;
pub use self::stylesheet::without_comments;

/// Brings `dist/assets/` up to date with the sources; does nothing when it is.
pub fn ensure_built(workspace: &Workspace) -> Result<()> {
    let _alone = lock(workspace)?;
    let fingerprint = fingerprint::of_sources(workspace)?;
    let remembered = workspace.dist().join(".fingerprint");
    if fs::read_to_string(&remembered).is_ok_and(|old| old == fingerprint)
        && assemble::is_whole(&workspace.assets())
    {
        say::line("  ✓ the widget is up to date");
        return Ok(());
    }
    let trunk = tools::ensure(workspace, Tool::Trunk)?;
    let wasm_bindgen = tools::ensure(workspace, Tool::WasmBindgen)?;
    let what = "building the widget (release)";
    say::begins(what);
    let started = Instant::now();
    bundle(workspace, &trunk, &wasm_bindgen)?;
    say::done(what, started.elapsed());
    let what = "compressing the widget's files";
    let started = Instant::now();
    assemble::publish(workspace, &find_bundle(&workspace.dist().join("trunk"))?)?;
    say::done(what, started.elapsed());
    fs::write(&remembered, fingerprint).with_context(|| format!("cannot write {}", remembered.display()))
}

/// Two builds in one folder would overwrite each other's files; the second waits for the first.
fn lock(workspace: &Workspace) -> Result<File> {
    let dist = workspace.dist();
    fs::create_dir_all(&dist).with_context(|| format!("cannot create {}", dist.display()))?;
    let file = File::create(dist.join(".lock")).context("cannot create dist/.lock")?;
    if file.try_lock().is_err() {
        say::line("  … another build of the widget is running; waiting for it");
        file.lock().context("cannot lock dist/.lock")?;
    }
    Ok(file)
}

fn bundle(workspace: &Workspace, trunk: &Path, wasm_bindgen: &Path) -> Result<()> {
    let mut command = Command::new(trunk);
    command
        .args(["build", "--release", "--offline", "--config", "Trunk.toml"])
        .current_dir(&workspace.root)
        .env("PATH", tools::path_with(wasm_bindgen)?)
        // Trunk 0.21 reads NO_COLOR=1 as a bad value of its own option and stops.
        .env_remove("NO_COLOR")
        // Its own call stack would hide the compiler's message.
        .env("RUST_BACKTRACE", "0")
        .env_remove("LD_LIBRARY_PATH");
    cargo::fetch(workspace)?;
    process::run_logged("building the widget (release)", &mut command, &workspace.log("widget")?)
}

/// The two files that Trunk made.
struct Bundle {
    glue: PathBuf,
    wasm: PathBuf,
}

fn find_bundle(folder: &Path) -> Result<Bundle> {
    if folder.join("snippets").exists() {
        bail!("a crate brings JavaScript snippets of its own; the widget is one glue file and one WASM file");
    }
    let glue = folder.join("followthrough-frontend.js");
    let wasm = folder.join("followthrough-frontend_bg.wasm");
    match (glue.is_file(), wasm.is_file()) {
        (true, true) => Ok(Bundle { glue, wasm }),
        _ => bail!("Trunk left no {} and {}", glue.display(), wasm.display()),
    }
}
