//! A token for some of a customer's sales does nothing that concerns the others. Every operation of the
//! customer door that is not below one sale is tried; a new one must be refused or be listed here.

use followthrough_common::error::ErrorCode;
use serde_json::{Value, json};

use crate::{
    builders::a_sale,
    clients::{CustomerClient, fresh_key},
    contract::operations,
    harness::TestApp,
    http::Reply,
    sample,
};

/// What shows no more than the sales that the token covers, or what the view of each of them shows too.
const NARROWED: [(&str, &str); 5] = [
    ("GET", "/v1/portal/sales"),
    ("GET", "/v1/portal/view"),
    ("POST", "/v1/portal/view"),
    ("GET", "/v1/portal/preferences"),
    ("GET", "/v1/portal/needs"),
];

fn send(browser: &CustomerClient, method: &str, path: &str, body: &Value) -> Reply {
    let key = fresh_key();
    let headers = [("Content-Type", "application/json"), ("Idempotency-Key", &*key)];
    match method {
        "GET" => browser.get(path),
        _ => browser.send(method, path, &headers, Some(body.to_string().as_bytes())),
    }
}

both!(a_token_for_some_sales_does_nothing_that_concerns_all_of_them);
fn a_token_for_some_sales_does_nothing_that_concerns_all_of_them(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().to("anna").with("reference", json!("SO-A")).open(app, &vendor);
    let whole = &sale.browser;
    let feed = whole.post("/v1/portal/calendar-feeds", &json!({"name": "Phone"})).must(201).json();
    whole.put("/v1/portal/preferences", &json!({"every_days": 7})).must(200);
    for names in [json!(["SO-A"]), json!([sale.id]), json!([])] {
        let narrowed = whole.clone().claiming("sales", names);
        let mut refused = 0;
        for (method, path, operation) in operations() {
            let is_of_all = path.starts_with("/v1/portal/") && !path.starts_with("/v1/portal/sales/{sale}");
            if !is_of_all || NARROWED.contains(&(&*method, path)) {
                continue;
            }
            let filled = sample::fill(path, |_| feed["id"].as_str().unwrap().to_owned());
            send(&narrowed, &method, &filled, &sample::body(operation)).refused(ErrorCode::ForbiddenScope);
            refused += 1;
        }
        assert!(refused >= 5, "{refused}");
        for (method, path) in NARROWED.into_iter().filter(|(method, _)| *method == "GET") {
            narrowed.get(path).must(200);
            assert!(operations().any(|(known, at, _)| (&*known, at) == (method, path)), "{path} is gone");
        }
    }
    let feeds = whole.get("/v1/portal/calendar-feeds").must(200).json();
    assert_eq!(feeds["items"].as_array().unwrap().len(), 1);
    assert_eq!(feeds["items"][0]["revoked_at"], Value::Null, "nobody ended it");
    assert_eq!(whole.get("/v1/portal/preferences").must(200).json()["every_days"], 7);
    // What a token covers, it still changes.
    let narrowed = whole.clone().claiming("sales", json!(["SO-A"]));
    let pause = json!({"action": "pause", "until": "2026-12-20", "reason": "Holidays"});
    narrowed.post("/v1/portal/sales/SO-A/relationship", &pause).must(200);
}
