//! A database that stands still, with all its connections: nobody waits for longer than three seconds.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

use crate::{
    form,
    http::Reply,
    journal::{Desk, Journal, StopsAtEnd, WRITERS},
    postgres::Postgres,
    promise::Promise,
    server::Server,
    vendor::Vendor,
};

/// Three seconds, and what a busy machine adds to them.
const LONGEST: Duration = Duration::from_millis(3_500);
const HEALS: Duration = Duration::from_secs(10);

/// Reads until `stop`; the slowest answer, and how many were not good.
fn read_until(desk: &Desk<'_>, server: &Server, stop: &AtomicBool) -> (Duration, usize) {
    let (mut slowest, mut refused) = (Duration::ZERO, 0);
    while !stop.load(Ordering::SeqCst) {
        let started = Instant::now();
        let reply = desk.read(&server.http);
        slowest = slowest.max(started.elapsed());
        match reply {
            Ok(reply) if reply.status == 200 => {}
            Ok(reply) if reply.asks_to_try_again() => refused += 1,
            other => panic!("neither read nor refused well: {other:?}"),
        }
    }
    (slowest, refused)
}

#[test]
fn a_frozen_database_lets_nobody_wait() {
    let mut promise = Promise::new(
        "While the database stands still no request waits longer than 3 s, and a write that is repeated is done once",
        format!(
            "all processes of PostgreSQL stopped (SIGSTOP) for {} s under {WRITERS} writers at both doors and two readers",
            form::pick(8, 44)
        ),
    );
    let postgres = Postgres::start();
    let mut server = Server::on_postgres(&postgres).without_limits();
    server.start();
    let vendor = Vendor::create(&server);
    let desk = Desk::open(&vendor, &server.http, "frozen");
    let journal = Journal::default();
    let stop = AtomicBool::new(false);
    let (reads, healed, lives) = thread::scope(|scope| {
        let _stops = StopsAtEnd(&stop);
        let writing = scope.spawn(|| journal.write_until(&desk, &server.http, &stop));
        let reading = [(); 2].map(|()| scope.spawn(|| read_until(&desk, &server, &stop)));
        journal.wait_for(WRITERS * 2);
        let frozen = postgres.freeze();
        thread::sleep(Duration::from_secs(form::pick(8, 44)));
        let lives = server.lives();
        let ready = server.http.get("/readyz").map(|reply| reply.status);
        drop(frozen);
        let thawed = Instant::now();
        while desk.read(&server.http).is_ok_and(|reply| reply.status != 200) && thawed.elapsed() < HEALS {
            thread::sleep(Duration::from_millis(10));
        }
        let healed = thawed.elapsed();
        journal.wait_for(WRITERS);
        stop.store(true, Ordering::SeqCst);
        writing.join().unwrap();
        assert_eq!(ready, Ok(503));
        (reading.map(|reading| reading.join().unwrap()), healed, lives)
    });
    let (slowest, unknown) = journal.look(|sent| {
        let slowest = sent.iter().map(|sent| sent.after).max().unwrap();
        for sent in sent.iter().filter(|sent| !sent.is_acknowledged()) {
            let is_asked = sent.outcome.as_ref().is_ok_and(Reply::asks_to_try_again);
            assert!(is_asked, "neither done nor refused well: {sent:?}");
        }
        (slowest, sent.iter().filter(|sent| !sent.is_acknowledged()).count())
    });
    let [(one, few), (other, more)] = reads;
    promise.measured(format!(
        "the slowest write {:.1} s, the slowest read {:.1} s; {} answers 503 with Retry-After; well again {} ms after \
         the database was",
        slowest.as_secs_f32(),
        one.max(other).as_secs_f32(),
        unknown + few + more,
        healed.as_millis()
    ));
    assert!(lives);
    assert!(unknown > 0 && few + more > 0, "nothing stood still");
    assert!(slowest.max(one).max(other) <= LONGEST, "{slowest:?} {one:?} {other:?}");
    assert!(healed < HEALS, "{healed:?}");
    let found = journal.settle(&desk, &server.http);
    promise.measured(format!(
        "all {} writes repeated: each done once, {} of them before the answer was lost",
        found.sent, found.unacknowledged_effects
    ));
    server.run(&["rebuild", "--check"]);
}
