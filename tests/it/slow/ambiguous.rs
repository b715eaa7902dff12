//! Requests that no well-behaved client sends, over a bare connection: cut off, or to be read in two ways.

use std::{io::Write as _, net::TcpStream};

use super::wire::{exchange, post, status};
use crate::{builders::a_sale, clients::path, harness::TestApp};

both!(a_request_that_two_readers_could_read_differently_is_refused);
fn a_request_that_two_readers_could_read_differently_is_refused(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    let head = post(app, &sale.browser.token(), &path(sale.id, "/concerns"));
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
    let head = post(app, &sale.browser.token(), &path(sale.id, "/concerns"));
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
