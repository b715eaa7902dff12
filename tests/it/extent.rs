//! How much an act answers: everything that the customer sees, or what is drawn at once, as the client prefers.

use serde_json::json;

use crate::{
    builders::a_sale,
    clients::{fresh_key, path},
    harness::TestApp,
    http::Header,
};

both!(an_act_answers_what_the_caller_draws);
fn an_act_answers_what_the_caller_draws(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    let (key, body) = (fresh_key(), json!({"areas": [{"area": "Steam"}]}).to_string());
    let put = |prefer: &[Header<'_>]| {
        let mut headers = vec![("Content-Type", "application/json"), ("Idempotency-Key", &*key)];
        headers.extend(prefer);
        sale.browser.send("PUT", &path(sale.id, "/vital-areas"), &headers, Some(body.as_bytes())).must(200)
    };
    let minimal = put(&[("Prefer", "respond-async, return=minimal")]);
    assert_eq!(minimal.header("preference-applied"), "return=minimal");
    let first = sale.browser.get("/v1/portal/view").must(200);
    assert_eq!(minimal.json(), first.json()["view"], "what the first view holds");
    assert_eq!(minimal.header("etag"), first.header("etag"));
    // The same once more has no second effect, whatever its sender wants to see of it.
    let whole = put(&[]);
    assert_eq!(whole.header("idempotency-replayed"), "true");
    assert_eq!(whole.header("preference-applied"), "");
    assert_eq!(whole.json(), sale.browser.get(&path(sale.id, "")).must(200).json());
    assert_eq!(whole.header("etag"), minimal.header("etag"));
    assert_eq!(app.database.count("sale_event WHERE kind = 'vital_areas.set'"), 1);
}
