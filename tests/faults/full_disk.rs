//! A disk without room takes no write, and nothing else stops.

use std::{
    thread,
    time::{Duration, Instant},
};

use crate::{
    database,
    http::Reply,
    journal::{Desk, Journal},
    promise::Promise,
    server::Server,
    small_disk::SmallDisk,
    vendor::Vendor,
};

/// Writes that are tried while there is no room.
const TRIES: usize = 40;
const HEALS: Duration = Duration::from_secs(10);

#[derive(Clone, Copy, PartialEq, Eq)]
enum LogIs {
    Elsewhere,
    OnThatDisk,
}

fn fill_the_disk(log: LogIs, how: &str) {
    let mut promise = Promise::new("A full disk refuses writes, and nothing else", how);
    let small = match SmallDisk::mount(16) {
        Ok(small) => small,
        Err(why) => return promise.not_tried(&why),
    };
    let file = small.path().join("followthrough.db");
    let mut server = Server::on(&file.display().to_string()).without_limits();
    if log == LogIs::OnThatDisk {
        server = server.logging_to(&small.path().join("log"));
    }
    server.start();
    let vendor = Vendor::create(&server);
    let desk = Desk::open(&vendor, &server.http, "full");
    let journal = Journal::default();
    let write = || journal.write_once(&desk, &server.http);
    for _ in 0..20 {
        assert!(write());
    }
    small.fill();
    // What was set aside before takes some more writes.
    let mut more = 0;
    while write() {
        more += 1;
        assert!(more < 2_000, "the disk does not fill");
    }
    let stored = (0..TRIES).filter(|_| write()).count();
    let reads = (0..TRIES).filter(|_| desk.read(&server.http).is_ok_and(|reply| reply.status == 200)).count();
    let lives = server.lives();
    let refused = journal.look(|sent| {
        let refused: Vec<_> = sent.iter().filter(|sent| !sent.is_acknowledged()).collect();
        for sent in &refused {
            let is_asked = sent.outcome.as_ref().is_ok_and(Reply::asks_to_try_again);
            assert!(is_asked, "neither done nor refused well: {sent:?}");
        }
        refused.len()
    });
    small.make_room();
    let room = Instant::now();
    while !write() {
        assert!(room.elapsed() < HEALS, "there is room and still no write: {}", server.log());
        thread::sleep(Duration::from_millis(20));
    }
    let healed = room.elapsed();
    promise.measured(format!(
        "{refused} writes answered 503 with Retry-After, {stored} stored meanwhile; {reads} of {TRIES} reads answered; \
         the first write {} ms after there was room",
        healed.as_millis()
    ));
    assert!(lives, "it does not live: {:?}", server.ended());
    assert_eq!(reads, TRIES);
    assert!(refused > stored, "{refused} refused, {stored} stored");
    let found = journal.settle(&desk, &server.http);
    promise.measured(format!("{} acknowledged: 0 lost, 0 twice", found.acknowledged));
    server.stop();
    server.run(&["rebuild", "--check"]);
    assert_eq!(database::integrity(&file), "ok");
}

#[test]
fn a_full_disk_refuses_writes_and_nothing_else() {
    fill_the_disk(LogIs::Elsewhere, "the SQLite file on a disk of 16 MB that is filled; the log elsewhere");
}

#[test]
fn a_full_disk_that_has_the_log_too_refuses_writes_and_nothing_else() {
    fill_the_disk(LogIs::OnThatDisk, "the SQLite file and the log on a disk of 16 MB that is filled");
}
