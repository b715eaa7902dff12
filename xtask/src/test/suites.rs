//! The test suites: which call of `cargo test` runs each, and what it needs around it.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use super::Row;
use super::libtest::{self, Counts, Run};
use crate::browser;
use crate::cargo::{Profile, build_demo, build_server, cargo};
use crate::golden;
use crate::postgres::Postgres;
use crate::workspace::Workspace;

/// Tests inside the crates, those of `common` and `frontend` in files of their own, examples in the docs.
pub fn unit(workspace: &Workspace, filter: &[String]) -> Result<Counts> {
    let mut own_files = test_files(&workspace.path("common/tests"))?;
    own_files.extend(test_files(&workspace.path("frontend/tests"))?);
    let mut own_call = Vec::new();
    for name in &own_files {
        own_call.extend(["--test", name]);
    }
    let calls = [vec!["--lib", "--bins"], own_call, vec!["--doc"]];
    let mut counts = Counts::default();
    for call in calls.iter().filter(|call| !call.is_empty()) {
        let run = libtest::run(&mut test_command(workspace, call, filter))?;
        counts.add(&counts_of(&run, &run.results.iter().collect::<Vec<_>>(), "unit tests"));
    }
    Ok(counts)
}

/// Files in a store that speaks S3. It is a feature, which nothing else is built with.
pub fn bucket(workspace: &Workspace) -> Result<Counts> {
    let call = ["--features", "followthrough-backend/s3", "--lib"];
    let run = libtest::run(&mut test_command(workspace, &call, &["files::".to_owned()]))?;
    Ok(counts_of(&run, &run.results.iter().collect::<Vec<_>>(), "tests of buckets"))
}

/// The names of the test binaries in a crate's `tests/`.
fn test_files(folder: &Path) -> Result<Vec<String>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .filter_map(|path| path.file_stem()?.to_str().map(ToOwned::to_owned))
        .collect();
    names.sort();
    Ok(names)
}

/// The server through HTTP. The tests' names tell their database.
pub fn http(workspace: &Workspace, server: Option<&Postgres>, filter: &[String]) -> Result<Vec<Row>> {
    let mut command = test_command(workspace, &["--test", "it"], filter);
    command.env("FOLLOWTHROUGH_TEST_ASSETS", workspace.assets());
    match server {
        // Two servers on one database are two processes, and one of them is killed now and then.
        Some(server) => command
            .env("FOLLOWTHROUGH_TEST_POSTGRES", server.url())
            .env("FOLLOWTHROUGH_TEST_SERVER", build_server(workspace, Profile::Dev)?),
        None => command.args(["--skip", "::postgres"]),
    };
    let run = libtest::run(&mut command)?;
    let (sqlite, others): (Vec<_>, Vec<_>) =
        run.results.iter().partition(|result| result.name.contains("::sqlite"));
    let (postgres, others): (Vec<_>, Vec<_>) =
        others.into_iter().partition(|result| result.name.contains("::postgres"));
    let mut rows = vec![Row { what: "HTTP tests on SQLite", counts: Counts::of(sqlite) }];
    if server.is_some() {
        rows.push(Row { what: "HTTP tests on PostgreSQL", counts: Counts::of(postgres) });
    }
    let others = counts_of(&run, &others, "HTTP tests");
    if others != Counts::default() {
        rows.push(Row { what: "HTTP tests without database", counts: others });
    }
    Ok(rows)
}

/// The widget in a real browser.
pub fn browser(workspace: &Workspace, filter: &[String]) -> Result<Counts> {
    let server = build_server(workspace, Profile::Dev)?;
    let mut command = test_command(workspace, &["--test", "browser"], filter);
    command.env("FOLLOWTHROUGH_TEST_ASSETS", workspace.assets());
    command.env("FOLLOWTHROUGH_TEST_SERVER", server);
    command.env("FOLLOWTHROUGH_TEST_DEMO", build_demo(workspace, Profile::Dev)?);
    command.env("FOLLOWTHROUGH_TEST_GOLDEN", golden::build(workspace)?);
    browser::pass_on(&mut command);
    let run = libtest::run(&mut command)?;
    Ok(counts_of(&run, &run.results.iter().collect::<Vec<_>>(), "browser tests"))
}

/// Always of the whole workspace: with one package alone, cargo would choose other features for
/// shared dependencies and compile them once more.
pub fn test_command(workspace: &Workspace, call: &[&str], filter: &[String]) -> Command {
    let mut command = cargo(workspace);
    command.args(["test", "--workspace", "--no-fail-fast"]).args(call).arg("--").args(filter);
    command
}

/// The counts of `results`; a run that ended badly without one failed test counts as a failure.
pub fn counts_of(run: &Run, results: &[&libtest::TestResult], what: &str) -> Counts {
    let mut counts = Counts::of(results.iter().copied());
    let a_test_failed = run.results.iter().any(|result| result.ending == libtest::Ending::Failed);
    if !run.ended_well && !a_test_failed {
        counts.add_failure(&format!("{what} did not run to their end; see above"));
    }
    counts
}
