//! Which crates may be behind `common` and behind the widget. A rule about `use` lines is not
//! enough: a dependency's dependency costs a customer's browser just as much.

use std::collections::BTreeSet;

use anyhow::{Result, bail};

use crate::cargo::{WASM_TARGET, cargo};
use crate::process;
use crate::workspace::Workspace;

/// `common` holds rules. It knows no database, no web server, no user interface, no runtime.
const NOT_BEHIND_COMMON: &[&str] = &[
    "actix-web",
    "actix-http",
    "diesel",
    "leptos",
    "reactive_graph",
    "tokio",
    "reqwest",
    "rand",
    "getrandom",
    "web-sys",
];

/// The widget has the browser's own time zones, patterns and requests.
const NOT_IN_THE_WIDGET: &[&str] =
    &["tokio", "chrono-tz", "regex", "reqwest", "actix-web", "diesel", "icu_provider"];

pub fn check(workspace: &Workspace) -> Result<()> {
    let common = crates_behind(workspace, &["--package", "followthrough-common"])?;
    refuse("followthrough-common", &common, NOT_BEHIND_COMMON)?;
    let widget = ["--package", "followthrough-frontend", "--no-default-features", "--features", "hydrate"];
    refuse("the widget", &crates_behind(workspace, &widget)?, NOT_IN_THE_WIDGET)
}

fn refuse(what: &str, found: &BTreeSet<String>, banned: &[&str]) -> Result<()> {
    let bad: Vec<&str> = banned.iter().copied().filter(|name| found.contains(*name)).collect();
    if bad.is_empty() {
        return Ok(());
    }
    bail!("{what} must not depend on {}; `cargo tree --invert NAME` shows the way to it", bad.join(", "))
}

/// Names of all crates that are compiled into the selected package for the browser; what only
/// runs while compiling does not count.
fn crates_behind(workspace: &Workspace, package: &[&str]) -> Result<BTreeSet<String>> {
    let mut tree = cargo(workspace);
    tree.arg("tree").args(package).args(["--target", WASM_TARGET, "--edges", "normal,no-proc-macro"]);
    tree.args(["--prefix", "none", "--format", "{p}"]);
    let names = process::capture(&mut tree)?;
    Ok(names.lines().filter_map(|line| line.split_whitespace().next()).map(ToOwned::to_owned).collect())
}
