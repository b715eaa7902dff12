//! Bodies that take long because they are large, and bodies that are not wanted.

use std::{
    io::Write as _,
    net::{Ipv4Addr, TcpStream},
    thread,
    time::Duration,
};

use followthrough_backend::config::Span;
use serde_json::json;

use super::wire::{connect, exchange, read_to_end, status};
use crate::harness::{Backend, TestApp};

/// The head of an import, without its last lines.
fn import(app: &TestApp, key: &str) -> String {
    format!(
        "POST /v1/imports HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {key}\r\n\
         Content-Type: application/x-ndjson\r\nConnection: close\r\n",
        app.http.address
    )
}

fn order(number: usize) -> String {
    let mut line = json!({"reference": format!("OLD-{number}"), "customer": "old", "title": "An order",
        "purchased": "2025-03-01T10:00:00Z"})
    .to_string();
    line.push('\n');
    line
}

fn chunk(connection: &mut TcpStream, text: &str) {
    connection.write_all(format!("{:x}\r\n{text}\r\n", text.len()).as_bytes()).unwrap();
}

#[test]
fn a_body_may_take_long_as_long_as_it_moves() {
    let app = TestApp::start_with(Backend::Sqlite, |config| {
        config.server.stall_timeout = Span::seconds(1);
        config.server.least_rate = 512;
    });
    let vendor = app.vendor("Nordic Coffee");
    let mut connection = connect(&app, Ipv4Addr::LOCALHOST);
    connection
        .write_all(format!("{}Transfer-Encoding: chunked\r\n\r\n", import(&app, &vendor.key)).as_bytes())
        .unwrap();
    // Twice as long as the average is left alone, and ten times as fast as it must be.
    for step in 0..20 {
        let lines: String = (0..10).map(|number| order(step * 10 + number)).collect();
        chunk(&mut connection, &lines);
        thread::sleep(Duration::from_millis(200));
    }
    connection.write_all(b"0\r\n\r\n").unwrap();
    let answer = read_to_end(&mut connection);
    assert!(status(&answer) == "200" && answer.contains("\"stored\":200"), "{answer}");
}

#[test]
fn an_import_may_be_large_and_what_comes_before_its_limit_is_stored() {
    let app = TestApp::start(Backend::Sqlite);
    let key = app.vendor("Nordic Coffee").key;
    // Blank lines cost nothing but their way.
    let blank = format!("{}\n", " ".repeat(60_000)).repeat(166);
    let body = format!("{blank}{}", order(1));
    assert!(body.len() > 9_900_000);
    let answer = exchange(
        &app,
        format!("{}Content-Length: {}\r\n\r\n{body}", import(&app, &key), body.len()).as_bytes(),
    );
    assert!(status(&answer) == "200" && answer.contains("\"stored\":1,"), "{answer}");

    let announced = format!("{}Content-Length: 16777217\r\n\r\n", import(&app, &key));
    assert_eq!(status(&exchange(&app, announced.as_bytes())), "413");
    let mut connection = connect(&app, Ipv4Addr::LOCALHOST);
    connection
        .write_all(format!("{}Transfer-Encoding: chunked\r\n\r\n", import(&app, &key)).as_bytes())
        .unwrap();
    chunk(&mut connection, &order(2));
    chunk(&mut connection, &blank);
    // The limit falls into this one, and whether the rest can still be sent is the server's choice.
    let _ = connection.write_all(format!("{:x}\r\n{blank}\r\n0\r\n\r\n", blank.len()).as_bytes());
    let answer = read_to_end(&mut connection);
    assert!(status(&answer) == "413" && answer.contains("16777216"), "{answer}");
    assert_eq!(app.database.count("sale"), 2);
}

both!(who_sends_more_than_is_taken_reads_why);
fn who_sends_more_than_is_taken_reads_why(app: &TestApp) {
    let key = app.vendor("Nordic Coffee").key;
    let flood = "x".repeat(4_000_000);
    let head = format!(
        "POST /v1/customers HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\n",
        app.http.address
    );
    let with_key = format!("{head}Authorization: Bearer {key}\r\n");
    let length = format!("Content-Length: {}\r\n\r\n{flood}", flood.len());
    let chunks = format!("Transfer-Encoding: chunked\r\n\r\n{:x}\r\n{flood}\r\n0\r\n\r\n", flood.len());
    for (what, request, expected) in [
        ("a length", format!("{with_key}{length}"), "413"),
        ("chunks", format!("{with_key}{chunks}"), "413"),
        ("a length without a key", format!("{head}{length}"), "401"),
        ("chunks without a key", format!("{head}{chunks}"), "401"),
        ("chunks to nowhere", format!("POST /no HTTP/1.1\r\nHost: x\r\n{chunks}"), "404"),
    ] {
        let answer = exchange(app, request.as_bytes());
        assert_eq!(status(&answer), expected, "{what}: {answer}");
        assert!(answer.contains("\"request_id\":\"req_") && answer.ends_with('}'), "{what}: {answer}");
    }
}
