//! Requests that no well-behaved client sends, over a bare connection: slow, cut off, ambiguous.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    thread,
    time::{Duration, Instant},
};

use crate::{
    builders::a_sale,
    clients::path,
    harness::{Backend, TestApp},
};

/// Sends the bytes and reads until the server closes the connection.
fn exchange(app: &TestApp, bytes: &[u8]) -> String {
    let mut connection = TcpStream::connect(app.http.address).unwrap();
    connection.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    // The server may refuse and close before it has read everything.
    let _ = connection.write_all(bytes);
    let mut answer = Vec::new();
    let _ = connection.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

/// Sends the bytes and reads what comes first.
fn first_answer(app: &TestApp, bytes: &[u8]) -> String {
    let mut connection = TcpStream::connect(app.http.address).unwrap();
    connection.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    connection.write_all(bytes).unwrap();
    let mut answer = vec![0; 4096];
    let length = connection.read(&mut answer).unwrap_or_default();
    String::from_utf8_lossy(&answer[..length]).into_owned()
}

fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or("closed")
}

/// A head without its last line.
fn head(app: &TestApp, browser: &crate::clients::CustomerClient, path: &str) -> String {
    format!(
        "POST {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\n\
         Idempotency-Key: 0123456789abcdef\r\n",
        app.http.address,
        browser.token(),
    )
}

/// One server for all three, because each takes as long as it is patient.
#[test]
fn slow_heads_and_bodies_are_cut_off_while_others_are_served() {
    let app = TestApp::start(Backend::Sqlite);
    let sale = a_sale().open(&app, &app.vendor("Nordic Coffee"));
    let head = head(&app, &sale.browser, &path(sale.id, "/concerns"));
    let started = Instant::now();
    thread::scope(|scope| {
        let body = scope.spawn(|| {
            let answer = exchange(&app, format!("{head}Content-Length: 400\r\n\r\n{{\"kind\":").as_bytes());
            (answer, started.elapsed())
        });
        let first_head = scope.spawn(|| (exchange(&app, head.as_bytes()), started.elapsed()));
        let chunked = scope.spawn(|| {
            let bytes = format!("{head}Transfer-Encoding: chunked\r\n\r\n5\r\n{{\"kin");
            (first_answer(&app, bytes.as_bytes()), started.elapsed())
        });
        // Meanwhile everybody else is served at once.
        let looked = Instant::now();
        sale.view();
        assert!(looked.elapsed() < Duration::from_secs(2));
        let (answer, after) = body.join().unwrap();
        assert!(status(&answer) == "408" && answer.contains("body-timeout"), "{answer}");
        assert!((9..14).contains(&after.as_secs()), "{after:?}");
        let (answer, after) = chunked.join().unwrap();
        assert!(status(&answer) == "408", "{answer}");
        assert!((9..14).contains(&after.as_secs()), "{after:?}");
        let (answer, after) = first_head.join().unwrap();
        assert!(matches!(status(&answer), "408" | "closed"), "{answer}");
        assert!(after.as_secs() < 9, "{after:?}: {answer}");
    });
    assert_eq!(app.database.count("concern"), 0);
}

both!(a_request_that_two_readers_could_read_differently_is_refused);
fn a_request_that_two_readers_could_read_differently_is_refused(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    let head = head(app, &sale.browser, &path(sale.id, "/concerns"));
    let body = r#"{"kind":"problem","severity":"small","words":"It drips"}"#;
    let length = body.len();
    for (what, request) in [
        (
            "length and chunks",
            format!("{head}Content-Length: {length}\r\nTransfer-Encoding: chunked\r\n\r\n{body}"),
        ),
        ("two lengths", format!("{head}Content-Length: {length}\r\nContent-Length: 5\r\n\r\n{body}")),
        ("a signed length", format!("{head}Content-Length: +{length}\r\n\r\n{body}")),
        ("a folded header", format!("{head}X-Folded: a\r\n b: c\r\nContent-Length: {length}\r\n\r\n{body}")),
        ("a space before the colon", format!("{head}Content-Length : {length}\r\n\r\n{body}")),
        (
            "two keys",
            format!("{head}Idempotency-Key: fedcba9876543210\r\nContent-Length: {length}\r\n\r\n{body}"),
        ),
        (
            "a large chunk",
            format!("{head}Transfer-Encoding: chunked\r\n\r\n20000\r\n{}\r\n0\r\n\r\n", " ".repeat(0x2_0000)),
        ),
        ("an announced flood", format!("{head}Content-Length: 999999999999\r\n\r\n{body}")),
    ] {
        let answer = exchange(app, request.as_bytes());
        assert!(status(&answer).starts_with('4') || status(&answer) == "closed", "{what}: {answer}");
    }
    assert_eq!(app.database.count("concern"), 0);
    let good = format!("{head}Content-Length: {length}\r\n\r\n{body}");
    assert_eq!(status(&exchange(app, good.as_bytes())), "200");
}

both!(who_hangs_up_early_has_done_nothing);
fn who_hangs_up_early_has_done_nothing(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    let head = head(app, &sale.browser, &path(sale.id, "/concerns"));
    let mut connection = TcpStream::connect(app.http.address).unwrap();
    connection
        .write_all(format!("{head}Content-Length: 60\r\n\r\n{{\"kind\":\"problem\"").as_bytes())
        .unwrap();
    drop(connection);
    let body = r#"{"kind":"problem","severity":"small","words":"It drips"}"#;
    let good = format!("{head}Content-Length: {}\r\n\r\n{body}", body.len());
    assert_eq!(status(&exchange(app, good.as_bytes())), "200", "the key was not used up");
    assert_eq!(app.database.count("concern"), 1);
}
