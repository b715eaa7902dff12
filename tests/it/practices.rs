//! `docs/practices.md` against the code: every practice has its row, and every command, endpoint and test that
//! a row names exists.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use crate::contract::operations;

/// So many practices of good follow-up the product is made of.
const PRACTICES: usize = 47;

/// A row of the table.
struct Row {
    number: usize,
    practice: String,
    commands: Vec<String>,
    endpoints: Vec<String>,
    tests: Vec<String>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// What stands in backticks.
fn quoted(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(ToOwned::to_owned).collect()
}

fn rows() -> Vec<Row> {
    let page = fs::read_to_string(root().join("docs/practices.md")).unwrap();
    let lines = page.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |"));
    let cells = lines.map(|line| line.split(" | ").map(str::trim).collect::<Vec<_>>());
    let rows = cells.filter_map(|cells| {
        let number = cells[0].parse().ok()?;
        let [_, practice, commands, endpoints, tests] = cells[..] else { panic!("row {number}: {cells:?}") };
        Some(Row {
            number,
            practice: practice.to_owned(),
            commands: quoted(commands),
            endpoints: quoted(endpoints),
            tests: quoted(tests),
        })
    });
    rows.collect()
}

/// Every Rust source below a folder.
fn sources(folder: &Path) -> Vec<(PathBuf, String)> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let read = |path: PathBuf| {
        if path.is_dir() {
            return sources(&path);
        }
        let text = fs::read_to_string(&path).unwrap_or_default();
        if path.extension().is_some_and(|ending| ending == "rs") { vec![(path, text)] } else { Vec::new() }
    };
    entries.flat_map(read).collect()
}

/// The subject of a source: `promise.rs`, `promise/decide.rs` and `promise/command.rs` are all `promise`.
fn subject(path: &Path) -> String {
    let name = |path: &Path| path.file_stem().unwrap().to_str().unwrap().to_owned();
    match name(path).as_str() {
        "decide" | "command" | "mod" => name(path.parent().unwrap()),
        other => other.to_owned(),
    }
}

/// `subject::Variant` of every command that the rules take.
fn commands() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (path, text) in sources(&root().join("common/src/domain")) {
        // Those of the sale itself stand where its subjects' rows are added to them.
        let own = text.split("subjects! { commands\n").nth(1);
        let Some(body) = own.or_else(|| text.split("pub enum Command {").nth(1)) else { continue };
        let body = body.split("\n}").next().unwrap();
        let variants = body.lines().filter(|line| line.starts_with("    ") && !line.starts_with("     "));
        let variants = variants.map(|line| line.trim().split(['(', ' ', ',']).next().unwrap());
        let variants = variants.filter(|name| name.starts_with(char::is_uppercase));
        found.extend(variants.map(|variant| format!("{}::{variant}", subject(&path))));
    }
    // A sale takes the commands of its subjects; the last two groups of rows are facts.
    let rows = fs::read_to_string(root().join("common/src/domain/subject.rs")).unwrap();
    let rows = rows.split("each {\n").nth(1).unwrap().split("told {\n").next().unwrap();
    let rows = rows.lines().filter(|line| line.ends_with(','));
    let rows = rows.map(|line| line.trim().split(['(', ' ']).next().unwrap());
    found.extend(rows.map(|row| format!("sale::{row}")));
    found
}

/// `module::function` of every function in the tests, by the module's own name.
fn tests() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for folder in ["tests/it", "common/src", "backend/src"] {
        for (path, text) in sources(&root().join(folder)) {
            let name = |path: &Path| path.file_stem().unwrap().to_str().unwrap().to_owned();
            let stem = name(&path);
            // The tests of a subject stand in `subject/tests.rs`.
            let module = if stem == "tests" { name(path.parent().unwrap()) } else { stem };
            let functions = text.lines().filter_map(|line| line.trim_start().strip_prefix("fn "));
            let functions = functions.map(|rest| rest.split(['(', '<']).next().unwrap());
            found.extend(functions.map(|function| format!("{module}::{function}")));
        }
    }
    found
}

#[test]
fn every_practice_has_a_row_with_an_endpoint_and_a_test() {
    let rows = rows();
    let numbers: Vec<usize> = rows.iter().map(|row| row.number).collect();
    assert_eq!(numbers, (1..=PRACTICES).collect::<Vec<_>>());
    for row in rows {
        assert!(row.practice.len() > 10, "row {}: {}", row.number, row.practice);
        assert!(!row.endpoints.is_empty(), "row {} names no endpoint", row.number);
        assert!(!row.tests.is_empty(), "row {} names no test", row.number);
    }
}

#[test]
fn every_command_endpoint_and_test_that_a_row_names_exists() {
    let (commands, tests) = (commands(), tests());
    assert!(
        commands.contains("promise::ClaimKept") && commands.contains("sale::ReportDelivery"),
        "{commands:?}"
    );
    let endpoints: BTreeSet<String> =
        operations().map(|(method, path, _)| format!("{method} {path}")).collect();
    let mut faults = Vec::new();
    for row in rows() {
        let mut compare = |what: &str, named: &[String], known: &BTreeSet<String>| {
            let unknown = named.iter().filter(|name| !known.contains(*name));
            faults.extend(unknown.map(|name| format!("row {}: there is no {what} {name}", row.number)));
        };
        compare("command", &row.commands, &commands);
        compare("endpoint", &row.endpoints, &endpoints);
        compare("test", &row.tests, &tests);
    }
    assert!(faults.is_empty(), "{faults:#?}");
}
