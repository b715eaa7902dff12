//! The widget's way from source to published assets: compiling, bindings, assembling, compression.

mod assemble;
mod compress;
mod digest;
mod fingerprint;
mod stylesheet;
mod target;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::bindings::{self, Module};
use crate::say;
use crate::workspace::Workspace;

pub use self::assemble::Manifest;
pub use self::stylesheet::without_comments;
use self::target::Target;

/// `cargo xtask widget`.
pub fn run(workspace: &Workspace) -> Result<ExitCode> {
    ensure_built(workspace)?;
    say::line(format_args!("  ✓ {}", workspace.assets().display()));
    Ok(ExitCode::SUCCESS)
}

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
    let bundle = Bundle::in_folder(&workspace.dist().join("trunk"));
    bundle.build(workspace)?;
    let what = "compressing the widget's files";
    let started = Instant::now();
    assemble::publish(workspace, &bundle)?;
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

/// The glue and the WASM module, named as Trunk names them.
struct Bundle {
    folder: PathBuf,
    glue: PathBuf,
    wasm: PathBuf,
}

impl Bundle {
    fn in_folder(folder: &Path) -> Self {
        let glue = folder.join("followthrough-frontend.js");
        let wasm = folder.join("followthrough-frontend_bg.wasm");
        Self { folder: folder.to_owned(), glue, wasm }
    }

    fn build(&self, workspace: &Workspace) -> Result<()> {
        let Target { features, profile, kind } = Target::read(workspace)?;
        let module = Module {
            what: "the widget (release)",
            package: "followthrough-frontend",
            options: &["--no-default-features", "--features", &features, "--profile", &profile],
            kind: &kind,
            name: "followthrough-frontend",
        };
        bindings::write(workspace, &module, &self.folder)?;
        if self.folder.join("snippets").exists() {
            bail!(
                "a crate brings JavaScript snippets of its own; the widget is one glue file and one WASM file"
            );
        }
        Ok(())
    }
}
