//! Customers' answers on SQLite and on PostgreSQL, next to pgbench inserting one row into the same PostgreSQL: how many a
//! second, and what one of them costs of the server's processor.

use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow};

use super::answers::{Answerer, percentile, server};
use super::load::{self, CONNECTIONS, Figure, Ground};
use super::mixed::shop::Shop;
use crate::postgres::Postgres;
use crate::say;
use crate::workspace::Workspace;

const PORT: u16 = 18_084;
/// So many customers for each second of load, so that none of them runs out of versions of their answer.
const CUSTOMERS_A_SECOND: usize = 80;
/// Ticks of the processor's time in a second, as Linux counts it.
const TICKS: f64 = 100.0;

/// Measures and prints a table.
pub fn run(workspace: &Workspace, seconds: u32) -> Result<ExitCode> {
    let ground = Ground::prepare(workspace, None)?;
    let mut figures = Vec::new();
    for (name, url) in ground.databases() {
        say::headline(format_args!("{name}, {CONNECTIONS} connections, {seconds} s"));
        figures.push(measure(workspace, &ground.server, name, &url, seconds)?);
    }
    figures.push(pgbench(&ground.postgres, &ground.folder, seconds)?);
    load::print(&figures, "pgbench");
    Ok(ExitCode::SUCCESS)
}

fn measure(workspace: &Workspace, program: &Path, name: &str, url: &str, seconds: u32) -> Result<Figure> {
    let running = server(workspace, program, PORT, url)?;
    let shop = Shop::open(program, url, PORT)?;
    let count = CUSTOMERS_A_SECOND * usize::try_from(seconds)?;
    let customers = shop.customers(count)?;
    let mut lanes: Vec<Vec<Answerer>> = (0..CONNECTIONS).map(|_| Vec::new()).collect();
    for (number, customer) in customers.into_iter().enumerate() {
        let lane = lanes.get_mut(number % usize::try_from(CONNECTIONS)?).context("no lane")?;
        lane.push(Answerer::new(&shop, PORT, customer)?);
    }
    let before = processor_ticks(running.id())?;
    let begun = Instant::now();
    let until = begun + Duration::from_secs(seconds.into());
    let mut took = thread::scope(|scope| {
        let lanes: Vec<_> = lanes.iter_mut().map(|lane| scope.spawn(move || answer(lane, until))).collect();
        let mut all = Vec::new();
        for lane in lanes {
            all.extend(lane.join().map_err(|_| anyhow!("a customer panicked"))??);
        }
        Ok::<_, anyhow::Error>(all)
    })?;
    let elapsed = begun.elapsed().as_secs_f64();
    let after = processor_ticks(running.id())?;
    drop(running);
    took.sort_unstable();
    let done = f64::from(u32::try_from(took.len())?);
    let [user, system] = [0, 1].map(|kind| {
        let of = |ticks: &[f64]| ticks.get(kind).copied().unwrap_or_default();
        (of(&after) - of(&before)) / TICKS / done * 1_000_000.0
    });
    say::line(format_args!(
        "  one answer: {:.1} ms at the median; {user:.0} µs of the server's processor in its own code, {system:.0} µs \
         in the kernel",
        percentile(&took, 50)
    ));
    let p99_milliseconds = Some(percentile(&took, 99));
    Ok(Figure { what: format!("{name}: answers"), per_second: done / elapsed, p99_milliseconds })
}

/// One after the other on one connection, each customer of the lane in turn.
fn answer(lane: &mut [Answerer], until: Instant) -> Result<Vec<Duration>> {
    let mut took = Vec::new();
    let mut connection = None;
    loop {
        let before = took.len();
        for one in lane.iter_mut().filter(|one| one.has_more()) {
            if Instant::now() >= until {
                return Ok(took);
            }
            took.push(one.answer(&mut connection)?);
        }
        if took.len() == before {
            return Ok(took);
        }
    }
}

/// The processor's time that a process has used in its own code and in the kernel.
fn processor_ticks(process: u32) -> Result<Vec<f64>> {
    let path = format!("/proc/{process}/stat");
    let stat = fs::read_to_string(&path).with_context(|| format!("cannot read {path}"))?;
    let fields = stat.rsplit(") ").next().unwrap_or_default().split_whitespace();
    fields.skip(11).take(2).map(|field| field.parse().context("no number of ticks")).collect()
}

/// One row, as one statement of one transaction.
fn pgbench(postgres: &Postgres, folder: &Path, seconds: u32) -> Result<Figure> {
    postgres.query("CREATE TABLE inserted (vendor TEXT, id BIGINT, body TEXT)")?;
    let script = folder.join("write.sql");
    let text = "\\set id random(1, 1000000000)\nINSERT INTO inserted (vendor, id, body) VALUES ('ven_bench', :id, 'It steams');\n";
    fs::write(&script, text).context("cannot write the script of pgbench")?;
    // Let the connections of the server that just stopped go away first.
    thread::sleep(Duration::from_secs(1));
    let said = postgres.pgbench(&script, CONNECTIONS, seconds)?;
    let per_second = load::number_after(&said, "tps =").context("pgbench gave no rate")?;
    Ok(Figure { what: "pgbench: one row inserted".to_owned(), per_second, p99_milliseconds: None })
}
