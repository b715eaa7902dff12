//! The hot read, `GET /v1/portal/sales/{id}`: answered 200 and answered 304, on SQLite and on PostgreSQL,
//! next to pgbench reading the same row from the same PostgreSQL.

use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::{env, thread, time::Duration};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::arguments::Arguments;
use crate::cargo::{self, Profile};
use crate::debian::{self, Package};
use crate::demo::running::Running;
use crate::postgres::Postgres;
use crate::workspace::Workspace;
use crate::{http, process, say, tools, widget};

const PORT: u16 = 18_080;
const CONNECTIONS: u32 = 16;

/// What one load gave.
struct Figure {
    what: String,
    per_second: f64,
    p99_milliseconds: Option<f64>,
}

/// Measures and prints a table.
pub fn run(workspace: &Workspace, mut arguments: Arguments) -> Result<ExitCode> {
    let seconds: u32 = arguments.value("--seconds")?.unwrap_or(5);
    arguments.finish()?;
    let wrk =
        tools::on_path("wrk").is_none().then_some(Package { name: "wrk", purpose: "it makes the load" });
    debian::install(workspace, &wrk.into_iter().chain(crate::postgres::missing()).collect::<Vec<_>>())?;
    widget::ensure_built(workspace)?;
    let server = cargo::build_server(workspace, Profile::Release)?;
    let folder = env::temp_dir().join(format!("followthrough-bench-{}", std::process::id()));
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let postgres = Postgres::start()?;
    let sqlite = folder.join("bench.db").to_string_lossy().into_owned();
    let databases = [("SQLite", sqlite), ("PostgreSQL", postgres.url())];
    let mut figures = Vec::new();
    for (name, url) in databases {
        say::headline(format_args!("{name}, {CONNECTIONS} connections, {seconds} s each"));
        figures.extend(measure(workspace, &server, name, &url, seconds)?);
    }
    figures.push(pgbench(&postgres, &folder, seconds)?);
    print(&figures);
    let _ = fs::remove_dir_all(&folder);
    Ok(ExitCode::SUCCESS)
}

fn measure(workspace: &Workspace, server: &Path, name: &str, url: &str, seconds: u32) -> Result<Vec<Figure>> {
    let settings = [
        ("SERVER__ASSETS_DIR", workspace.assets().to_string_lossy().into_owned()),
        ("SERVER__KEEP_ALIVE", "30s".to_owned()),
        ("DATABASE__URL", url.to_owned()),
        ("DEMO__ENABLED", "true".to_owned()),
        ("LOG__LEVEL", "warn".to_owned()),
        ("LIMITS__READS_PER_MINUTE_CUSTOMER", "1000000".to_owned()),
        ("LIMITS__READS_PER_MINUTE_VENDOR", "1000000".to_owned()),
        ("LIMITS__READS_PER_MINUTE_IP", "1000000".to_owned()),
    ];
    let running = Running::start(server, PORT, &settings)?;
    let token: Value = serde_json::from_str(&http::get(PORT, "/demo/token?customer=mette", "")?.body)
        .context("the demo's token is no JSON")?;
    let token = token.get("token").and_then(Value::as_str).context("the demo gives no token")?;
    let bearer = format!("Authorization: Bearer {token}");
    let sales = http::get(PORT, "/v1/portal/sales", &format!("{bearer}\r\n"))?;
    let sales: Value = serde_json::from_str(&sales.body).context("the list of sales is no JSON")?;
    let sale =
        sales.pointer("/items/0/id").and_then(Value::as_str).context("the demo customer has no sale")?;
    let path = format!("/v1/portal/sales/{sale}");
    let view = http::get(PORT, &path, &format!("{bearer}\r\n"))?;
    let etag = view.header("etag").context("the view has no ETag")?.to_owned();
    let url = format!("http://127.0.0.1:{PORT}{path}");
    let read = wrk(&format!("{name}: 200 ({} kB)", view.body.len() / 1000), &url, &[&bearer], seconds)?;
    let match_header = format!("If-None-Match: {etag}");
    let unchanged = wrk(&format!("{name}: 304"), &url, &[&bearer, &match_header], seconds)?;
    drop(running);
    Ok(vec![read, unchanged])
}

fn wrk(what: &str, url: &str, headers: &[&str], seconds: u32) -> Result<Figure> {
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

/// The same row by its primary key, as the server reads it.
fn pgbench(postgres: &Postgres, folder: &Path, seconds: u32) -> Result<Figure> {
    let script = folder.join("read.sql");
    let row = postgres.query("SELECT vendor_id || ' ' || id FROM sale ORDER BY id LIMIT 1")?;
    let (vendor, sale) = row.trim().split_once(' ').context("there is no sale to read")?;
    let text =
        format!("SELECT version, snapshot FROM sale WHERE vendor_id = '{vendor}' AND id = '{sale}';\n");
    fs::write(&script, text).context("cannot write the script of pgbench")?;
    // Let the connections of the server that just stopped go away first.
    thread::sleep(Duration::from_secs(1));
    let said = postgres.pgbench(&script, CONNECTIONS, seconds)?;
    let per_second = number_after(&said, "tps =").context("pgbench gave no rate")?;
    let p99_milliseconds = None;
    Ok(Figure { what: "pgbench: the same row, prepared".to_owned(), per_second, p99_milliseconds })
}

fn number_after(text: &str, label: &str) -> Option<f64> {
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

fn print(figures: &[Figure]) {
    let base = figures.last().map_or(1.0, |figure| figure.per_second);
    say::headline("| Load | requests/s | p99 ms | of pgbench |\n|---|---:|---:|---:|");
    for figure in figures {
        let p99 = figure.p99_milliseconds.map_or_else(|| "–".to_owned(), |p99| format!("{p99:.2}"));
        let Figure { what, per_second, .. } = figure;
        say::line(format_args!("| {what} | {per_second:.0} | {p99} | {:.2} |", per_second / base));
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
