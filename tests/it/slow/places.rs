//! How many connections one address may hold.

use std::{
    io::{Read as _, Write as _},
    net::{Ipv4Addr, TcpStream},
    thread,
    time::Duration,
};

use super::wire::{connect, held_by_server};
use crate::harness::{Backend, TestApp};

/// Whether a connection is served, or closed at once.
fn is_served(mut connection: &TcpStream) -> bool {
    let mut answer = [0; 4096];
    let sent = connection.write_all(b"GET /livez HTTP/1.1\r\nHost: x\r\n\r\n");
    sent.is_ok() && matches!(connection.read(&mut answer), Ok(1..))
}

/// Opens so many from one address, and tells which are served.
fn open(app: &TestApp, from: Ipv4Addr, count: usize) -> Vec<TcpStream> {
    (0..count).map(|_| connect(app, from)).filter(is_served).collect()
}

#[test]
fn an_address_holds_so_many_connections_and_others_are_served() {
    let app = TestApp::start_with(Backend::Sqlite, |config| config.server.connections_per_address = 5);
    let (greedy, other) = (Ipv4Addr::new(127, 0, 0, 2), Ipv4Addr::new(127, 0, 0, 3));
    let mut held = open(&app, greedy, 8);
    assert_eq!(held.len(), 5);
    assert_eq!(open(&app, other, 1).len(), 1);
    let counts = app.management.get("/metrics").must(200).body;
    assert!(counts.contains("connections_cut_total{reason=\"address\"} 3"), "{counts}");
    drop(held.pop());
    let place_is_free = || {
        (0..100).any(|_| {
            thread::sleep(Duration::from_millis(20));
            !open(&app, greedy, 1).is_empty()
        })
    };
    assert!(place_is_free(), "a place that is given back can be taken");
}

#[test]
fn behind_a_proxy_of_our_own_nobody_counts_its_connections() {
    let app = TestApp::start_with(Backend::Sqlite, |config| {
        config.server.connections_per_address = 2;
        config.server.trusted_proxies = 1;
    });
    assert_eq!(open(&app, Ipv4Addr::LOCALHOST, 4).len(), 4);
}

#[test]
fn more_connections_of_one_address_than_there_are_leave_the_others_served() {
    let app = TestApp::start_with(Backend::Sqlite, |config| config.server.max_connections = 200);
    let attack = b"GET /livez HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n";
    let mut held = Vec::new();
    for number in 0..500 {
        let mut connection = connect(&app, Ipv4Addr::new(127, 0, 0, 2));
        // Most of them are closed by now.
        let _ = connection.write_all(attack);
        held.push(connection);
        if number % 100 == 99 {
            app.http.get("/livez").must(200);
            assert!(held_by_server(&app).len() <= 110);
        }
    }
}
