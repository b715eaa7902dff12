//! The daily list: who has to be contacted, why, and in which order.

use serde_json::{Value, json};

use crate::{
    builders::{TestSale, a_sale},
    clients::VendorClient,
    harness::{TestApp, TestVendor},
};

/// The reasons of each sale on the list, in its order.
fn list(system: &VendorClient, query: &str) -> Vec<(String, Vec<String>)> {
    let page = system.get(&format!("/v1/worklist/today{query}")).must(200).json();
    let row = |row: &Value| {
        let codes = row["reasons"].as_array().unwrap().iter();
        let codes = codes.map(|reason| reason["code"].as_str().unwrap().to_owned());
        (row["sale"].as_str().unwrap().to_owned(), codes.collect())
    };
    page["items"].as_array().unwrap().iter().map(row).collect()
}

/// Why this sale is on the list.
fn why(sale: &TestSale) -> Vec<String> {
    let id = sale.id.to_string();
    let rows = list(&sale.system, "?limit=100");
    rows.into_iter().find(|(sale, _)| *sale == id).map(|(_, codes)| codes).unwrap_or_default()
}

fn has(sale: &TestSale, code: &str) -> bool {
    why(sale).iter().any(|known| known == code)
}

/// A sale of which nothing is planned.
fn bare(app: &TestApp, vendor: &TestVendor) -> TestSale {
    a_sale().with("without_agenda", json!(true)).open(app, vendor)
}

both!(a_sale_enters_the_list_and_leaves_it_as_time_passes_and_people_act);
fn a_sale_enters_the_list_and_leaves_it_as_time_passes_and_people_act(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().open(app, &vendor);
    assert!(has(&sale, "due_today"), "{:?}", why(&sale));
    let row = sale.system.get("/v1/worklist/today").must(200).json()["items"][0].clone();
    assert_eq!(row["customer"]["name"], "Anna Berg");
    assert_eq!(row["member"], json!(vendor.member));
    assert_eq!(row["task"], row["reasons"][0]["task"]);
    // Nobody reports the thanks: after the grace it is "not reported", without anybody having written anything.
    app.clock.set(crate::harness::at("2026-11-03T16:00:00Z"));
    assert!(has(&sale, "not_reported"), "{:?}", why(&sale));
    let thanks = sale.touchpoint("Thank you for your order").id;
    sale.vendor_reports(thanks, &json!({"sent": "Thank you!"}));
    let left = |code: &str| {
        let page = sale.system.get("/v1/worklist/today").must(200).json();
        let reasons = page["items"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|row| row["reasons"].as_array().unwrap().clone());
        reasons.filter(|reason| reason["code"] == code && reason["about"] == json!(thanks)).count()
    };
    assert_eq!((left("due_today"), left("not_reported")), (0, 0));
    // A promise nears its day, and is late after it.
    let promise = json!({"statement": "A grinder", "kind": "service", "source": "proposal", "original_due": "2026-11-06"});
    sale.vendor_does("/promises", &promise);
    app.clock.set(crate::harness::at("2026-11-05T10:00:00Z"));
    assert!(has(&sale, "promise_due_soon"), "{:?}", why(&sale));
    app.clock.set(crate::harness::at("2026-11-07T10:00:00Z"));
    assert!(has(&sale, "promise_late") && !has(&sale, "promise_due_soon"), "{:?}", why(&sale));
    let id = sale.view().promises.iter().find(|it| &*it.statement == "A grinder").unwrap().id;
    sale.vendor_does(&format!("/promises/{id}/claim-kept"), &json!({"evidence": "It stands there"}));
    assert!(!has(&sale, "promise_late"));
}

both!(what_breaks_trust_comes_first_and_the_list_is_walked_page_by_page);
fn what_breaks_trust_comes_first_and_the_list_is_walked_page_by_page(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let quiet = a_sale().open(app, &vendor);
    let asking = a_sale().open(app, &vendor);
    let empty = bare(app, &vendor);
    let problem = json!({"kind": "problem", "severity": "stops", "words": "It does not start"});
    let concern = asking.customer_does("/concerns", &problem).concerns[0].id;
    assert!(has(&asking, "concern_waits"), "{:?}", why(&asking));
    // One working hour for what stops the customer: 75 % of it, then all of it.
    app.clock.set(crate::harness::at("2026-11-02T09:50:00Z"));
    assert!(has(&asking, "concern_nearly_overdue"), "{:?}", why(&asking));
    app.clock.set(crate::harness::at("2026-11-02T10:30:00Z"));
    assert!(has(&asking, "concern_overdue"), "{:?}", why(&asking));
    let rows = list(&asking.system, "");
    assert_eq!(rows[0].0, asking.id.to_string(), "{rows:?}");
    let mut walked = Vec::new();
    let mut path = "/v1/worklist/today?limit=1".to_owned();
    loop {
        let page = asking.system.get(&path).must(200).json();
        walked.extend(
            page["items"].as_array().unwrap().iter().map(|row| row["sale"].as_str().unwrap().to_owned()),
        );
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        path = format!("/v1/worklist/today?limit=1&cursor={cursor}");
    }
    assert_eq!(walked, rows.iter().map(|(sale, _)| sale.clone()).collect::<Vec<_>>());
    asking.vendor_does(&format!("/concerns/{concern}/acknowledge"), &json!({}));
    assert!(!has(&asking, "concern_overdue") && !has(&asking, "concern_waits"), "{:?}", why(&asking));
    // By kind and by member.
    let kinds = list(&asking.system, "?kind=follow_up");
    assert_eq!(kinds, [(empty.id.to_string(), vec!["no_agenda".to_owned()])]);
    assert!(list(&asking.system, "?member=mem_01h2xcejqtf2nbrexx3vqjhp41").is_empty());
    assert!(!list(&asking.system, &format!("?member={}", vendor.member)).is_empty());
    asking.system.get("/v1/worklist/today?kind=weather").refuses_field("kind");
    asking.system.get("/v1/worklist/today?limit=0").refuses_field("limit");
    assert!(list(&app.vendor("Best Boats").client(app), "").is_empty(), "other vendors see nothing of it");
    assert!(!why(&quiet).is_empty());
}

both!(every_sale_gets_the_least_follow_up_whatever_its_size);
fn every_sale_gets_the_least_follow_up_whatever_its_size(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let planned = a_sale().open(app, &vendor);
    let small = a_sale().with("without_agenda", json!(true)).with("invoiced", json!(100)).open(app, &vendor);
    let report = || {
        let page = small.system.get("/v1/reports/without-agenda").must(200).json();
        page["items"].as_array().unwrap().clone()
    };
    let rows = report();
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert_eq!((&rows[0]["sale"], &rows[0]["reasons"][0]["code"]), (&json!(small.id), &json!("no_agenda")));
    // One call is something, but less than every sale gets.
    let slot = json!({"local_date": "2026-11-05", "hours": {"start": "10:00:00", "end": "10:30:00"}, "time_zone": "Europe/Copenhagen"});
    let call = json!({"kind": "call", "title": "How are you?", "owner": vendor.member, "slot": slot});
    small.vendor_does("/touchpoints", &call);
    assert_eq!(report()[0]["reasons"][0]["code"], "below_minimum");
    small.vendor_does("/touchpoints", &call);
    small.vendor_does("/touchpoints", &call);
    assert_eq!(report()[0]["reasons"][0]["code"], "below_minimum", "nobody asks yet");
    small.vendor_does("/asks", &json!({"check": "complete@1", "about": {"subject": "sale"}}));
    assert!(report().is_empty(), "{:?}", report());
    assert!(!why(&planned).iter().any(|code| code == "no_agenda"));
}

both!(silence_warns_the_vendor_first_and_then_the_customer_sees_that_a_word_is_owed);
fn silence_warns_the_vendor_first_and_then_the_customer_sees_that_a_word_is_owed(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = bare(app, &vendor);
    let times = |kind: &str| app.database.count(&format!("sale_event WHERE kind = '{kind}'"));
    // Three working days from Monday 10:00: three quarters of them are over on Thursday morning.
    sale.wait_until("2026-11-04T10:00:00Z");
    assert!(!has(&sale, "silence_near"), "{:?}", why(&sale));
    sale.wait_until("2026-11-05T08:30:00Z");
    assert!(has(&sale, "silence_near"), "{:?}", why(&sale));
    assert_eq!((times("sale.silence_near"), times("sale.silent")), (1, 0));
    sale.wait_until("2026-11-06T08:00:00Z");
    assert!(has(&sale, "silence_over") && !has(&sale, "silence_near"), "{:?}", why(&sale));
    assert_eq!((times("sale.silence_near"), times("sale.silent")), (1, 1));
    let seen = |path: &str, reply: crate::http::Reply| {
        let items = reply.must(200).json()["items"].as_array().unwrap().clone();
        items.iter().any(|entry| entry["kind"] == path)
    };
    let own = format!("/v1/portal/sales/{}/history", sale.id);
    assert!(seen("sale.silent", sale.browser.get(&own)), "our own silence is no secret");
    assert!(!seen("sale.silence_near", sale.browser.get(&own)), "a warning is the vendor's own matter");
    assert!(seen("sale.silence_near", sale.system.get(&format!("/v1/sales/{}/history", sale.id))));
    // A true word quiets the clock; a note on the record does not.
    sale.vendor_does("/notes", &json!({"text": "They are on holiday"}));
    assert!(has(&sale, "silence_over"));
    sale.vendor_does("/updates", &json!({"kind": "progress", "text": "It is packed"}));
    assert!(!has(&sale, "silence_over") && !has(&sale, "silence_near"), "{:?}", why(&sale));
}
