//! `cargo xtask check`: every gate, each with its time, all of them even when one fails.

mod commands;
mod imports;
mod paths;
mod sources;
mod trees;

use std::process::ExitCode;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow};

use crate::arguments::Arguments;
use crate::tools::{self, Tool};
use crate::workspace::Workspace;
use crate::{cargo, generated, say, size, widget};

/// A gate: its name and what it does.
type Gate = (&'static str, fn(&Workspace) -> Result<()>);

/// Gates that need nothing but the compiler. The quick ones come first.
const OWN_GATES: &[Gate] = &[
    ("formatting", commands::formatting),
    ("files: at most 400 lines, each says what it is for", sources::files),
    ("style sheets: no rem", sources::style_sheets),
    ("imports point one way", imports::check),
    ("dependencies of common and of the widget", trees::check),
    ("clippy", commands::clippy),
    ("clippy for the browser", commands::clippy_wasm),
    ("common builds for the browser", commands::common_wasm),
    ("documentation", commands::documentation),
    ("generated files are current", generated::check),
];

/// Gates that wait for the tools and the widget, which are built meanwhile.
const GATES_WITH_TOOLS: &[Gate] = &[
    ("licences, sources and bans of dependencies", commands::deny),
    ("no unused dependency", commands::machete),
    ("widget size", |workspace| {
        widget::ensure_built(workspace)?;
        size::print_table(&workspace.assets())
    }),
];

/// How one gate ended.
pub struct Outcome {
    name: &'static str,
    elapsed: Duration,
    /// Whether the gate let the tree through.
    pub passed: bool,
}

/// Runs all gates, prints the summary.
pub fn run(workspace: &Workspace, arguments: Arguments) -> Result<ExitCode> {
    arguments.finish()?;
    let outcomes = run_gates(workspace)?;
    summarize(&outcomes);
    Ok(if outcomes.iter().all(|outcome| outcome.passed) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Runs all gates. Tools and widget are built at the same time as the first gates run.
pub fn run_gates(workspace: &Workspace) -> Result<Vec<Outcome>> {
    say::headline("Gates");
    cargo::ensure_wasm_target(workspace)?;
    // Before anything else runs, since any other call of cargo would bring the file up to date.
    let mut outcomes = vec![pass(workspace, ("Cargo.lock is current", commands::lock_file))];
    thread::scope(|scope| {
        let (ready, prepared) = mpsc::channel();
        scope.spawn(move || ready.send(prepare(workspace)));
        outcomes.extend(OWN_GATES.iter().map(|gate| pass(workspace, *gate)));
        if let Err(error) = prepared.recv().unwrap_or_else(|_| Err(anyhow!("preparing stopped unexpectedly")))
        {
            outcomes.push(ended("tools and widget", Duration::ZERO, &Err(error)));
        }
        outcomes.extend(GATES_WITH_TOOLS.iter().map(|gate| pass(workspace, *gate)));
    });
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

fn prepare(workspace: &Workspace) -> Result<()> {
    // The widget first: it takes longest.
    let widget = widget::ensure_built(workspace);
    tools::ensure(workspace, Tool::Deny)?;
    tools::ensure(workspace, Tool::Machete)?;
    widget
}

fn pass(workspace: &Workspace, (name, gate): Gate) -> Outcome {
    let started = Instant::now();
    let result = gate(workspace);
    ended(name, started.elapsed(), &result)
}

fn ended(name: &'static str, elapsed: Duration, result: &Result<()>) -> Outcome {
    match result {
        Ok(()) => say::done(name, elapsed),
        Err(error) => {
            say::failed(name, elapsed);
            say::line(format_args!("{error:#}"));
        }
    }
    Outcome { name, elapsed, passed: result.is_ok() }
}
