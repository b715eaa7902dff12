//! The story behind the momentum guard: coaching was bought with high hopes, the first session was ten days out,
//! the coach was replaced a day before, and the next session was ten days later again. Here each of these is
//! refused unless the customer is asked; they read the reason, and the vendor sees it first on the list.

use followthrough_common::error::ErrorCode;
use serde_json::{Value, json};

use crate::{
    agenda::{breaches, item, session, slot},
    builders::{TestSale, a_sale},
    harness::{TestApp, TestVendor},
    http::Reply,
};

/// Coaching begins with the order, and only its sessions are live.
fn bought(app: &TestApp, vendor: &TestVendor) -> TestSale {
    let template = json!({"key": "coaching", "title": "Coaching", "items": [
        {"key": "thanks", "anchor": "purchase", "offset": {"business_hours": 2}, "roll": "following",
         "kind": "thanks", "title": "Thank you", "text": "Welcome!"},
        {"key": "start_now", "anchor": "purchase", "offset": {"calendar_days": 0}, "roll": "following",
         "kind": "customer_step", "title": "Write down your goal", "text": "Begin today."},
    ]});
    let made = vendor.client(app).post("/v1/templates", &template).must(201).json();
    let sale = a_sale().with("template", made["id"].clone()).with("expected_delivery_on", Value::Null);
    sale.with("title", json!("Ten coaching sessions")).open(app, vendor)
}

fn events(app: &TestApp) -> usize {
    app.database.count("sale_event")
}

/// The refusal names the rules, and nothing happened.
#[track_caller]
fn refused(app: &TestApp, sale: &TestSale, what: &str, body: &Value) -> Vec<(String, i64, i64)> {
    let before = events(app);
    let reply: Reply = sale.system.post(&format!("/v1/sales/{}{what}", sale.id), body);
    let reply = reply.refused(ErrorCode::MomentumGap);
    assert_eq!(events(app), before, "{}", reply.body);
    breaches(&reply)
}

fn asking(body: &Value) -> Value {
    let mut body = body.clone();
    body["ask_consent"] = json!(true);
    body
}

/// The first reason of the first line of the vendor's list, and what it is about.
fn first_on_the_list(sale: &TestSale) -> (Value, Value) {
    let list = sale.system.get("/v1/worklist/today").must(200).json();
    let reason = &list["items"][0]["reasons"][0];
    (reason["code"].clone(), reason["about"].clone())
}

fn rules(broken: &Value) -> Vec<String> {
    let broken = broken.as_array().unwrap().iter();
    broken.map(|it| it["rule"].as_str().unwrap().to_owned()).collect()
}

both!(coaching_that_starts_late_changes_the_coach_and_drags_on_is_refused_or_agreed_to_each_time);
fn coaching_that_starts_late_changes_the_coach_and_drags_on_is_refused_or_agreed_to_each_time(app: &TestApp) {
    let vendor = app.vendor("Heights Coaching");
    let sale = bought(app, &vendor);
    let other = sale.system.post("/v1/members", &json!({"name": "Mette Dam"})).must(201).json();

    // One: the first session is ten days out.
    let first = session(&vendor, "First session", "2026-11-12");
    assert_eq!(refused(app, &sale, "/touchpoints", &first), [("first_live_within".to_owned(), 3, 8)]);
    sale.vendor_does("/touchpoints", &asking(&first));
    let id = sale.touchpoint("First session").id;
    let wish = item(&sale, id)["move_wish"].clone();
    assert_eq!(
        (&wish["by"], rules(&wish["to"][0]["broken"])),
        (&json!("member"), vec!["first_live_within".to_owned()])
    );
    assert_eq!(first_on_the_list(&sale), (json!("momentum_broken"), json!(id)));
    sale.customer_does(&format!("/touchpoints/{id}/consent"), &json!({"is_fine": true}));
    let agreed = item(&sale, id);
    assert_eq!(agreed["consents"][0]["broken"][0]["actual"], 8);
    assert_ne!(first_on_the_list(&sale).0, "momentum_broken", "the customer is fine with it");

    // Two: less than a day before, another coach, and the session ten days later.
    sale.wait_until("2026-11-11T10:30:00Z");
    let change = json!({"to": other["id"], "reason": "Jonas has left us"});
    let owner = format!("/touchpoints/{id}/owner");
    assert_eq!(refused(app, &sale, &owner, &change), [("notice".to_owned(), 24, 22)]);
    sale.vendor_does(&owner, &asking(&change));
    let asked = item(&sale, id)["consent_request"].clone();
    assert_eq!((&asked["wish"], &asked["reason"]), (&json!("owner"), &json!("Jonas has left us")));
    assert_eq!(rules(&asked["broken"]), ["notice"]);
    let people = sale.view().people;
    assert!(people.iter().any(|person| &*person.name == "Mette Dam"), "the customer sees who would come");
    sale.customer_does(
        &format!("/touchpoints/{id}/consent"),
        &json!({"is_fine": false, "note": "I chose Jonas, and I hear of this today?"}),
    );
    assert_eq!(sale.touchpoint("First session").owner, vendor.member, "nobody was replaced");
    assert_eq!(first_on_the_list(&sale), (json!("momentum_broken"), json!(id)));
    // The time was agreed, so it moves by the customer's yes alone, who reads what it breaks.
    let later = json!({"to": slot("2026-11-23"), "reason": "Your new coach begins then"});
    sale.vendor_does(&format!("/touchpoints/{id}/move"), &later);
    let wish = item(&sale, id)["move_wish"].clone();
    assert_eq!(wish["from"]["local_date"], "2026-11-12");
    assert_eq!(wish["to"][0]["slot"]["local_date"], "2026-11-23");
    assert_eq!(wish["reason"], "Your new coach begins then");
    assert_eq!(rules(&wish["to"][0]["broken"]), ["max_slip", "first_live_within", "notice"]);
    assert_eq!(
        sale.touchpoint("First session").slot.local_date.to_string(),
        "2026-11-12",
        "the old time stands"
    );
    assert_eq!(first_on_the_list(&sale), (json!("momentum_broken"), json!(id)));
    sale.customer_does(&format!("/touchpoints/{id}/accept-move"), &json!({"option": 0}));
    sale.vendor_does(&owner, &change);
    let changed = sale.touchpoint("First session");
    assert_eq!(serde_json::to_value(changed.facts.state).unwrap(), "planned", "confirmed anew with whom");
    let told = item(&sale, id)["owner_changes"][0].clone();
    assert_eq!((&told["from"], &told["reason"]), (&json!(vendor.member), &json!("Jonas has left us")));
    sale.customer_does(&format!("/touchpoints/{id}/confirm"), &json!({}));

    // Three: the next session is ten days after that.
    let second = session(&vendor, "Second session", "2026-12-03");
    assert_eq!(refused(app, &sale, "/touchpoints", &second), [("max_series_gap".to_owned(), 7, 10)]);
    sale.vendor_does("/touchpoints", &asking(&second));
    let next = sale.touchpoint("Second session").id;
    assert_eq!(rules(&item(&sale, next)["move_wish"]["to"][0]["broken"]), ["max_series_gap"]);
    assert_eq!(first_on_the_list(&sale), (json!("momentum_broken"), json!(next)));
    sale.customer_does(&format!("/touchpoints/{next}/consent"), &json!({"is_fine": false}));
    // No is no: the vendor finds a day within the week, and calls the late one off.
    assert_eq!(first_on_the_list(&sale), (json!("momentum_broken"), json!(next)));
    sale.vendor_does("/touchpoints", &session(&vendor, "Second session, sooner", "2026-11-30"));
    sale.vendor_does(&format!("/touchpoints/{next}/cancel"), &json!({"reason": "It is on Monday now"}));
    assert_ne!(first_on_the_list(&sale).0, "momentum_broken");
    let log =
        app.database.texts("SELECT kind AS value FROM sale_event WHERE kind LIKE 'touchpoint.consent%'");
    assert!(
        log.contains(&"touchpoint.consent_asked".to_owned())
            && log.contains(&"touchpoint.consent_refused".to_owned())
    );
}
