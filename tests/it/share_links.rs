//! An address that shows somebody without a sign-in where a sale stands.

use serde_json::json;

use crate::{
    builders::{a_customer, a_sale},
    clients::path,
    harness::TestApp,
};

both!(an_address_shows_where_a_sale_stands_until_it_is_revoked_or_its_days_are_over);
fn an_address_shows_where_a_sale_stands_until_it_is_revoked_or_its_days_are_over(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().open(app, &vendor);
    let links = path(sale.id, "/share-links");
    let wish = json!({"name": "My boss", "expires_in_days": 7});
    let made = sale.browser.post_as(&links, &wish, "share-0123456789").must(201).json();
    let address = |url: &serde_json::Value| {
        let url = url.as_str().unwrap();
        url[url.find("/v1/shared/").unwrap()..].to_owned()
    };
    let open = address(&made["url"]);

    // Told to who asked for it, also when the answer was lost and the request is repeated; no list tells it.
    let again = sale.browser.post_as(&links, &wish, "share-0123456789").must(201);
    assert_eq!((&again.json()["id"], again.header("idempotency-replayed")), (&made["id"], "true"));
    assert_eq!(again.json(), made);
    // 32 bytes in base64url, which may have an underscore itself.
    let secret = &open[open.len() - 43..];
    for list in [sale.browser.get(&links), sale.system.get(&format!("/v1/sales/{}/share-links", sale.id))] {
        let list = list.must(200);
        assert_eq!(list.json()["items"][0]["name"], "My boss");
        assert!(!list.body.contains(secret));
    }
    assert_eq!(app.database.count("secret_link"), 1);

    // Whoever has it sees the one page, and nothing else.
    let shown = app.http.get(&open).must(200);
    assert_eq!(shown.json(), sale.browser.get(&path(sale.id, "/status-summary")).must(200).json());
    let page = app.http.send("GET", &open, &[("Accept", "text/html")], None).must(200);
    assert!(page.body.contains("Coffee machine X2"));
    for (wanted, media_type) in [
        ("application/json, text/html;q=0.5", "application/json"),
        ("application/json;q=0.5, text/html;charset=utf-8", "text/html; charset=utf-8"),
        ("*/*", "application/json"),
    ] {
        let shown = app.http.send("GET", &open, &[("Accept", wanted)], None).must(200);
        assert_eq!(shown.header("content-type"), media_type, "{wanted}");
    }
    assert_eq!((page.header("x-robots-tag"), page.header("cache-control")), ("noindex", "no-store"));
    let half = &open[..open.len() - 3];
    app.http.get(half).must(404);
    app.http.get("/v1/shared/nonsense").must(404);

    // Days that make no sense are refused, and nobody else makes one.
    for days in [json!(0), json!(91)] {
        sale.browser
            .post(&links, &json!({"name": "x", "expires_in_days": days}))
            .refuses_field("/expires_in_days");
    }
    sale.system.post("/v1/customers", &a_customer("bo")).must(201);
    vendor.customer(app, "bo").post(&links, &wish).must(404);

    // Revoked by the customer or by the vendor, or after its days: not there.
    let revoke = |id: &serde_json::Value| format!("/share-links/{}/revoke", id.as_str().unwrap());
    sale.browser.post(&path(sale.id, &revoke(&made["id"])), &json!({})).must(200);
    app.http.get(&open).must(404);
    let second = sale.browser.post(&links, &json!({"name": "Purchasing"})).must(201).json();
    let opens = address(&second["url"]);
    app.http.get(&opens).must(200);
    sale.system.post(&format!("/v1/sales/{}{}", sale.id, revoke(&second["id"])), &json!({})).must(200);
    app.http.get(&opens).must(404);
    let third = sale.browser.post(&links, &json!({"name": "Purchasing"})).must(201).json();
    let opens = address(&third["url"]);
    app.clock.advance(chrono::TimeDelta::days(13));
    app.http.get(&opens).must(200);
    app.clock.advance(chrono::TimeDelta::days(2));
    app.http.get(&opens).must(404);

    // No more than twenty work at a time.
    for _ in 0..20 {
        sale.browser.post(&links, &json!({"name": "Sales"})).must(201);
    }
    let may = ["customer revoke", "member revoke"];
    sale.browser.post(&links, &json!({"name": "Sales"})).stands("share_links full", &may);
}
