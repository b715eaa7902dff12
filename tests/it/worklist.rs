//! The daily list: who has to be contacted, why, and in which order.

use serde_json::{Value, json};

use crate::{
    builders::{TestSale, a_sale},
    clients::{VendorClient, path},
    harness::{TestApp, TestVendor},
    vendor_door::handling::another_member,
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

both!(what_a_customer_would_like_otherwise_stays_on_the_list_until_somebody_answers);
fn what_a_customer_would_like_otherwise_stays_on_the_list_until_somebody_answers(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = bare(app, &vendor);
    let ours = |what: &str, body: &Value| {
        sale.system.post(&format!("/v1/sales/{}{what}", sale.id), body).must(200).json()
    };
    let theirs = |what: &str, body: &Value| sale.browser.post(&path(sale.id, what), body).must(200);
    // The agreement about problems.
    sale.vendor_does("/agreement", &json!({}));
    assert!(!has(&sale, "agreement_change_wanted"));
    theirs("/agreement/replies", &json!({"version": 1, "reply": "change_wanted", "words": "Call me"}));
    assert!(has(&sale, "agreement_change_wanted"), "{:?}", why(&sale));
    sale.vendor_does("/agreement", &json!({}));
    assert!(!has(&sale, "agreement_change_wanted"));
    // How the two keep in touch; it waits for whoever does so.
    let mette = another_member(&sale, "Mette Dam");
    let plan = json!({"interval": {"every": 1, "unit": "months"}, "topics": ["Service"], "next_review_on": "2027-03-01", "owner": mette});
    ours("/relationship-plan", &plan);
    theirs("/relationship-plan/propose-change", &json!({"wish": "Rather by mail"}));
    let of_mette = list(&sale.system, &format!("?member={mette}"));
    assert_eq!(of_mette, [(sale.id.to_string(), vec!["plan_change_wanted".to_owned()])]);
    ours("/relationship-plan", &plan);
    assert!(!has(&sale, "plan_change_wanted"));
    // How a success really was.
    let success = ours("/successes", &json!({"sentence": "118 cups", "happened_on": "2026-11-02"}));
    let success = success["value"]["successes"][0]["id"].as_str().unwrap().to_owned();
    theirs(&format!("/successes/{success}/correct"), &json!({"words": "117"}));
    assert!(has(&sale, "success_corrected"), "{:?}", why(&sale));
    ours(&format!("/successes/{success}/rewrite"), &json!({"sentence": "117 cups"}));
    assert!(!has(&sale, "success_corrected"));
    // What was offered in place of a promise.
    let promise = json!({"statement": "A grinder", "kind": "service", "source": "proposal", "original_due": "2026-11-06"});
    let promise = sale.system.acts(sale.id, "/promises", &promise).promises[0].id;
    ours(&format!("/promises/{promise}/give-up"), &json!({"reason": "It is not made any more"}));
    assert!(has(&sale, "promise_broken"), "{:?}", why(&sale));
    let remedy = || ours(&format!("/promises/{promise}/offer-remedy"), &json!({"text": "Beans for a month"}));
    remedy();
    assert!(!has(&sale, "promise_broken") && !has(&sale, "remedy_declined"), "it is the customer's turn");
    theirs(&format!("/promises/{promise}/reply"), &json!({"reply": "decline_remedy"}));
    assert!(has(&sale, "remedy_declined"), "{:?}", why(&sale));
    remedy();
    assert!(!has(&sale, "remedy_declined"));
}

both!(a_late_milestone_and_its_small_things_are_the_task_of_who_sees_to_them);
fn a_late_milestone_and_its_small_things_are_the_task_of_who_sees_to_them(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = bare(app, &vendor);
    let (mette, bo) = (another_member(&sale, "Mette Dam"), another_member(&sale, "Bo Lund"));
    let of = |member: &str| -> Vec<String> {
        let rows = list(&sale.system, &format!("?member={member}"));
        rows.into_iter().flat_map(|(_, codes)| codes).collect()
    };
    let plan = json!({"title": "All machines run", "overseer": mette, "due": "2026-11-04"});
    let made = sale.system.acts(sale.id, "/milestones", &plan).handling.milestones[0].id;
    let milestone = format!("/milestones/{made}");
    sale.customer_does(&format!("{milestone}/snags"), &json!({"text": "A scratch on the side"}));
    let cable = json!({"text": "A loose cable", "owner": bo, "due": "2026-11-03"});
    sale.vendor_does(&format!("{milestone}/snags"), &cable);
    assert_eq!((of(&mette), of(&bo)), (vec!["snag_open".to_owned()], vec!["snag_open".to_owned()]));
    // What we say is right waits for the customer, until they say that it is not.
    let snags = sale.system.sale(sale.id).handling.milestones[0].snags.clone();
    let scratch = format!("{milestone}/snags/{}", snags[0].id);
    sale.vendor_does(&format!("{scratch}/fix"), &json!({"note": "Polished"}));
    assert_eq!(of(&mette), [""; 0]);
    sale.customer_does(&format!("{scratch}/reopen"), &json!({"note": "I still see it"}));
    assert_eq!(of(&mette), ["snag_reopened"]);
    // Days pass: the cable's until Tuesday night, the milestone's until Wednesday night.
    app.clock.set(crate::harness::at("2026-11-03T22:59:00Z"));
    assert_eq!(of(&bo), ["snag_open"]);
    app.clock.set(crate::harness::at("2026-11-04T22:59:00Z"));
    assert_eq!((of(&bo), of(&mette)), (vec!["snag_overdue".to_owned()], vec!["snag_reopened".to_owned()]));
    app.clock.set(crate::harness::at("2026-11-04T23:00:00Z"));
    assert_eq!(of(&mette), ["milestone_late", "snag_reopened"]);
    sale.vendor_does(&format!("{milestone}/slip"), &json!({"to": "2026-11-10", "reason": "Rain"}));
    sale.customer_does(&format!("{scratch}/confirm"), &json!({"expected_state": "open"}));
    assert_eq!(of(&mette), [""; 0]);
}
