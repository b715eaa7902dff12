//! A database that goes and comes back: "not now" meanwhile, and then all is as before, by itself.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

use crate::{
    form,
    http::Reply,
    journal::{Desk, Journal, StopsAtEnd, WRITERS},
    postgres::{Postgres, Stop},
    promise::Promise,
    server::Server,
    vendor::Vendor,
};

const HEALS: Duration = Duration::from_secs(10);

#[test]
fn a_database_that_restarts_costs_a_moment_and_nothing_else() {
    let mut promise = Promise::new(
        "A database that restarts costs a moment and nothing else",
        format!(
            "PostgreSQL stopped (fast, immediate, kill -9) and started under {WRITERS} clients at both doors"
        ),
    );
    let mut postgres = Postgres::start();
    let mut server = Server::on_postgres(&postgres).without_limits();
    server.start();
    let vendor = Vendor::create(&server);
    let id = server.id();
    let mut figures = (0, 0, Duration::ZERO, Duration::ZERO);
    for round in 0..form::pick(1, 5) {
        let desk = Desk::open(&vendor, &server.http, &format!("restart-{round}"));
        let journal = Journal::default();
        for how in [Stop::Fast, Stop::Immediate, Stop::Kill] {
            let stop = AtomicBool::new(false);
            thread::scope(|scope| {
                let _stops = StopsAtEnd(&stop);
                let writing = scope.spawn(|| journal.write_until(&desk, &server.http, &stop));
                journal.wait_for(WRITERS * 2);
                postgres.stop(how);
                thread::sleep(Duration::from_millis(700));
                let lives = server.lives();
                postgres.begin();
                let back = Instant::now();
                while desk.read(&server.http).is_ok_and(|reply| reply.status != 200) {
                    if back.elapsed() > HEALS {
                        break;
                    }
                    thread::sleep(Duration::from_millis(10));
                }
                figures.3 = figures.3.max(back.elapsed());
                journal.wait_for(WRITERS);
                stop.store(true, Ordering::SeqCst);
                writing.join().unwrap();
                assert!(lives);
            });
        }
        journal.look(|sent| {
            for sent in sent.iter().filter(|sent| !sent.is_acknowledged()) {
                figures.2 = figures.2.max(sent.after);
                figures.1 += 1;
                let is_asked = sent.outcome.as_ref().is_ok_and(Reply::asks_to_try_again);
                assert!(is_asked, "neither done nor refused well: {sent:?}");
            }
        });
        figures.0 += journal.settle(&desk, &server.http).acknowledged;
    }
    // All connections that lie idle are dead, and the first who comes does not notice it.
    let desk = Desk::open(&vendor, &server.http, "idle");
    postgres.stop(Stop::Fast);
    postgres.begin();
    thread::sleep(Duration::from_millis(700));
    let first = desk.read(&server.http).unwrap();
    assert_eq!(first.status, 200, "{}", first.body);
    let (acknowledged, refused, slowest, healed) = figures;
    promise.measured(format!(
        "{acknowledged} acknowledged: 0 lost, 0 twice; {refused} answered 503 with Retry-After, the slowest after \
         {} ms; well again {} ms after PostgreSQL was; the same process",
        slowest.as_millis(),
        healed.as_millis()
    ));
    assert!(healed < HEALS, "{healed:?}");
    assert!(slowest < Duration::from_millis(3_500), "{slowest:?}");
    assert_eq!(server.id(), id);
    assert!(server.ended().is_none());
    server.run(&["rebuild", "--check"]);
}
