//! What a server has acknowledged is there, whoever kills it and whenever.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

use crate::{
    database, form,
    journal::{Desk, Found, Journal, StopsAtEnd, WRITERS},
    postgres::Postgres,
    promise::Promise,
    server::Server,
    vendor::Vendor,
};

/// A desk's concerns take so many rounds of messages before they are full.
const ROUNDS_OF_A_DESK: u32 = 5;

/// Kills the server again and again while clients write, and then takes it at its word.
fn kill_again_and_again(promise: &mut Promise, server: &mut Server, rounds: u32) {
    server.start();
    let vendor = Vendor::create(server);
    let mut total = Found::default();
    for first in (0..rounds).step_by(usize::try_from(ROUNDS_OF_A_DESK).unwrap()) {
        let desk = Desk::open(&vendor, &server.http, &format!("round-{first}"));
        let journal = Journal::default();
        for round in first..rounds.min(first + ROUNDS_OF_A_DESK) {
            let stop = AtomicBool::new(false);
            let http = server.http.clone();
            thread::scope(|scope| {
                let _stops = StopsAtEnd(&stop);
                let writing = scope.spawn(|| journal.write_until(&desk, &http, &stop));
                journal.wait_for(WRITERS * 4);
                // Ever at another moment of its work.
                thread::sleep(Duration::from_millis(u64::from(round) * 37 % 120));
                server.kill();
                stop.store(true, Ordering::SeqCst);
                writing.join().unwrap();
            });
            server.start();
        }
        let found = journal.settle(&desk, &server.http);
        total.sent += found.sent;
        total.acknowledged += found.acknowledged;
        total.unacknowledged_effects += found.unacknowledged_effects;
    }
    promise.measured(format!(
        "{rounds} kills, {} writes, {} acknowledged: 0 lost, 0 twice; {} were stored and never acknowledged, and \
         were not done again",
        total.sent, total.acknowledged, total.unacknowledged_effects
    ));
    server.stop();
    server.run(&["rebuild", "--check"]);
    promise.measured("`rebuild --check`: no difference");
}

fn promise(database: &str) -> Promise {
    Promise::new(
        "What was acknowledged is kept, and what is sent again is done once",
        format!(
            "{database}: kill -9 of the server under {WRITERS} clients at both doors; every write sent again with its key"
        ),
    )
}

#[test]
fn nothing_acknowledged_is_lost_or_done_twice_on_sqlite() {
    let mut promise = promise("SQLite");
    let mut server = Server::on_sqlite().without_limits();
    kill_again_and_again(&mut promise, &mut server, form::pick(4, 50));
    assert_eq!(database::integrity(&server.database()), "ok");
    promise.measured("integrity_check: ok");
}

#[test]
fn nothing_acknowledged_is_lost_or_done_twice_on_postgres() {
    let mut promise = promise("PostgreSQL");
    let postgres = Postgres::start();
    let mut server = Server::on_postgres(&postgres).without_limits();
    kill_again_and_again(&mut promise, &mut server, form::pick(4, 20));
}
