//! Nothing that a stranger makes up stays in the server's memory or on the operator's page.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    thread,
    time::Duration,
};

use crate::{form, process, promise::Promise, server::Server};

/// A series of one label more has fourteen lines; a few statuses and routes are one each.
const LINES: usize = 300;
/// In megabytes.
const GROWTH: u64 = 100;
const CLIENTS: usize = 4;

fn ask(port: u16, request: &str) {
    let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)) else { return };
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    drop(stream.write_all(request.as_bytes()));
    // The first bytes of the answer are all of it that matters: it was counted.
    drop(stream.read(&mut [0; 64]));
}

#[test]
fn what_strangers_make_up_is_not_counted_one_by_one() {
    let each = form::pick(1_000, 10_000);
    let mut promise = Promise::new(
        "Nothing that a stranger makes up makes a new series",
        format!("{each} methods of 6 KB and {each} paths that are made up, at the public port"),
    );
    let mut server = Server::on_sqlite();
    server.start();
    let port = server.port;
    ask(port, "GET /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    let lines = |server: &Server| server.metrics().lines().count();
    let (before, memory) = (lines(&server), process::resident(server.id()));
    thread::scope(|scope| {
        for client in 0..CLIENTS {
            scope.spawn(move || {
                for number in (client..each).step_by(CLIENTS) {
                    let rest = "HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
                    ask(port, &format!("M{number}{} /x {rest}", "A".repeat(6_000)));
                    ask(port, &format!("GET /made-up/{number} {rest}"));
                }
            });
        }
    });
    let after = lines(&server);
    let page = server.metrics().len();
    let growth = process::resident(server.id()).saturating_sub(memory);
    promise.measured(format!(
        "/metrics from {before} to {after} lines, {} kB; memory +{growth} MB",
        page / 1000
    ));
    assert!(server.ended().is_none() && server.lives());
    assert!(after <= before + LINES, "{before} lines, then {after}");
    assert!(growth <= GROWTH, "{growth} MB");
}
