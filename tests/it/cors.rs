//! Which pages may talk to the customer door (T23): those that the token's vendor lists, letter by letter.

use followthrough_common::error::ErrorCode;

use crate::{
    clients::CustomerClient,
    harness::{SHOP, TestApp, TestVendor},
    http::Reply,
};

const SALES: &str = "/v1/portal/sales";

fn preflight(app: &TestApp, origin: &str) -> Reply {
    let headers = [
        ("Origin", origin),
        ("Access-Control-Request-Method", "POST"),
        ("Access-Control-Request-Headers", "authorization,content-type,idempotency-key"),
    ];
    app.http.send("OPTIONS", SALES, &headers, None)
}

fn ask_from(browser: &CustomerClient, origin: &str) -> Reply {
    browser.send("GET", SALES, &[("Origin", origin)], None)
}

fn allowed(reply: &Reply) -> &str {
    assert_ne!(reply.header("access-control-allow-origin"), "*");
    assert!(reply.header("vary").to_lowercase().contains("origin"), "{reply:?}");
    reply.header("access-control-allow-origin")
}

fn browser(app: &TestApp, vendor: &TestVendor) -> CustomerClient {
    vendor.customer(app, "anna")
}

both!(a_listed_page_may_ask_and_read_the_answer);
fn a_listed_page_may_ask_and_read_the_answer(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let before = preflight(app, SHOP).must(204);
    assert_eq!(allowed(&before), SHOP);
    for (header, word) in [
        ("access-control-allow-methods", "POST"),
        ("access-control-allow-headers", "idempotency-key"),
        ("access-control-allow-headers", "authorization"),
        ("access-control-allow-headers", "if-none-match"),
        ("access-control-max-age", "600"),
    ] {
        assert!(before.header(header).contains(word), "{header}: {}", before.header(header));
    }
    let reply = ask_from(&browser(app, &vendor), SHOP).must(200);
    assert_eq!(allowed(&reply), SHOP);
    for word in ["ETag", "X-Request-Id", "Retry-After", "Idempotency-Replayed"] {
        assert!(reply.header("access-control-expose-headers").contains(word), "{word}");
    }
    // A page can read why it was refused, too: the widget shows what to do by the code.
    let refused = app.http.send("GET", SALES, &[("Origin", SHOP), ("Authorization", "Bearer x")], None);
    assert_eq!(allowed(&refused.refused(ErrorCode::InvalidToken)), SHOP);
    let missing = browser(app, &vendor).send("GET", "/v1/portal/sales/none", &[("Origin", SHOP)], None);
    assert_eq!(allowed(&missing.must(404)), SHOP);
}

both!(any_other_page_may_not);
fn any_other_page_may_not(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let browser = browser(app, &vendor);
    for origin in [
        "https://evil.example",
        "null",
        "*",
        "http://shop.example",
        "https://shop.example:8443",
        "https://shop.example:443",
        "https://shop.example/",
        "https://shop.example.evil.example",
        "https://evil-shop.example",
        "https://xshop.example",
        "https://sub.shop.example",
        "https://shop.example.",
        "https://SHOP.example",
        "HTTPS://shop.example",
        "https://shop.example@evil.example",
        "https://shop.example https://evil.example",
        "https://shop.example,https://evil.example",
        "file://",
        "chrome-extension://shop.example",
        "https://shop%2eexample",
    ] {
        let before = preflight(app, origin).refused(ErrorCode::ForbiddenOrigin);
        assert_eq!(allowed(&before), "", "{origin}");
        let reply = ask_from(&browser, origin).refused(ErrorCode::ForbiddenOrigin);
        assert_eq!(allowed(&reply), "", "{origin}");
    }
    // A program that is no page sends no origin.
    browser.get(SALES).must(200);
}

both!(a_page_of_another_vendor_is_a_foreign_page);
fn a_page_of_another_vendor_is_a_foreign_page(app: &TestApp) {
    let (vendor, other) = (app.vendor("Nordic Coffee"), app.vendor("Best Boats"));
    let body = serde_json::json!({"origin": "https://boats.example"});
    other.client(app).post("/v1/origins", &body).must(200);
    // A preflight carries no token, so it is answered for any vendor's page; the request itself is not.
    assert_eq!(allowed(&preflight(app, "https://boats.example").must(204)), "https://boats.example");
    let reply = ask_from(&browser(app, &vendor), "https://boats.example").refused(ErrorCode::ForbiddenOrigin);
    assert_eq!(allowed(&reply), "");
    ask_from(&other.customer(app, "anna"), "https://boats.example").must(200);
}

both!(a_vendor_lists_its_pages_itself);
fn a_vendor_lists_its_pages_itself(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let (system, page) = (vendor.client(app), "https://new.example:8443");
    let body = serde_json::json!({"origin": page});
    ask_from(&browser(app, &vendor), page).refused(ErrorCode::ForbiddenOrigin);
    system.post("/v1/origins", &body).must(200);
    system.post("/v1/origins", &body).must(200);
    ask_from(&browser(app, &vendor), page).must(200);
    let listed = system.get("/v1/origins").must(200).json();
    assert_eq!(listed["items"].as_array().unwrap().len(), 2);
    system.post("/v1/origins/remove", &body).must(204);
    ask_from(&browser(app, &vendor), page).refused(ErrorCode::ForbiddenOrigin);
    system.post("/v1/origins/remove", &body).must(404);
    for wrong in
        ["null", "*", "https://*.example", "https://a.example/", "http://shop.example", "javascript:alert(1)"]
    {
        system.post("/v1/origins", &serde_json::json!({"origin": wrong})).refuses_field("/origin");
    }
}

both!(the_vendor_door_is_not_for_pages);
fn the_vendor_door_is_not_for_pages(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let headers = [("Origin", SHOP), ("Access-Control-Request-Method", "POST")];
    let before = app.http.send("OPTIONS", "/v1/sales", &headers, None);
    assert_eq!(before.header("access-control-allow-origin"), "");
    let reply = vendor.client(app).send("GET", "/v1/sales", &[("Origin", SHOP)], None);
    assert_eq!(reply.header("access-control-allow-origin"), "");
}
