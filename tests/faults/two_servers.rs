//! An SQLite file has one server.

use std::{
    thread,
    time::{Duration, Instant},
};

use crate::{promise::Promise, server::Server, vendor::Vendor};

#[test]
fn a_second_server_on_one_file_is_refused() {
    let mut promise = Promise::new(
        "An SQLite file has one server",
        "a second `serve` on the file of a running one; then kill -9 of the first, and a start",
    );
    let mut first = Server::on_sqlite();
    first.start();
    let mut second = Server::on(&first.database().display().to_string());
    let started = Instant::now();
    let mut process = second.spawn();
    let status = loop {
        if let Some(status) = process.try_wait().unwrap() {
            break Some(status);
        }
        if started.elapsed() > Duration::from_secs(10) {
            drop(process.kill());
            drop(process.wait());
            break None;
        }
        thread::sleep(Duration::from_millis(20));
    };
    let after = started.elapsed();
    assert!(status.is_some_and(|status| !status.success()), "the second server runs: {}", second.log());
    assert!(first.lives());
    // Commands may run beside it.
    let vendor = Vendor::create(&first);
    vendor.sell(&first.http, "mette");
    first.kill();
    second.start();
    promise.measured(format!(
        "refused after {} ms, the first goes on; after its kill -9 another starts at once",
        after.as_millis()
    ));
    vendor.sell(&second.http, "anna");
}
