//! `cargo xtask test`: the gates, then every test, then the counts.

pub mod libtest;
pub mod suites;

use std::process::ExitCode;

use anyhow::{Result, bail};

use self::libtest::Counts;
use crate::arguments::Arguments;
use crate::check::{self, Outcome};
use crate::faults::{self, Databases, Form};
use crate::postgres::{self, Postgres};
use crate::workspace::Workspace;
use crate::{browser, cargo, debian, say, widget};

/// A group of tests that runs together.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Suite {
    Gates,
    Unit,
    Http,
    Faults,
    Browser,
}

impl Suite {
    const ALL: [(&str, Self); 5] = [
        ("gates", Self::Gates),
        ("unit", Self::Unit),
        ("http", Self::Http),
        ("faults", Self::Faults),
        ("browser", Self::Browser),
    ];
}

/// What is to run.
struct Plan {
    suites: Vec<Suite>,
    databases: Databases,
    filter: Vec<String>,
}

impl Plan {
    fn read(mut arguments: Arguments) -> Result<Self> {
        let skips_postgres = arguments.flag("--skip-postgres");
        let skips_browser = arguments.flag("--skip-browser");
        let only: Option<String> = arguments.value("--only")?;
        let filter = arguments.after_dashes();
        arguments.finish()?;
        let mut suites: Vec<Suite> = Suite::ALL
            .into_iter()
            .filter(|(name, _)| only.as_deref().is_none_or(|only| only == *name))
            .map(|(_, suite)| suite)
            .collect();
        if suites.is_empty() {
            bail!(
                "`{}` is no suite; there are gates, unit, http, faults and browser",
                only.unwrap_or_default()
            );
        }
        suites.retain(|suite| !(skips_browser && *suite == Suite::Browser));
        let databases = if skips_postgres { Databases::SqliteAlone } else { Databases::Both };
        Ok(Self { suites, databases, filter })
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
pub fn run(workspace: &Workspace, arguments: Arguments) -> Result<ExitCode> {
    let plan = Plan::read(arguments)?;
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
        let postgres = (plan.databases == Databases::Both).then(Postgres::start).transpose()?;
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
