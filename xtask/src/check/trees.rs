//! Which crates may be behind `common` and behind the widget. A rule about `use` lines is not
//! enough: a dependency's dependency costs a customer's browser just as much.

use std::collections::BTreeSet;

use anyhow::{Result, bail};

use crate::cargo::{WASM_TARGET, cargo};
use crate::process;
use crate::workspace::Workspace;

/// `common` holds rules. It knows no database, no web server, no user interface, no runtime, no
/// clock and no chance.
const NOT_BEHIND_COMMON: &[&str] = &[
    "actix-web",
    "actix-http",
    "chrono-tz",
    "diesel",
    "getrandom",
    "leptos",
    "rand",
    "regex",
    "reqwest",
    "tokio",
    "web-sys",
];

/// The widget has the browser's own time zones and requests.
const NOT_BEHIND_THE_WIDGET: &[&str] = &["actix-web", "chrono-tz", "diesel", "reqwest", "tokio"];

/// The browser has patterns and formats, too. These crates are behind Leptos' server functions and
/// settings, which we don't call and the linker drops; a use of our own would make them stay.
const NOT_NAMED_BY_THE_WIDGET: &[&str] = &["icu_provider", "regex", "server_fn", "url"];

pub fn check(workspace: &Workspace) -> Result<()> {
    let common = ["--package", "followthrough-common"];
    refuse("followthrough-common", &crates_behind(workspace, &common)?, NOT_BEHIND_COMMON)?;
    let widget = ["--package", "followthrough-frontend", "--no-default-features", "--features", "hydrate"];
    refuse("the widget", &crates_behind(workspace, &widget)?, NOT_BEHIND_THE_WIDGET)?;
    let named = [&widget[..], &["--depth", "1"]].concat();
    refuse("the widget itself", &crates_behind(workspace, &named)?, NOT_NAMED_BY_THE_WIDGET)
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
