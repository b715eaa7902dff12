//! What is no request is answered like everything else that is refused, though no route ever sees it.

use serde_json::Value;

use super::wire::{exchange, post, status};
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

/// A body whose first chunk has no size. The library finds out as soon as it has read the head.
const NO_CHUNK: &str = "Transfer-Encoding: chunked\r\n\r\nnothing\r\n";
/// A body that breaks behind a good chunk.
const NO_SECOND_CHUNK: &str = "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\nnothing\r\n";

both!(a_body_that_cannot_be_read_is_answered_once);
fn a_body_that_cannot_be_read_is_answered_once(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().open(app, &vendor);
    let concern = post(app, &sale.browser.token(), &path(sale.id, "/concerns"));
    let head = |line: &str| format!("{line} HTTP/1.1\r\nHost: {}\r\n", app.http.address);
    let write = |line: &str, media: &str| {
        format!("{}Authorization: Bearer {}\r\nContent-Type: {media}\r\n", head(line), vendor.key)
    };
    for (what, head, expected) in [
        ("of a customer", concern, 400),
        ("of somebody with no good token", post(app, "x.y.z", &path(sale.id, "/concerns")), 401),
        ("of a vendor", write("POST /v1/customers", "application/json"), 400),
        ("of somebody without a key", head("POST /v1/customers"), 401),
        ("of an import", write("POST /v1/imports", "application/x-ndjson"), 400),
        ("that is the token", format!("{}Content-Type: text/plain\r\n", head("POST /v1/portal/view")), 400),
        ("to nowhere", head("POST /no"), 404),
    ] {
        for body in [NO_CHUNK, NO_SECOND_CHUNK] {
            let answer = exchange(app, format!("{head}{body}").as_bytes());
            assert!(answer.starts_with("HTTP/1.1"), "a body {what}: {answer}");
            is_a_problem(&answer, expected);
            assert_eq!(answer.matches("HTTP/1.1").count(), 1, "a body {what}: {answer}");
        }
    }
}

both!(who_asks_before_or_without_a_body_that_cannot_be_read_is_answered);
fn who_asks_before_or_without_a_body_that_cannot_be_read_is_answered(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    let token = sale.browser.token();
    let read = format!(
        "GET {} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {token}\r\n",
        path(sale.id, ""),
        app.http.address
    );
    // Nobody reads what comes with it.
    let answer = exchange(app, format!("{read}{NO_CHUNK}").as_bytes());
    assert_eq!(status(&answer), "200", "{answer}");
    assert_eq!(answer.matches("HTTP/1.1").count(), 1, "{answer}");

    let write = post(app, &token, &path(sale.id, "/concerns"));
    let answers = exchange(app, format!("{read}\r\n{read}\r\n{write}{NO_CHUNK}").as_bytes());
    let begins: Vec<usize> = answers.match_indices("HTTP/1.1 ").map(|(at, _)| at).collect();
    let [first, second, last] = begins[..] else { panic!("three answers: {answers}") };
    assert_eq!([status(&answers[first..]), status(&answers[second..])], ["200", "200"], "{answers}");
    is_a_problem(&answers[last..], 400);
}
