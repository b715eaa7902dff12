//! `cargo xtask test`: the gates, then every test, then the counts.

pub mod libtest;
pub mod suites;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, ValueEnum};

use self::libtest::Counts;
use crate::check::{self, Outcome};
use crate::faults::{self, Databases, Form};
use crate::postgres::{self, Disk, Postgres};
use crate::workspace::Workspace;
use crate::{browser, cargo, debian, say, widget};

/// Which tests are wanted.
#[derive(Debug, Args)]
pub struct Options {
    /// Leave the browser tests out
    #[arg(long)]
    skip_browser: bool,
    /// Run the HTTP and fault tests on SQLite alone
    #[arg(long)]
    skip_postgres: bool,
    /// One suite alone
    #[arg(long, value_name = "SUITE")]
    only: Option<Suite>,
    /// Only tests whose name contains FILTER
    #[arg(last = true, value_name = "FILTER")]
    filter: Vec<String>,
}

/// A group of tests that runs together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Suite {
    Gates,
    Unit,
    Http,
    Faults,
    Browser,
}

/// What is to run.
struct Plan {
    suites: Vec<Suite>,
    databases: Databases,
    filter: Vec<String>,
}

impl Plan {
    fn of(options: Options) -> Self {
        let is_wanted = |suite: &Suite| {
            options.only.is_none_or(|only| only == *suite)
                && !(options.skip_browser && *suite == Suite::Browser)
        };
        let suites = Suite::value_variants().iter().copied().filter(is_wanted).collect();
        let databases = if options.skip_postgres { Databases::SqliteAlone } else { Databases::Both };
        Self { suites, databases, filter: options.filter }
    }

    fn has(&self, suite: Suite) -> bool {
        self.suites.contains(&suite)
    }
}

/// One line of the final table.
pub struct Row {
    what: &'static str,
    counts: Counts,
}

/// Runs what the arguments ask for and answers with failure if anything failed.
pub fn run(workspace: &Workspace, options: Options) -> Result<ExitCode> {
    let plan = Plan::of(options);
    install_packages(workspace, &plan)?;
    let mut rows = Vec::new();
    let outcomes = if plan.has(Suite::Gates) { check::run_gates(workspace)? } else { Vec::new() };
    if plan.has(Suite::Gates) {
        rows.push(Row { what: "gates", counts: count_gates(&outcomes) });
    }
    if plan.has(Suite::Unit) {
        say::headline("Unit tests");
        rows.push(Row { what: "unit tests", counts: suites::unit(workspace, &plan.filter)? });
    }
    if plan.has(Suite::Http) || plan.has(Suite::Browser) {
        say::headline("The widget for the tests");
        cargo::ensure_wasm_target(workspace)?;
        widget::ensure_built(workspace)?;
    }
    if plan.has(Suite::Http) {
        say::headline("HTTP tests");
        let postgres =
            (plan.databases == Databases::Both).then(|| Postgres::start(Disk::Skipped)).transpose()?;
        rows.extend(suites::http(workspace, postgres.as_ref(), &plan.filter)?);
    }
    if plan.has(Suite::Faults) {
        say::headline("Fault tests");
        let counts = faults::run_all(workspace, Form::Short, plan.databases, &plan.filter)?;
        rows.push(Row { what: "fault tests", counts });
    }
    if plan.has(Suite::Browser) {
        say::headline("Browser tests");
        rows.push(Row { what: "browser tests", counts: suites::browser(workspace, &plan.filter)? });
    }
    if plan.has(Suite::Gates) {
        check::summarize(&outcomes);
    }
    Ok(conclude(&rows))
}

fn install_packages(workspace: &Workspace, plan: &Plan) -> Result<()> {
    let mut missing = Vec::new();
    if plan.databases == Databases::Both && (plan.has(Suite::Http) || plan.has(Suite::Faults)) {
        missing.extend(postgres::missing());
    }
    if plan.has(Suite::Faults) {
        missing.extend(faults::missing());
    }
    if plan.has(Suite::Browser) {
        missing.extend(browser::missing());
    }
    debian::install(workspace, &missing)
}

fn count_gates(outcomes: &[Outcome]) -> Counts {
    let passed = outcomes.iter().filter(|outcome| outcome.passed).count();
    Counts { passed, failed: outcomes.len().saturating_sub(passed), ..Counts::default() }
}

/// Prints the table and the closing line.
fn conclude(rows: &[Row]) -> ExitCode {
    say::headline("In all");
    let mut total = Counts::default();
    for row in rows {
        say::line(format_args!("  {:<28}{}", row.what, row.counts));
        total.add(&row.counts);
        for name in &row.counts.failures {
            say::line(format_args!("    ✗ {name}"));
        }
    }
    say::line("");
    say::line(&total);
    if total.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
