//! What the server weighs: how soon it answers after its start, how much memory it keeps before and after a load, and
//! how many bytes the first view takes on its way to a browser.

use std::fs;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::path::PathBuf;
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};

use super::load::{self, Ground};
use crate::demo::running::{Guest, Running};
use crate::say;
use crate::workspace::Workspace;

const PORT: u16 = 18_083;
const STARTS: usize = 5;
const CALM: Duration = Duration::from_secs(10);
const MOST: &str = "1000000";

/// Measures a server on each database, and prints a table.
pub fn run(workspace: &Workspace, seconds: u32, given: Option<PathBuf>) -> Result<ExitCode> {
    let ground = Ground::prepare(workspace, given)?;
    say::headline(format_args!("{}, a load of {seconds} s", ground.server.display()));
    say::line(
        "| | start to /livez, ms | resident after 10 s, MB | after the load | at most | first view: plain, gzip, brotli, bytes |",
    );
    say::line("|---|---:|---:|---:|---:|---|");
    for (name, url) in ground.databases() {
        say::line(measure(workspace, &ground, name, &url, seconds)?);
    }
    Ok(ExitCode::SUCCESS)
}

fn measure(workspace: &Workspace, ground: &Ground, name: &str, url: &str, seconds: u32) -> Result<String> {
    let server = ground.server.as_path();
    let mut settings = vec![
        ("SERVER__ASSETS_DIR", workspace.assets().to_string_lossy().into_owned()),
        ("SERVER__KEEP_ALIVE", "30s".to_owned()),
        ("LOG__LEVEL", "warn".to_owned()),
        ("LIMITS__READS_PER_MINUTE_CUSTOMER", MOST.to_owned()),
        ("LIMITS__READS_PER_MINUTE_VENDOR", MOST.to_owned()),
    ];
    settings.extend(load::storage(server, url));
    // The first start fills the database; those that are timed find it.
    let filled = Running::start(server, PORT, &settings)?;
    let folder = &ground.folder.join(name);
    let guest = Guest { demo: &ground.demo, server, port: PORT, settings: &settings, folder };
    guest.seed()?;
    drop(filled);
    let mut starts = Vec::new();
    for _ in 0..STARTS {
        starts.push(Running::serve(server, PORT, &settings)?.answered_after());
    }
    starts.sort();
    let start = starts.get(STARTS / 2).copied().unwrap_or_default();
    let running = Running::serve(server, PORT, &settings)?;
    thread::sleep(CALM);
    let calm = megabytes(&running, "VmRSS")?;
    let bearer = guest.bearer()?;
    let plain = first_view(&bearer, "identity")?;
    let (gzip, brotli) = (first_view(&bearer, "gzip")?, first_view(&bearer, "br")?);
    let url = format!("http://127.0.0.1:{PORT}/v1/portal/view");
    load::wrk("first views", &url, &[&bearer, "Accept-Encoding: br"], seconds)?;
    let loaded = megabytes(&running, "VmRSS")?;
    let most = megabytes(&running, "VmHWM")?;
    Ok(format!("| {name} | {} | {calm} | {loaded} | {most} | {plain}, {gzip}, {brotli} |", start.as_millis()))
}

/// The bytes of the answer on the wire, its head included.
fn first_view(bearer: &str, encoding: &str) -> Result<usize> {
    let mut connection = TcpStream::connect((Ipv4Addr::LOCALHOST, PORT)).context("nobody listens")?;
    let request = format!(
        "GET /v1/portal/view HTTP/1.1\r\nHost: 127.0.0.1:{PORT}\r\n{bearer}\r\nAccept-Encoding: {encoding}\r\nConnection: close\r\n\r\n"
    );
    connection.write_all(request.as_bytes()).context("cannot ask")?;
    let mut answer = Vec::new();
    connection.read_to_end(&mut answer).context("the answer broke off")?;
    Ok(answer.len())
}

/// A line of what Linux says of the process, in whole megabytes.
fn megabytes(running: &Running, what: &str) -> Result<u64> {
    let path = format!("/proc/{}/status", running.id());
    let status = fs::read_to_string(&path).with_context(|| format!("cannot read {path}"))?;
    let line = status.lines().find_map(|line| line.strip_prefix(what)?.strip_prefix(':'));
    let kilobytes: u64 =
        line.and_then(|line| line.split_whitespace().next()?.parse().ok()).context("no such line")?;
    Ok(kilobytes / 1024)
}
