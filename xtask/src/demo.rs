//! `cargo xtask demo`: from a fresh clone to a page in the browser.

mod configuration;
pub mod running;
mod site;

use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::thread;
use std::time::Instant;

use anyhow::{Context, Result, anyhow};

use self::configuration::Configuration;
use self::site::Site;
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
    let programs = build(workspace)?;

    let data = std::path::absolute(data).context("the data folder has no absolute path")?;
    let configuration = Configuration::write(data, port)?;
    say::headline(format_args!("Demo data in {}", configuration.folder.display()));
    let mut migrate = Command::new(&programs.server);
    migrate.arg("migrate").arg("--config").arg(configuration.file());
    step(&mut migrate, "the database has the newest form")?;
    let mut site = Site::open(&programs, &configuration)?;
    step(&mut site.demo("seed"), "the demo vendor and its customers are there")?;
    say::line(format_args!("\nReady after {}.", say::seconds(started.elapsed())));
    if stops_before_serving {
        return Ok(ExitCode::SUCCESS);
    }
    site.serve_until_stopped()
}

/// What runs in the demo.
pub struct Programs {
    /// The product.
    pub server: PathBuf,
    /// The vendor's system and portal beside it.
    pub demo: PathBuf,
}

/// The widget and the server at the same time: each has stretches in which it keeps only one
/// core busy. The binary carries the widget, so it is linked when both are there.
fn build(workspace: &Workspace) -> Result<Programs> {
    cargo::ensure_wasm_target(workspace)?;
    thread::scope(|scope| {
        let widget = scope.spawn(|| widget::ensure_built(workspace));
        let server = cargo::build_library(workspace);
        widget.join().map_err(|_| anyhow!("building the widget stopped unexpectedly"))??;
        server
    })?;
    let server = cargo::build_server(workspace, Profile::Demo)?;
    Ok(Programs { server, demo: cargo::build_demo(workspace, Profile::Demo)? })
}

fn step(call: &mut Command, done: &str) -> Result<()> {
    let started = Instant::now();
    process::capture(call)?;
    say::done(done, started.elapsed());
    Ok(())
}
