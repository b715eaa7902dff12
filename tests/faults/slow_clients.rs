//! Whoever is slow on purpose is cut off, and nobody else notices.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

use crate::{
    form,
    healthy::{self, Health},
    journal::StopsAtEnd,
    process::{self, allow_files},
    promise::Promise,
    server::Server,
    siege::{Kind, Siege, SiegeOutcome},
    vendor::{Caller, Vendor},
};

const PROMISE: &str = "A slow client is gone within 12 s, whatever it asked for, and others do not notice it";
const PATIENCE: Duration = Duration::from_secs(12);
/// In megabytes.
const GROWTH: u64 = 150;

/// Connections from how many addresses, and for how long.
struct Size {
    connections: usize,
    addresses: usize,
    lasts: Duration,
}

/// Lays a siege on a server with its defaults, and compares what healthy clients meet before and during it.
fn besiege(promise: &mut Promise, kinds: &[Kind], size: &Size) -> SiegeOutcome {
    allow_files(8192);
    // Who is refused a document gets a short answer and rests, which is no slow reading.
    let mut server = Server::on_sqlite().with("LIMITS__DOCUMENTS_PER_MINUTE_ADDRESS", "1000000");
    server.start();
    let vendor = Vendor::create(&server);
    let sale = vendor.sell(&server.http, "mette");
    let idle = healthy::watch_for(&server, &vendor, &sale, Duration::from_secs(form::pick(2, 10)));
    let before = process::resident(server.id());
    let siege = Siege {
        kinds: kinds.to_vec(),
        connections: size.connections,
        addresses: size.addresses,
        lasts: size.lasts,
        bearer: vendor.bearer(&Caller::Shop),
    };
    let stop = AtomicBool::new(false);
    let (outcome, during) = thread::scope(|scope| {
        let _stops = StopsAtEnd(&stop);
        let watching = scope.spawn(|| healthy::watch(&server, &vendor, &sale, &stop));
        // Side by side with other tests, our own look at the clock comes late now and then.
        let outcome = siege.lay(server.port, PATIENCE + Duration::from_secs(form::pick(3, 1)));
        stop.store(true, Ordering::SeqCst);
        (outcome, watching.join().unwrap())
    });
    let growth = during.most_memory.saturating_sub(before);
    tell(promise, &outcome, &idle, &during, growth);
    assert_eq!(outcome.left, 0, "connections that are still held");
    assert!(outcome.longest < PATIENCE + Duration::from_secs(form::pick(2, 0)), "{:?}", outcome.longest);
    // The kernel gives up by itself on somebody who takes nothing at all; it is we who must have cut them.
    let counts = server.metrics();
    for reason in kinds.iter().filter_map(|kind| kind.counts_as()) {
        let cut = format!("connections_cut_total{{reason=\"{reason}\"}}");
        assert!(counts.contains(&cut), "nothing was cut as {reason}");
    }
    assert_eq!(idle.failures, Vec::<String>::new());
    assert_eq!(during.failures, Vec::<String>::new());
    assert!(growth <= GROWTH, "{growth} MB");
    let limit = Duration::from_millis(form::pick(2_000, 250));
    assert!(during.percentile(99) <= limit, "{:?}", during.percentile(99));
    outcome
}

fn tell(promise: &mut Promise, outcome: &SiegeOutcome, idle: &Health, during: &Health, growth: u64) {
    promise.measured(format!(
        "{} connections, the longest {:.1} s, {} left; {} of {} healthy requests answered, p50 {} ms, p99 {} ms \
         (idle: {} and {} ms); memory +{growth} MB",
        outcome.opened,
        outcome.longest.as_secs_f32(),
        outcome.left,
        during.times.len(),
        during.times.len() + during.failures.len(),
        during.percentile(50).as_millis(),
        during.percentile(99).as_millis(),
        idle.percentile(50).as_millis(),
        idle.percentile(99).as_millis(),
    ));
}

fn alone(kind: Kind, how: &str) {
    let size = Size {
        connections: form::pick(200, 1_600),
        addresses: form::pick(10, 40),
        lasts: Duration::from_secs(form::pick(3, 60)),
    };
    let how = format!(
        "{how}; {} at once from {} addresses, replaced when cut, for {} s",
        size.connections,
        size.addresses,
        size.lasts.as_secs()
    );
    besiege(&mut Promise::new(PROMISE, how), &[kind], &size);
}

#[test]
fn a_connection_on_which_nothing_is_said_is_cut() {
    alone(Kind::Silent, "a connection and not one byte");
}

#[test]
fn a_head_that_does_not_end_is_cut() {
    alone(Kind::FirstHead, "a line of a head every 2 s");
}

#[test]
fn a_second_head_that_does_not_end_is_cut() {
    alone(Kind::SecondHead, "an answered request, then a line of another head every 2 s");
}

#[test]
fn a_second_request_of_one_byte_is_cut() {
    alone(Kind::SecondByte, "an answered request, then one byte of another");
}

#[test]
fn a_chunked_body_that_nobody_wants_is_cut() {
    alone(Kind::ChunkedLivez, "the first chunk of a body for /livez");
}

#[test]
fn a_chunked_body_for_nothing_is_cut() {
    alone(Kind::ChunkedUnknown, "a chunked body of which nothing comes, for an address that is not there");
}

#[test]
fn a_chunked_body_that_is_read_is_cut() {
    alone(Kind::ChunkedBody, "the first chunk of a body that is read");
}

#[test]
fn a_body_of_a_byte_every_two_seconds_is_cut() {
    alone(Kind::SlowBody, "a byte of a body every 2 s");
}

#[test]
fn an_answer_that_is_not_taken_is_cut() {
    alone(Kind::NeverReads, "1 MB asked for with a receive buffer of 4 KiB, and nothing read");
}

#[test]
fn all_kinds_of_slow_clients_at_once_are_cut() {
    let size = Size {
        connections: form::pick(450, 1_600),
        addresses: form::pick(15, 40),
        lasts: Duration::from_secs(form::pick(10, 60)),
    };
    let how = format!(
        "all nine kinds mixed; {} at once from {} addresses, replaced when cut, for {} s",
        size.connections,
        size.addresses,
        size.lasts.as_secs()
    );
    besiege(&mut Promise::new(PROMISE, how), &Kind::ALL, &size);
}

#[test]
fn more_connections_than_a_process_usually_may_have_are_no_end() {
    let mut promise = Promise::new(
        "Many addresses together cannot use up what the process may open",
        "1,500 silent connections from 20 addresses, at a server that was started with 1,024 open files",
    );
    let size = Size { connections: 1_500, addresses: 20, lasts: Duration::from_secs(form::pick(4, 30)) };
    besiege(&mut promise, &[Kind::Silent], &size);
}

#[test]
fn one_address_cannot_take_all_connections() {
    let mut promise = Promise::new(
        "One address cannot take all connections",
        "2,050 connections from one address, each with a head that does not end",
    );
    let size = Size { connections: 2_050, addresses: 1, lasts: Duration::from_secs(form::pick(4, 30)) };
    let most = besiege(&mut promise, &[Kind::FirstHead], &size).most;
    promise.measured(format!("at most {most} held at once"));
    // A hundred by default, and those that the system has accepted and the server has not yet turned away.
    assert!(most <= 1_000, "{most} at once");
}
