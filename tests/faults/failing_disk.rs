//! A disk that fails to keep what it was given: no write is acknowledged that it did not keep.

use std::{
    fs,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::{
    database, form,
    http::Reply,
    journal::{Desk, Journal},
    process,
    promise::Promise,
    server::Server,
    vendor::Vendor,
};

const HEALS: Duration = Duration::from_secs(10);

/// Lets every sync of the server fail, as long as it is there.
struct Failing {
    tracer: Child,
    log: std::path::PathBuf,
}

impl Failing {
    /// Begins, or tells why it cannot.
    fn begin(server: &Server) -> Result<Self, String> {
        let log = server.folder.path().join("strace");
        let mut command = Command::new("strace");
        command.args(["-f", "-p", &server.id().to_string(), "-o"]).arg(&log);
        command.args(["-e", "trace=fsync,fdatasync", "-e", "inject=fsync,fdatasync:error=EIO"]);
        let spawned = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
        let tracer = spawned.map_err(|error| format!("strace does not start: {error}"))?;
        let mut failing = Self { tracer, log };
        let started = Instant::now();
        while process::status_of(server.id(), "TracerPid").as_deref() == Some("0") {
            if failing.tracer.try_wait().unwrap().is_some() || started.elapsed() > HEALS {
                return Err(format!("strace may not trace the server: {}", failing.said()));
            }
            thread::sleep(Duration::from_millis(20));
        }
        // The other threads follow the first.
        thread::sleep(Duration::from_millis(300));
        Ok(failing)
    }

    fn said(&mut self) -> String {
        drop(self.tracer.kill());
        let error = self.tracer.stderr.take();
        error.and_then(|error| std::io::read_to_string(error).ok()).unwrap_or_default()
    }

    /// Ends, and gives the number of calls that failed.
    fn end(mut self) -> usize {
        process::signal(self.tracer.id(), "TERM");
        drop(self.tracer.wait());
        fs::read_to_string(&self.log).unwrap_or_default().matches("INJECTED").count()
    }
}

impl Drop for Failing {
    fn drop(&mut self) {
        drop(self.tracer.kill());
        drop(self.tracer.wait());
    }
}

#[test]
fn a_disk_that_fails_gets_no_write_acknowledged() {
    let mut promise = Promise::new(
        "A disk that fails gets no write acknowledged",
        "SQLite: every fsync and fdatasync of the running server answered with EIO by strace, then none",
    );
    let mut server = Server::on_sqlite().without_limits();
    server.start();
    let vendor = Vendor::create(&server);
    let desk = Desk::open(&vendor, &server.http, "failing");
    let journal = Journal::default();
    let write = || journal.write_once(&desk, &server.http);
    for _ in 0..20 {
        assert!(write());
    }
    let failing = match Failing::begin(&server) {
        Ok(failing) => failing,
        Err(why) => return promise.not_tried(&why),
    };
    let tries = form::pick(20, 200);
    let stored = (0..tries).filter(|_| write()).count();
    let reads = (0..tries).filter(|_| desk.read(&server.http).is_ok_and(|reply| reply.status == 200)).count();
    let failures = failing.end();
    let healthy = Instant::now();
    while !write() {
        assert!(healthy.elapsed() < HEALS, "the disk is well and still no write: {}", server.log());
        thread::sleep(Duration::from_millis(20));
    }
    let healed = healthy.elapsed();
    promise.measured(format!(
        "{failures} calls failed; {stored} of {tries} writes acknowledged, the others 503 with Retry-After; {reads} of \
         {tries} reads answered; the first write {} ms after it was well",
        healed.as_millis()
    ));
    assert!(failures > 0, "nothing failed");
    assert_eq!((stored, reads), (0, tries));
    journal.look(|sent| {
        for sent in sent.iter().filter(|sent| !sent.is_acknowledged()) {
            let is_asked = sent.outcome.as_ref().is_ok_and(Reply::asks_to_try_again);
            assert!(is_asked, "neither done nor refused well: {sent:?}");
        }
    });
    server.kill();
    server.start();
    let found = journal.settle(&desk, &server.http);
    promise.measured(format!("after kill -9 {} acknowledged: 0 lost, 0 twice", found.acknowledged));
    server.stop();
    server.run(&["rebuild", "--check"]);
    assert_eq!(database::integrity(&server.database()), "ok");
}
