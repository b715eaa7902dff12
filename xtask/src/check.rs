//! `cargo xtask check`: every gate, each with its time, all of them even when one fails.

mod circles;
mod commands;
mod imports;
mod paths;
mod sources;
mod trees;

use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow, bail};
use clap::Args;

use crate::tools::{self, Tool};
use crate::workspace::Workspace;
use crate::{cargo, generated, say, size, widget};

/// Which gates are wanted.
#[derive(Debug, Args)]
pub struct Options {
    /// The gates whose name contains WORD
    #[arg(long, value_name = "WORD")]
    only: Option<String>,
}

/// A gate: its name and what it does.
type Gate = (&'static str, fn(&Workspace) -> Result<()>);

/// Comes before all others, since any other call of cargo would bring the file up to date.
const LOCK_FILE: Gate = ("Cargo.lock is current", commands::lock_file);

/// Gates that need nothing but the compiler. The quick ones come first.
const OWN_GATES: &[Gate] = &[
    ("formatting", commands::formatting),
    ("files: at most 400 lines, each says what it is for", sources::files),
    ("style sheets: no rem", sources::style_sheets),
    ("imports point one way", imports::check),
    ("imports of common have no circle", circles::check),
    ("dependencies of common and of the widget", trees::check),
    ("clippy", commands::clippy),
    ("clippy for the browser", commands::clippy_wasm),
    ("common builds for the browser", commands::common_wasm),
    ("documentation", commands::documentation),
    ("generated files are current", generated::check),
];

/// Gates that wait for the tools, which are built meanwhile.
const GATES_WITH_TOOLS: &[Gate] = &[
    ("licences, sources and bans of dependencies", commands::deny),
    ("no unused dependency", commands::machete),
];

const WIDGET_BUILDS: Gate = ("the widget builds", widget::ensure_built);
const WIDGET_SIZE: Gate = ("widget size", |workspace| size::print_table(&workspace.assets()));

/// How one gate ended.
pub struct Outcome {
    name: &'static str,
    elapsed: Duration,
    /// Whether the gate let the tree through.
    pub passed: bool,
}

/// Runs all gates or those whose name contains the word after `--only`, prints the summary.
pub fn run(workspace: &Workspace, options: Options) -> Result<ExitCode> {
    let outcomes = match options.only {
        None => run_gates(workspace)?,
        Some(word) => run_some(workspace, &word)?,
    };
    summarize(&outcomes);
    Ok(if outcomes.iter().all(|outcome| outcome.passed) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Runs all gates. Tools and widget are built at the same time as the first gates run.
pub fn run_gates(workspace: &Workspace) -> Result<Vec<Outcome>> {
    say::headline("Gates");
    cargo::ensure_wasm_target(workspace)?;
    let mut outcomes = vec![pass(workspace, LOCK_FILE)];
    thread::scope(|scope| {
        let preparing = scope.spawn(|| prepare(workspace));
        outcomes.extend(OWN_GATES.iter().map(|gate| pass(workspace, *gate)));
        let widget = preparing.join().map_err(|_| anyhow!("building the widget stopped unexpectedly"))?;
        outcomes.extend(GATES_WITH_TOOLS.iter().map(|gate| pass(workspace, *gate)));
        if widget.passed {
            outcomes.extend([widget, pass(workspace, WIDGET_SIZE)]);
        } else {
            outcomes.push(widget);
        }
        Ok(outcomes)
    })
}

fn run_some(workspace: &Workspace, word: &str) -> Result<Vec<Outcome>> {
    let gates = [&[LOCK_FILE], OWN_GATES, GATES_WITH_TOOLS, &[WIDGET_BUILDS, WIDGET_SIZE]].concat();
    let outcomes: Vec<Outcome> = gates
        .into_iter()
        .filter(|(name, _)| name.to_lowercase().contains(&word.to_lowercase()))
        .map(|gate| pass(workspace, gate))
        .collect();
    if outcomes.is_empty() {
        bail!("no gate's name contains `{word}`");
    }
    Ok(outcomes)
}

/// One line for each gate. The reasons of those that failed were shown when they failed.
pub fn summarize(outcomes: &[Outcome]) {
    say::headline("Gates, in all");
    for outcome in outcomes {
        if outcome.passed {
            say::done(outcome.name, outcome.elapsed);
        } else {
            say::failed(outcome.name, outcome.elapsed);
        }
    }
}

/// The widget first: it takes longest. A tool that cannot be built is told by the gate that asks
/// for it again.
fn prepare(workspace: &Workspace) -> Outcome {
    let widget = pass(workspace, WIDGET_BUILDS);
    for tool in [Tool::Deny, Tool::Machete] {
        let _ = tools::ensure(workspace, tool);
    }
    widget
}

fn pass(workspace: &Workspace, (name, gate): Gate) -> Outcome {
    let started = Instant::now();
    let result = gate(workspace);
    let elapsed = started.elapsed();
    match &result {
        Ok(()) => say::done(name, elapsed),
        Err(error) => {
            say::failed(name, elapsed);
            say::line(format_args!("{error:#}"));
        }
    }
    Outcome { name, elapsed, passed: result.is_ok() }
}
