//! What is no request is answered like everything else that is refused, though no route ever sees it.

use serde_json::Value;

use super::wire::{exchange, status};
use crate::{builders::a_sale, clients::path, harness::TestApp};

/// Compares an answer with what holds for all errors, and gives its id.
fn is_a_problem(answer: &str, expected: u16) -> String {
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer: {answer}"));
    let header = |name: &str| {
        let lines = head.lines().filter_map(|line| line.split_once(": "));
        lines.clone().find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value.to_owned())
    };
    assert_eq!(status(answer), expected.to_string(), "{answer}");
    assert_eq!(header("content-type").as_deref(), Some("application/problem+json"), "{answer}");
    assert_eq!(header("x-content-type-options").as_deref(), Some("nosniff"), "{answer}");
    assert_eq!(header("cache-control").as_deref(), Some("no-store"), "{answer}");
    assert!(header("date").is_some() && header("content-security-policy").is_some(), "{answer}");
    let problem: Value = serde_json::from_str(body).unwrap_or_else(|error| panic!("{error}: {answer}"));
    assert_eq!(problem["status"], expected);
    let id = header("x-request-id").unwrap();
    assert_eq!(problem["request_id"], id.as_str());
    id
}

both!(what_is_no_request_is_refused_with_a_problem);
fn what_is_no_request_is_refused_with_a_problem(app: &TestApp) {
    let long = format!("GET /livez HTTP/1.1\r\nX-Long: {}\r\n\r\n", "x".repeat(200_000));
    let mut ids: Vec<String> = [
        (&b"GET /\x80\xff HTTP/1.1\r\nHost: x\r\n\r\n"[..], 400),
        (b"hello\r\n\r\n", 400),
        (b"GET /livez HTTP/1.1\r\nHost: x\r\nContent-Length: one\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400),
        (long.as_bytes(), 431),
    ]
    .into_iter()
    .map(|(bytes, expected)| is_a_problem(&exchange(app, bytes), expected))
    .collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 5, "each has an id of its own");
    let counts = app.management.get("/metrics").must(200).body;
    let line = "method=\"other\",route=\"unreadable\",status=\"400\"} 4";
    assert!(counts.contains(line), "{counts}");
}

both!(what_follows_a_good_request_is_refused_behind_its_answer);
fn what_follows_a_good_request_is_refused_behind_its_answer(app: &TestApp) {
    let answer = exchange(app, b"GET /livez HTTP/1.1\r\nHost: x\r\n\r\nhello\r\n\r\n");
    let (good, bad) = answer.split_once("ok\n").unwrap_or_else(|| panic!("{answer}"));
    assert_eq!(status(good), "200");
    is_a_problem(bad, 400);
}

both!(a_body_that_cannot_be_read_is_answered_once);
fn a_body_that_cannot_be_read_is_answered_once(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    let head = super::wire::post(app, &sale.browser.token(), &path(sale.id, "/concerns"));
    let answer = exchange(app, format!("{head}Transfer-Encoding: chunked\r\n\r\nnothing\r\n").as_bytes());
    is_a_problem(&answer, 400);
    assert_eq!(answer.matches("HTTP/1.1").count(), 1, "{answer}");
}
