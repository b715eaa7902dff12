//! `cargo xtask demo`: from a fresh clone to a page in the browser.

mod configuration;
pub mod running;
mod serve;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::thread;
use std::time::Instant;

use anyhow::{Context, Result, anyhow};

use crate::arguments::Arguments;
use crate::cargo::{self, Profile};
use crate::workspace::Workspace;
use crate::{process, say, widget};

const DEFAULT_PORT: u16 = 8080;

/// Sets up, builds, seeds and serves.
pub fn run(workspace: &Workspace, mut arguments: Arguments) -> Result<ExitCode> {
    let port = arguments.value("--port")?.unwrap_or(DEFAULT_PORT);
    let data = arguments.value("--data")?.unwrap_or_else(|| workspace.path("demo-data"));
    let stops_before_serving = arguments.flag("--no-serve");
    arguments.finish()?;

    let started = Instant::now();
    say::line("Followthrough's demo: everything is compiled here, once; nothing prebuilt is downloaded.");
    say::line("Installed if missing: the compiler's wasm32 target, to compile the widget.");
    say::headline("Building");
    let server = build(workspace)?;

    let data = std::path::absolute(data).context("the data folder has no absolute path")?;
    let configuration = configuration::write(&data, port)?;
    say::headline(format_args!("Demo data in {}", data.display()));
    step(&server, &configuration, "migrate", "the database has the newest form")?;
    step(&server, &configuration, "seed-demo", "the demo vendor and its customers are there")?;
    say::line(format_args!("\nReady after {}.", say::seconds(started.elapsed())));
    if stops_before_serving {
        return Ok(ExitCode::SUCCESS);
    }
    serve::until_stopped(&server, &configuration, port)
}

/// The widget and the server at the same time: each has stretches in which it keeps only one
/// core busy. The binary carries the widget, so it is linked when both are there.
fn build(workspace: &Workspace) -> Result<PathBuf> {
    cargo::ensure_wasm_target(workspace)?;
    thread::scope(|scope| {
        let widget = scope.spawn(|| widget::ensure_built(workspace));
        let server = cargo::build_library(workspace);
        widget.join().map_err(|_| anyhow!("building the widget stopped unexpectedly"))??;
        server
    })?;
    cargo::build_server(workspace, Profile::Demo)
}

fn step(server: &Path, configuration: &Path, command: &str, done: &str) -> Result<()> {
    let started = Instant::now();
    let mut call = Command::new(server);
    call.arg(command).arg("--config").arg(configuration);
    process::capture(&mut call).with_context(|| format!("`followthrough {command}` failed"))?;
    say::done(done, started.elapsed());
    Ok(())
}
