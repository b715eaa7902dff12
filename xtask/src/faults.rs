//! `cargo xtask faults`: breaks what is around the server, and makes the table of what is promised, how that is
//! tried and what was measured.

use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};
use chrono::DateTime;
use clap::Args;
use serde_json::Value;

use crate::cargo::{Profile, build_server};
use crate::debian::{self, Package};
use crate::test::libtest::{self, Counts};
use crate::test::suites;
use crate::workspace::Workspace;
use crate::{postgres, say, tools};

/// What is tried, and how.
#[derive(Debug, Args)]
pub struct Options {
    /// Everything harder, one test after the other, up to an hour: for the figures. Without it a few minutes, as in
    /// `cargo xtask test`
    #[arg(long)]
    long: bool,
    /// Only tests whose name contains FILTER
    #[arg(last = true, value_name = "FILTER")]
    filter: Vec<String>,
}

/// How hard everything is tried.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A few minutes, tests side by side.
    Short,
    /// An hour or less, one test after the other, so that its times can be believed.
    Long,
}

/// Which databases are there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Databases {
    Both,
    SqliteAlone,
}

/// One row of the table.
struct Row {
    test: String,
    promise: String,
    how: String,
    measured: String,
}

/// Runs what the arguments ask for, and prints the table as docs/trust.md has it.
pub fn run(workspace: &Workspace, options: &Options) -> Result<ExitCode> {
    let form = if options.long { Form::Long } else { Form::Short };
    debian::install(workspace, &postgres::missing().into_iter().chain(missing()).collect::<Vec<_>>())?;
    let mut counts = run_all(workspace, form, Databases::Both, &options.filter)?;
    if form == Form::Long && options.filter.is_empty() {
        counts.add(&suites::bucket(workspace)?);
    }
    say::line("");
    say::line(&counts);
    Ok(if counts.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The package to install beside PostgreSQL.
pub fn missing() -> Option<Package> {
    let strace = Package { name: "strace", purpose: "it lets the server's calls to the disk fail" };
    tools::on_path("strace").is_none().then_some(strace)
}

/// Runs the tests and prints their table.
pub fn run_all(workspace: &Workspace, form: Form, databases: Databases, filter: &[String]) -> Result<Counts> {
    let server = build_server(workspace, Profile::Dev)?;
    let table = workspace.log("faults-table")?;
    let _ = fs::remove_file(&table);
    let mut command = suites::test_command(workspace, &["--test", "faults"], filter);
    command.env("FOLLOWTHROUGH_TEST_SERVER", server).env("FOLLOWTHROUGH_TEST_TABLE", &table);
    choose(&mut command, form, databases)?;
    let run = libtest::run(&mut command)?;
    print(&rows_in(&table), form)?;
    Ok(suites::counts_of(&run, &run.results.iter().collect::<Vec<_>>(), "fault tests"))
}

fn choose(command: &mut Command, form: Form, databases: Databases) -> Result<()> {
    match form {
        // They wait most of the time, so there are more of them than cores.
        Form::Short => command.arg("--test-threads=6").env_remove("FOLLOWTHROUGH_TEST_LONG"),
        Form::Long => command.arg("--test-threads=1").env("FOLLOWTHROUGH_TEST_LONG", "1"),
    };
    match databases {
        Databases::Both => command.env("FOLLOWTHROUGH_TEST_POSTGRES_PROGRAMS", postgres::find_programs()?),
        Databases::SqliteAlone => command.args(["--skip", "postgres"]),
    };
    Ok(())
}

/// What the tests told, in the order of their names.
fn rows_in(table: &Path) -> Vec<Row> {
    let told = fs::read_to_string(table).unwrap_or_default();
    let mut rows: Vec<Row> = told.lines().filter_map(row_in).collect();
    rows.sort_by(|one, other| (&one.test, &one.how).cmp(&(&other.test, &other.how)));
    rows
}

fn row_in(line: &str) -> Option<Row> {
    let line: Value = serde_json::from_str(line).ok()?;
    let field = |name: &str| Some(line.get(name)?.as_str()?.replace('|', "/"));
    let measured = field("measured")?;
    let measured = match field("outcome")?.as_str() {
        "held" => measured,
        other => format!("**{other}**: {measured}"),
    };
    Some(Row { test: field("test")?, promise: field("promise")?, how: field("how")?, measured })
}

/// The table, ready to be pasted. A promise that is tried in several ways is written once.
fn print(rows: &[Row], form: Form) -> Result<()> {
    let command = match form {
        Form::Short => "cargo xtask faults",
        Form::Long => "cargo xtask faults --long",
    };
    say::headline(format_args!("`{command}`, {}:\n", today()?));
    say::line("| What is promised | How it is tried | What was measured |\n|---|---|---|");
    let mut before = "";
    for Row { promise, how, measured, .. } in rows {
        let promise_once = if promise == before { "" } else { promise };
        say::line(format_args!("| {promise_once} | {how} | {measured} |"));
        before = promise;
    }
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "the table says on which day it was made")]
fn today() -> Result<String> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).context("the clock is before 1970")?;
    let today = i64::try_from(since.as_secs()).ok().and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    Ok(today.context("the clock is far in the future")?.format("%-d %B %Y").to_string())
}

#[cfg(test)]
mod tests {
    use super::row_in;

    #[test]
    fn a_line_of_a_test_becomes_a_row() {
        let line =
            r#"{"test":"log::a","promise":"It goes on","how":"a | b","measured":"5 s","outcome":"held"}"#;
        let row = row_in(line).unwrap();
        assert_eq!((&*row.promise, &*row.how, &*row.measured), ("It goes on", "a / b", "5 s"));
        let row = row_in(&line.replace("held", "not tried")).unwrap();
        assert_eq!(row.measured, "**not tried**: 5 s");
        assert!(row_in("no line").is_none());
    }
}
