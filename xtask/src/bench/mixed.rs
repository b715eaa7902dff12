//! A day of many customers at once: 200 of them, of whose requests 80 % ask whether something is new, 15 % open the
//! widget and 5 % write. The requests come at a fixed rate, whether or not the server keeps up, and each is timed from
//! the moment at which it was due; a server that falls behind cannot hide it.

pub(super) mod caller;
pub(super) mod shop;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};
use std::{env, fs};

use anyhow::{Context, Result, anyhow};

use self::caller::Caller;
use self::shop::{Customer, Shop};
use super::load;
use crate::cargo::{self, Profile};
use crate::debian;
use crate::demo::running::Running;
use crate::postgres::{self, Disk, Postgres};
use crate::workspace::Workspace;
use crate::{process, say, widget};

const PORT: u16 = 18_082;
/// So many customers, each with a sale and a connection of their own.
const CUSTOMERS: usize = 200;
/// The pause before the first request, in which the threads start.
const RUN_UP: Duration = Duration::from_millis(300);
/// Nobody is slowed down.
const MOST: &str = "1000000";
/// By whichever of these the server has: an older one may have others, and what it does not know it refuses.
const LIMITS: [&str; 8] = [
    "LIMITS__READS_PER_MINUTE_CUSTOMER",
    "LIMITS__READS_PER_MINUTE_VENDOR",
    "LIMITS__READS_PER_MINUTE_IP",
    "LIMITS__REQUESTS_PER_MINUTE_ADDRESS",
    "SERVER__CONNECTIONS_PER_ADDRESS",
    "LIMITS__WRITES_PER_MINUTE_CUSTOMER",
    "LIMITS__WRITES_PER_MINUTE_VENDOR",
    "LIMITS__WRITES_PER_MINUTE_IP",
];

/// What a customer wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Whether something is new; mostly nothing is.
    Poll,
    /// The first view.
    View,
    /// Something is different from now on.
    Write,
}

/// What became of one request.
struct Outcome {
    kind: Kind,
    took: Duration,
    /// The status or the reason, if it is not what was wanted.
    failure: Option<String>,
}

/// Measures and prints a table for each database and server.
pub fn run(
    workspace: &Workspace,
    rates: &[u32],
    seconds: u32,
    mut servers: Vec<PathBuf>,
) -> Result<ExitCode> {
    debian::install(workspace, &postgres::missing().into_iter().collect::<Vec<_>>())?;
    if servers.is_empty() {
        widget::ensure_built(workspace)?;
        servers.push(cargo::build_server(workspace, Profile::Release)?);
    }
    let folder = env::temp_dir().join(format!("followthrough-bench-{}", std::process::id()));
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let measured = servers.iter().enumerate().try_for_each(|(number, server)| -> Result<()> {
        let postgres = Postgres::start(Disk::Awaited)?;
        let sqlite = folder.join(format!("{number}.db")).to_string_lossy().into_owned();
        for (name, url) in [("SQLite", sqlite), ("PostgreSQL", postgres.url())] {
            say::headline(format_args!("{name}, {}, {seconds} s each", server.display()));
            measure(workspace, server, &url, rates, seconds)?;
        }
        Ok(())
    });
    let _ = fs::remove_dir_all(&folder);
    measured.map(|()| ExitCode::SUCCESS)
}

fn measure(workspace: &Workspace, server: &Path, url: &str, rates: &[u32], seconds: u32) -> Result<()> {
    let mut settings = vec![
        ("SERVER__ASSETS_DIR", workspace.assets().to_string_lossy().into_owned()),
        ("SERVER__KEEP_ALIVE", "30s".to_owned()),
        ("LOG__LEVEL", "warn".to_owned()),
    ];
    let known = LIMITS.into_iter().filter(|limit| knows(server, url, limit));
    settings.extend(known.map(|limit| (limit, MOST.to_owned())));
    settings.extend(load::storage(server, url));
    let running = Running::start(server, PORT, &settings)?;
    let shop = Shop::open(server, url, PORT)?;
    let started = Instant::now();
    let customers = shop.customers(CUSTOMERS)?;
    say::line(format_args!("  {CUSTOMERS} sales began in {}", say::seconds(started.elapsed())));
    let mut callers = customers.into_iter().map(|customer| caller(&shop, customer)).collect::<Vec<_>>();
    say::line("\n| requests/s | done/s | poll p50 / p99 ms | view | write | failures |");
    say::line("|---:|---:|---:|---:|---:|---|");
    for rate in rates {
        let begun = Instant::now();
        let outcomes = load(&mut callers, *rate, seconds)?;
        print(*rate, &outcomes, begun.elapsed().saturating_sub(RUN_UP));
    }
    drop(running);
    Ok(())
}

fn knows(server: &Path, url: &str, option: &str) -> bool {
    let mut command = load::command(server, url, &["migrate"]);
    process::capture(command.env(format!("FOLLOWTHROUGH__{option}"), MOST)).is_ok()
}

fn caller(shop: &Shop, Customer { subject, sale }: Customer) -> Caller {
    Caller::new(PORT, shop.token(&subject), sale)
}

/// Sends what is due at its time: request `n` at `n / rate` seconds, by customer `n` modulo their number.
fn load(callers: &mut [Caller], rate: u32, seconds: u32) -> Result<Vec<Outcome>> {
    let (step, all) = (callers.len(), rate.saturating_mul(seconds));
    let start = Instant::now() + RUN_UP;
    let one = |(first, caller): (usize, &mut Caller)| -> Vec<Outcome> {
        let first = u32::try_from(first).unwrap_or(u32::MAX);
        let turns = (first..all).step_by(step).zip(0..);
        turns
            .map(|(number, turn)| {
                let due = start
                    + Duration::from_secs(1).saturating_mul(number).checked_div(rate).unwrap_or_default();
                thread::sleep(due.saturating_duration_since(Instant::now()));
                let kind = kind(first, turn);
                let failure = caller.ask(kind).err().map(|error| format!("{error:#}"));
                Outcome { kind, took: due.elapsed(), failure }
            })
            .collect()
    };
    thread::scope(|scope| {
        let one = &one;
        let asking: Vec<_> =
            callers.iter_mut().enumerate().map(|caller| scope.spawn(move || one(caller))).collect();
        let outcomes: Result<Vec<Vec<Outcome>>> = asking
            .into_iter()
            .map(|caller| caller.join().map_err(|_| anyhow!("a customer panicked")))
            .collect();
        Ok(outcomes?.into_iter().flatten().collect())
    })
}

/// Of twenty requests one writes and three open the widget; who writes when is spread over the customers.
fn kind(customer: u32, turn: u32) -> Kind {
    match (customer.wrapping_mul(7) + turn.wrapping_mul(3)) % 20 {
        0 => Kind::Write,
        1 | 8 | 15 => Kind::View,
        _ => Kind::Poll,
    }
}

fn print(rate: u32, outcomes: &[Outcome], elapsed: Duration) {
    let mut failures: BTreeMap<&str, usize> = BTreeMap::new();
    for failure in outcomes.iter().filter_map(|outcome| outcome.failure.as_deref()) {
        *failures.entry(failure).or_default() += 1;
    }
    let failed: usize = failures.values().sum();
    let told: Vec<String> = failures.iter().map(|(reason, count)| format!("{count} × {reason}")).collect();
    let done = u32::try_from(outcomes.len() - failed).unwrap_or(u32::MAX);
    let per_second = f64::from(done) / elapsed.as_secs_f64();
    let [poll, view, write] = [Kind::Poll, Kind::View, Kind::Write].map(|kind| latencies(outcomes, kind));
    let told = if told.is_empty() { "0".to_owned() } else { told.join(", ") };
    say::line(format_args!("| {rate} | {per_second:.0} | {poll} | {view} | {write} | {told} |"));
}

/// Half of the requests were answered by the first figure, 99 of 100 by the second.
fn latencies(outcomes: &[Outcome], kind: Kind) -> String {
    let of_kind = outcomes.iter().filter(|outcome| outcome.kind == kind && outcome.failure.is_none());
    let mut all: Vec<Duration> = of_kind.map(|outcome| outcome.took).collect();
    all.sort_unstable();
    let at = |percent: usize| {
        let place = (all.len() * percent).div_ceil(100).saturating_sub(1);
        all.get(place).map_or_else(|| "–".to_owned(), |took| format!("{:.1}", took.as_secs_f64() * 1000.0))
    };
    format!("{} / {}", at(50), at(99))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eighty_of_a_hundred_requests_poll_fifteen_view_and_five_write() {
        let mut counts = BTreeMap::new();
        for (customer, turn) in (0..200).flat_map(|customer| (0..20).map(move |turn| (customer, turn))) {
            *counts.entry(kind(customer, turn)).or_insert(0) += 1;
        }
        let counts: Vec<_> = counts.into_iter().collect();
        assert_eq!(counts, [(Kind::Poll, 3_200), (Kind::View, 600), (Kind::Write, 200)]);
    }

    #[test]
    fn the_figures_are_those_of_the_answered() {
        let outcome = |milliseconds, failure: Option<&str>| Outcome {
            kind: Kind::Poll,
            took: Duration::from_millis(milliseconds),
            failure: failure.map(ToOwned::to_owned),
        };
        let mut outcomes: Vec<_> = (1..=100).map(|number| outcome(number, None)).collect();
        outcomes.push(outcome(9_999, Some("503")));
        assert_eq!(latencies(&outcomes, Kind::Poll), "50.0 / 99.0");
        assert_eq!(latencies(&outcomes, Kind::View), "– / –");
    }
}
