//! A load from `wrk`, and the table of what loads gave.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::cargo::{self, Profile};
use crate::debian::{self, Package};
use crate::postgres::{self, Disk, Postgres};
use crate::workspace::Workspace;
use crate::{process, say, tools, widget};

/// So many connections ask at the same time.
pub const CONNECTIONS: u32 = 16;

/// Nothing of what is measured outlives the measurement, so its secrets are sealed with a key that everybody knows.
const KEY: &str =
    "ftk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// What one load gave.
pub struct Figure {
    pub what: String,
    pub per_second: f64,
    pub p99_milliseconds: Option<f64>,
}

/// What a load needs: the server as it is shipped, a folder, and a database of each kind.
pub struct Ground {
    /// The server.
    pub server: PathBuf,
    /// The demo, for a customer who looks.
    pub demo: PathBuf,
    /// Gone when this is dropped.
    pub folder: PathBuf,
    /// A PostgreSQL of its own.
    pub postgres: Postgres,
}

impl Ground {
    /// Installs, builds and starts it all. A server that is given need not be built.
    pub fn prepare(workspace: &Workspace, given: Option<PathBuf>) -> Result<Self> {
        let wrk =
            tools::on_path("wrk").is_none().then_some(Package { name: "wrk", purpose: "it makes the load" });
        debian::install(workspace, &wrk.into_iter().chain(postgres::missing()).collect::<Vec<_>>())?;
        widget::ensure_built(workspace)?;
        let server = given.map_or_else(|| cargo::build_server(workspace, Profile::Release), Ok)?;
        let demo = cargo::build_demo(workspace, Profile::Demo)?;
        let folder = env::temp_dir().join(format!("followthrough-bench-{}", std::process::id()));
        fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
        Ok(Self { server, demo, folder, postgres: Postgres::start(Disk::Awaited)? })
    }

    /// Each database, by its name.
    pub fn databases(&self) -> [(&'static str, String); 2] {
        let sqlite = self.folder.join("bench.db").to_string_lossy().into_owned();
        [("SQLite", sqlite), ("PostgreSQL", self.postgres.url())]
    }
}

/// Where the data is and what seals its secrets, as options with their values. A server from before there was
/// such a key does without one.
pub fn storage(server: &Path, url: &str) -> Vec<(&'static str, String)> {
    let mut options = vec![("DATABASE__URL", url.to_owned())];
    if process::capture(Command::new(server).args(["secrets", "--help"])).is_ok() {
        options.push(("SECRETS__KEY", KEY.to_owned()));
    }
    options
}

/// A command of the server on that database.
pub fn command(server: &Path, url: &str, words: &[&str]) -> Command {
    let mut command = Command::new(server);
    command.args(words).env("FOLLOWTHROUGH__LOG__LEVEL", "warn");
    command.envs(
        storage(server, url).into_iter().map(|(option, value)| (format!("FOLLOWTHROUGH__{option}"), value)),
    );
    command
}

/// What such a command prints.
pub fn said(server: &Path, url: &str, words: &[&str]) -> Result<String> {
    Ok(process::capture(&mut command(server, url, words))?.trim().to_owned())
}

impl Drop for Ground {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Loads an address for some seconds.
pub fn wrk(what: &str, url: &str, headers: &[&str], seconds: u32) -> Result<Figure> {
    let mut command = Command::new("wrk");
    command.args(["--latency", "-t2", &format!("-c{CONNECTIONS}"), &format!("-d{seconds}s")]);
    for header in headers {
        command.args(["-H", header]);
    }
    let said = process::capture(command.arg(url))?;
    let per_second = number_after(&said, "Requests/sec:").context("wrk gave no rate")?;
    let refused = said.lines().find(|line| line.contains("Non-2xx or 3xx"));
    if let Some(refused) = refused {
        anyhow::bail!("{what}: {}", refused.trim());
    }
    Ok(Figure { what: what.to_owned(), per_second, p99_milliseconds: latency_99(&said) })
}

/// The number behind a label.
pub fn number_after(text: &str, label: &str) -> Option<f64> {
    let rest = text.lines().find_map(|line| line.trim().strip_prefix(label))?;
    rest.split_whitespace().next()?.parse().ok()
}

/// `     99%    3.02ms` in milliseconds.
fn latency_99(text: &str) -> Option<f64> {
    let word = text.lines().find_map(|line| line.trim().strip_prefix("99%"))?.trim();
    let (number, factor) = match word {
        _ if word.ends_with("us") => (word.strip_suffix("us")?, 0.001),
        _ if word.ends_with("ms") => (word.strip_suffix("ms")?, 1.0),
        _ => (word.strip_suffix('s')?, 1000.0),
    };
    number.parse::<f64>().ok().map(|number| number * factor)
}

/// Prints a table; the last row is what the others are compared with, and is called `base`.
pub fn print(figures: &[Figure], base: &str) {
    let last = figures.last().map_or(1.0, |figure| figure.per_second);
    say::headline(format_args!("| Load | requests/s | p99 ms | of {base} |\n|---|---:|---:|---:|"));
    for figure in figures {
        let p99 = figure.p99_milliseconds.map_or_else(|| "–".to_owned(), |p99| format!("{p99:.2}"));
        let Figure { what, per_second, .. } = figure;
        say::line(format_args!("| {what} | {per_second:.0} | {p99} | {:.2} |", per_second / last));
    }
}

#[cfg(test)]
mod tests {
    use super::{latency_99, number_after};

    #[test]
    fn the_figures_of_wrk_and_pgbench_are_read() {
        let said =
            "  Latency Distribution\n     50%  241.00us\n     99%    3.02ms\nRequests/sec:  51234.56\n";
        assert_eq!(number_after(said, "Requests/sec:"), Some(51_234.56));
        assert_eq!(latency_99(said), Some(3.02));
        assert_eq!(number_after("tps = 4321.5 (without initial connection time)", "tps ="), Some(4321.5));
    }
}
