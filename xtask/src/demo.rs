//! `cargo xtask demo`: from a fresh clone to a page in the browser.

mod configuration;
pub mod running;
mod site;

use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::thread;
use std::time::Instant;

use anyhow::{Context, Result, anyhow};
use clap::Args;

use self::configuration::Configuration;
use self::site::Site;
use crate::cargo::{self, Profile};
use crate::workspace::Workspace;
use crate::{process, say, widget};

/// How the demo is wanted.
#[derive(Debug, Args)]
pub struct Options {
    /// Where the portal listens on 127.0.0.1; the server listens at the port after it
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Where the demo keeps its database, configuration and keys [default: demo-data/]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Do all of it up to 5, and stop the server again
    #[arg(long)]
    no_serve: bool,
}

/// Sets up, builds, seeds and serves.
pub fn run(workspace: &Workspace, options: Options) -> Result<ExitCode> {
    let started = Instant::now();
    say::line("Followthrough's demo: everything is compiled here, once; nothing prebuilt is downloaded.");
    say::line("Installed if missing: the compiler's wasm32 target, to compile the widget.");
    say::headline("Building");
    let programs = build(workspace)?;

    let data = options.data.unwrap_or_else(|| workspace.path("demo-data"));
    let data = std::path::absolute(data).context("the data folder has no absolute path")?;
    let configuration = Configuration::write(data, options.port)?;
    say::headline(format_args!("Demo data in {}", configuration.folder.display()));
    let mut migrate = Command::new(&programs.server);
    migrate.arg("migrate").arg("--config").arg(configuration.file());
    step(&mut migrate, "the database has the newest form")?;
    let mut site = Site::open(&programs, &configuration)?;
    step(&mut site.demo("seed"), "the demo vendor and its customers are there")?;
    say::line(format_args!("\nReady after {}.", say::seconds(started.elapsed())));
    if options.no_serve {
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
