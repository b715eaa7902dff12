//! The hot read, `GET /v1/portal/sales/{id}`: answered 200 and answered 304, on SQLite and on PostgreSQL,
//! next to pgbench reading the same row from the same PostgreSQL.

use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::{thread, time::Duration};

use anyhow::{Context, Result};
use serde_json::Value;

use super::load::{self, CONNECTIONS, Figure, Ground};
use crate::demo::running::{Guest, Running};
use crate::postgres::Postgres;
use crate::workspace::Workspace;
use crate::{http, say};

const PORT: u16 = 18_080;

/// Measures and prints a table.
pub fn run(workspace: &Workspace, seconds: u32) -> Result<ExitCode> {
    let ground = Ground::prepare(workspace, None)?;
    let mut figures = Vec::new();
    for (name, url) in ground.databases() {
        say::headline(format_args!("{name}, {CONNECTIONS} connections, {seconds} s each"));
        figures.extend(measure(workspace, &ground, name, &url, seconds)?);
    }
    figures.push(pgbench(&ground.postgres, &ground.folder, seconds)?);
    load::print(&figures, "pgbench");
    Ok(ExitCode::SUCCESS)
}

fn measure(
    workspace: &Workspace,
    ground: &Ground,
    name: &str,
    url: &str,
    seconds: u32,
) -> Result<Vec<Figure>> {
    let mut settings = vec![
        ("SERVER__ASSETS_DIR", workspace.assets().to_string_lossy().into_owned()),
        ("SERVER__KEEP_ALIVE", "30s".to_owned()),
        ("LOG__LEVEL", "warn".to_owned()),
        ("LIMITS__READS_PER_MINUTE_CUSTOMER", "1000000".to_owned()),
        ("LIMITS__READS_PER_MINUTE_VENDOR", "1000000".to_owned()),
    ];
    settings.extend(load::storage(&ground.server, url));
    let running = Running::start(&ground.server, PORT, &settings)?;
    let (settings, folder) = (&settings, &ground.folder.join(name));
    let guest = Guest { demo: &ground.demo, server: &ground.server, port: PORT, settings, folder };
    guest.seed()?;
    let bearer = guest.bearer()?;
    let sales = http::get(PORT, "/v1/portal/sales", &format!("{bearer}\r\n"))?;
    let sales: Value = serde_json::from_str(&sales.body).context("the list of sales is no JSON")?;
    let sale =
        sales.pointer("/items/0/id").and_then(Value::as_str).context("the demo customer has no sale")?;
    let path = format!("/v1/portal/sales/{sale}");
    let view = http::get(PORT, &path, &format!("{bearer}\r\n"))?;
    let etag = view.header("etag").context("the view has no ETag")?.to_owned();
    let url = format!("http://127.0.0.1:{PORT}{path}");
    let read = load::wrk(&format!("{name}: 200 ({} kB)", view.body.len() / 1000), &url, &[&bearer], seconds)?;
    let match_header = format!("If-None-Match: {etag}");
    let unchanged = load::wrk(&format!("{name}: 304"), &url, &[&bearer, &match_header], seconds)?;
    drop(running);
    Ok(vec![read, unchanged])
}

/// The same row by its primary key, as the server reads it.
fn pgbench(postgres: &Postgres, folder: &Path, seconds: u32) -> Result<Figure> {
    let script = folder.join("read.sql");
    let row = postgres.query("SELECT vendor_id || ' ' || id FROM sale ORDER BY id LIMIT 1")?;
    let (vendor, sale) = row.trim().split_once(' ').context("there is no sale to read")?;
    let text = format!(
        "SELECT version, body FROM sale_snapshot WHERE vendor_id = '{vendor}' AND sale_id = '{sale}';\n"
    );
    fs::write(&script, text).context("cannot write the script of pgbench")?;
    // Let the connections of the server that just stopped go away first.
    thread::sleep(Duration::from_secs(1));
    let said = postgres.pgbench(&script, CONNECTIONS, seconds)?;
    let per_second = load::number_after(&said, "tps =").context("pgbench gave no rate")?;
    let p99_milliseconds = None;
    Ok(Figure { what: "pgbench: the same row, prepared".to_owned(), per_second, p99_milliseconds })
}
