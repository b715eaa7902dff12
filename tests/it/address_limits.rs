//! Who is not known is counted by address, and who is known is not: one of many behind a shared address cannot
//! lock out the others. All of it is counted in memory, so one database is enough.

use chrono::TimeDelta;
use followthrough_backend::config::Config;
use followthrough_common::{error::ErrorCode, id::SigningKeyId};
use serde_json::json;

use crate::{
    builders::a_sale,
    harness::{Backend, SHOP, TestApp, TestVendor},
    http::Reply,
    limits::is_too_many,
    token::Signer,
};

const SALES: &str = "/v1/portal/sales";

fn app(change: impl FnOnce(&mut Config)) -> TestApp {
    TestApp::start_with(Backend::Sqlite, change)
}

fn knock(app: &TestApp, credential: &str) -> Reply {
    app.http.send("GET", SALES, &[("Authorization", &format!("Bearer {credential}"))], None)
}

/// A token under a key that nobody has.
fn invented(app: &TestApp, vendor: &TestVendor, number: u8) -> String {
    let key: SigningKeyId = format!("sig_01h2xcejqtf2nbrexx3vqj{number:04}").parse().unwrap();
    vendor.token(app, "anna").sign(&Signer::with_secret(&key.to_string(), b"guessed"))
}

#[test]
fn guessing_from_one_address_is_slow_and_holds_up_nobody_who_is_known() {
    let app = app(|config| config.limits.refused_per_minute_address = 5);
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().open(&app, &vendor);
    sale.view();
    // What a stranger says about addresses is not believed.
    for number in 0..3 {
        let (token, forwarded) = (format!("Bearer guess-{number}"), format!("203.0.113.{number}"));
        let headers = [("Authorization", &*token), ("X-Forwarded-For", &*forwarded)];
        app.http.send("GET", SALES, &headers, None).refused(ErrorCode::InvalidToken);
    }
    knock(&app, &invented(&app, &vendor, 1)).refused(ErrorCode::InvalidToken);
    let headers = [("Authorization", "Bearer ft_test_nonsense")];
    let last = app.http.send("GET", "/v1/sales", &headers, None).refused(ErrorCode::InvalidToken);
    assert_eq!(last.header("ratelimit"), "\"refused-credentials\";r=0;t=60");
    // Neither a forgery nor a key that may not exist is worth a look now.
    let good = vendor.token(&app, "anna").sign(&vendor.signer);
    for refused in [invented(&app, &vendor, 2), format!("{}x", &good[..good.len() - 1])] {
        is_too_many(knock(&app, &refused));
    }
    // Yet everybody behind the same address goes on who shows something good.
    for _ in 0..20 {
        let reply = knock(&app, &good).must(200);
        assert!(reply.header("ratelimit").starts_with("\"vendor\""), "{}", reply.header("ratelimit"));
        sale.system.get("/v1/sales").must(200);
        app.http
            .send("POST", "/v1/portal/view", &[("Content-Type", "text/plain")], Some(good.as_bytes()))
            .must(200);
    }
    app.clock.advance(TimeDelta::seconds(60));
    knock(&app, "guess").refused(ErrorCode::InvalidToken);
}

/// Otherwise a company whose people open their machines on Monday morning would lock itself out.
#[test]
fn tokens_that_are_over_are_no_guesses() {
    let app = app(|config| config.limits.refused_per_minute_address = 3);
    let vendor = app.vendor("Nordic Coffee");
    let old = vendor.token(&app, "anna").sign(&vendor.signer);
    app.clock.advance(TimeDelta::hours(1));
    for _ in 0..10 {
        let reply = knock(&app, &old).refused(ErrorCode::TokenExpired);
        assert!(reply.header("ratelimit").starts_with("\"address\""), "{}", reply.header("ratelimit"));
    }
    knock(&app, "guess").refused(ErrorCode::InvalidToken);
}

#[test]
fn what_nobody_is_known_by_is_counted_against_its_address() {
    let paths = [
        ("GET", SALES),
        ("GET", "/v1/sales"),
        ("GET", "/v1/nothing"),
        ("GET", "/nothing"),
        ("DELETE", "/nothing"),
        ("MADEUP", "/v1/portal/sales"),
        ("MADEUP", "/livez"),
        ("GET", "/v1/shared/nothing"),
        ("GET", "/v1/calendar/nothing.ics"),
        ("GET", "/v1/widget-0a.js"),
    ];
    let limit = u32::try_from(paths.len()).unwrap();
    let app = app(|config| config.limits.requests_per_minute_address = limit);
    let sale = a_sale().open(&app, &app.vendor("Nordic Coffee"));
    for (method, path) in paths {
        let reply = app.http.send(method, path, &[], None);
        assert!(matches!(reply.status, 401 | 404 | 405), "{reply:?}");
    }
    for (method, path) in paths {
        is_too_many(app.http.send(method, path, &[], None));
    }
    let wrong = [("Content-Type", "application/json")];
    is_too_many(app.http.send("POST", "/v1/portal/view?x=1", &wrong, Some(b"{}")));
    // Who is known, the documents and the supervisor have counts of their own.
    sale.view();
    app.http.get("/livez").must(200);
    app.http.get("/openapi.json").must(200);
}

#[test]
fn preflights_documents_and_health_have_counts_of_their_own() {
    let app = app(|config| {
        config.limits.preflights_per_minute_address = 4;
        config.limits.documents_per_minute_address = 2;
        config.limits.health_per_minute_address = 3;
    });
    let vendor = app.vendor("Nordic Coffee");
    let preflight = |origin: &str| {
        let headers = [("Origin", origin), ("Access-Control-Request-Method", "POST")];
        app.http.send("OPTIONS", SALES, &headers, None)
    };
    let ask = |token: &str, origin: &str| {
        let bearer = format!("Bearer {token}");
        app.http.send("GET", SALES, &[("Authorization", &*bearer), ("Origin", origin)], None)
    };
    preflight(SHOP).must(204);
    let refused = ask("guess", SHOP).refused(ErrorCode::InvalidToken);
    assert_eq!(
        refused.header("access-control-allow-origin"),
        SHOP,
        "a page that is remembered costs nothing"
    );
    for number in 0..2 {
        preflight(&format!("https://page-{number}.example")).refused(ErrorCode::ForbiddenOrigin);
    }
    // A refusal that nobody remembers the page of costs a look-up too, once.
    let refused = ask("guess", "https://page-9.example").refused(ErrorCode::InvalidToken);
    assert_eq!(refused.header("access-control-allow-origin"), "");
    is_too_many(preflight(SHOP));
    is_too_many(preflight("https://page-3.example"));
    let good = vendor.token(&app, "anna").sign(&vendor.signer);
    let reply = ask(&good, SHOP).must(200);
    assert_eq!(reply.header("access-control-allow-origin"), SHOP);

    for path in ["/openapi.json", "/docs"] {
        // Caches keep these for everybody, so they say nothing of one reader's allowance.
        assert_eq!(app.http.get(path).must(200).header("ratelimit"), "");
    }
    is_too_many(app.http.get("/openapi.json"));
    for path in ["/livez", "/readyz", "/livez"] {
        app.http.get(path).must(200);
    }
    is_too_many(app.http.get("/readyz"));
    app.management.get("/livez").must(200);
}

#[test]
fn behind_a_proxy_of_ones_own_every_client_is_counted_alone() {
    let app = app(|config| {
        config.server.trusted_proxies = 1;
        config.limits.requests_per_minute_address = 1;
    });
    let ask = |forwarded: &str| app.http.send("GET", "/nothing", &[("X-Forwarded-For", forwarded)], None);
    for client in
        ["7.7.7.8:1234", "7.7.7.9:1234", "[2001:db8::1]:443", "[2001:db8:0:1::1]", "2001:db8:0:2::1"]
    {
        ask(client).must(404);
    }
    for client in ["7.7.7.8:99", "7.7.7.8", "1.1.1.1, 7.7.7.9", "[2001:db8::2]", "2001:db8:0:1::9"] {
        is_too_many(ask(client));
    }
    // A proxy that says nothing of use is counted itself.
    ask("unknown").must(404);
    is_too_many(app.http.get("/nothing"));
    ask("7.7.7.10").must(404);
}

/// The vendor's own systems are as many as they are, wherever they sit.
#[test]
fn a_body_that_is_no_json_of_a_known_system_counts_for_its_vendor() {
    let app = app(|config| config.limits.requests_per_minute_address = 1);
    let vendor = app.vendor("Nordic Coffee");
    let system = vendor.client(&app);
    for _ in 0..5 {
        let reply = system.post("/v1/customers", &json!({"nam": 1})).refused(ErrorCode::Validation);
        assert!(reply.header("ratelimit").starts_with("\"vendor\""), "{}", reply.header("ratelimit"));
    }
}
