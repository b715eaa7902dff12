//! What waits for another item, and what is told again and again.

use super::*;

fn gated(app: &TestApp) -> (TestVendor, TestSale) {
    let vendor = app.vendor("Nordic Coffee");
    let live = |key: &str, title: &str, days: u8, after: Value| {
        let mut item = json!({
            "key": key, "anchor": "purchase", "offset": {"business_days": days}, "roll": "following",
            "kind": "call", "title": title, "text": "We talk", "starts": "10:00:00", "minutes": 30,
        });
        if after != Value::Null {
            item["after"] = after;
        }
        item
    };
    let check = json!({
        "key": "ask", "anchor": "purchase", "offset": {"business_days": 3}, "roll": "following", "kind": "check",
        "title": "Has anything changed?", "text": "One question", "check": "needs@1", "after": "second",
    });
    let template = json!({"key": "steps", "title": "Steps", "items": [
        live("first", "The first call", 1, Value::Null),
        live("second", "The second call", 2, json!("first")),
        check,
    ]});
    let made = vendor.client(app).post("/v1/templates", &template).must(201).json();
    let sale = a_sale().with("template", made["id"].clone()).with("expected_delivery_on", Value::Null);
    let sale = sale.open(app, &vendor);
    (vendor, sale)
}

both!(nobody_confirms_asks_or_reports_before_the_item_that_comes_first);
fn nobody_confirms_asks_or_reports_before_the_item_that_comes_first(app: &TestApp) {
    let (_, sale) = gated(app);
    let (first, second) = (sale.touchpoint("The first call").id, sale.touchpoint("The second call").id);
    assert_eq!(item(&sale, second)["waits_for"], json!(first));
    let confirm = path(sale.id, &format!("/touchpoints/{second}/confirm"));
    let reply = sale.browser.post(&confirm, &json!({})).refused(ErrorCode::Conflict);
    assert!(reply.body.contains("something else comes first"), "{}", reply.body);
    // Its time comes, and the question's, but the first call was not made.
    sale.wait_until("2026-11-05T10:00:00Z");
    let report = format!("/touchpoints/{second}/report");
    refused(app, &sale, &report, &json!({"nothing_next": true}), ErrorCode::Conflict);
    assert!(sale.view().asks.is_empty(), "nobody is asked yet");
    sale.vendor_does(&format!("/touchpoints/{first}/report"), &json!({"nothing_next": true}));
    assert_eq!(item(&sale, second)["waits_for"], Value::Null);
    sale.vendor_does(&report, &json!({"nothing_next": true}));
    sale.wait_until("2026-11-07T10:00:00Z");
    assert_eq!(sale.open_ask().check, "needs@1");
}

both!(a_long_wait_is_told_every_week_with_a_fact_until_it_ends);
fn a_long_wait_is_told_every_week_with_a_fact_until_it_ends(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let listed = vendor.client(app).get("/v1/templates").must(200).json();
    let template = listed["items"].as_array().unwrap().iter();
    let template =
        template.clone().find(|it| it["template"]["key"] == "long-lead-time").unwrap()["id"].clone();
    let sale =
        a_sale().with("template", template).with("expected_delivery_on", Value::Null).open(app, &vendor);
    let title = "Where your order stands this week";
    let days = |sale: &TestSale| -> Vec<String> {
        let told =
            sale.view().touchpoints.into_iter().filter(|item| item.title == title && item.facts.is_open());
        told.map(|item| item.slot.local_date.to_string()).collect()
    };
    assert_eq!(days(&sale), ["2026-11-09"], "without a known day only the next is planned");
    sale.wait_until("2026-11-09T10:00:00Z");
    let id = sale.touchpoint(title).id;
    let report = format!("/touchpoints/{id}/report");
    sale.system
        .post(&format!("/v1/sales/{}{report}", sale.id), &json!({"nothing_next": true}))
        .refuses_field("/note");
    sale.vendor_does(&report, &json!({"note": "It has left the factory", "nothing_next": true}));
    assert_eq!(days(&sale), ["2026-11-16"], "and the week after is told again");
    sale.vendor_does("/expected-delivery", &json!({"on": "2026-12-07"}));
    assert_eq!(days(&sale), ["2026-11-16", "2026-11-23", "2026-11-30"]);
}
