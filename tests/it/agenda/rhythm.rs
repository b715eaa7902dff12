//! Every way in which a vendor can break the rhythm of live contacts asks the same: a bridge inside the gap, or
//! the customer's "that is fine". The refusal names the rules, and the customer reads why they are asked.

use followthrough_common::error::ErrorCode;
use serde_json::{Value, json};

use super::{breaches, delivered, item, refused, session, slot, state};
use crate::{
    builders::{TestSale, a_sale},
    harness::{TestApp, TestVendor},
};

const SESSION: &str = "First session: getting going";

fn broken(app: &TestApp, sale: &TestSale, what: &str, body: &Value) -> Vec<(String, i64, i64)> {
    breaches(&refused(app, sale, what, body, ErrorCode::MomentumGap))
}

fn with(body: &Value, name: &str, value: Value) -> Value {
    let mut body = body.clone();
    body[name] = value;
    body
}

fn asking(body: &Value) -> Value {
    with(body, "ask_consent", json!(true))
}

/// A call that belongs to no series.
fn call(vendor: &TestVendor, title: &str, date: &str) -> Value {
    json!({"kind": "call", "title": title, "owner": vendor.member, "slot": slot(date)})
}

fn fine(sale: &TestSale, id: impl std::fmt::Display, is_fine: bool) {
    sale.customer_does(&format!("/touchpoints/{id}/consent"), &json!({"is_fine": is_fine}));
}

/// The one rule that the customer is asked about with the time of the item.
#[track_caller]
fn asked_about(sale: &TestSale, title: &str) -> String {
    let wish = item(sale, sale.touchpoint(title).id)["move_wish"].clone();
    assert_eq!(wish["by"], "member");
    wish["to"][0]["broken"][0]["rule"].as_str().unwrap().to_owned()
}

both!(a_promised_session_far_from_the_one_before_is_bridged_or_agreed_to);
fn a_promised_session_far_from_the_one_before_is_bridged_or_agreed_to(app: &TestApp) {
    let (vendor, sale) = delivered(app);
    let making =
        json!({"statement": "Three sessions", "kind": "training", "source": "proposal", "quantity": 3});
    sale.vendor_does("/promises", &making);
    let promise = sale.view().promises.last().unwrap().id;
    let sessions = format!("/promises/{promise}/sessions");
    let plan = |title: &str, date: &str| {
        let mut plan = call(&vendor, title, date);
        plan["kind"] = json!("training");
        json!({"plan": plan})
    };
    sale.vendor_does(&sessions, &plan("One", "2026-11-12"));
    let two = plan("Two", "2026-11-24");
    assert_eq!(broken(app, &sale, &sessions, &two), [("max_series_gap".to_owned(), 7, 12)]);
    let both = asking(&with(&two, "bridge", call(&vendor, "Between", "2026-11-18")));
    refused(app, &sale, &sessions, &both, ErrorCode::Validation);
    let linked = json!({"touchpoint": sale.touchpoint(SESSION).id, "ask_consent": true});
    refused(app, &sale, &sessions, &linked, ErrorCode::Validation);
    refused(app, &sale, &sessions, &json!({}), ErrorCode::Validation);

    sale.vendor_does(&sessions, &with(&two, "bridge", call(&vendor, "Between", "2026-11-18")));
    let two = sale.touchpoint("Two").id;
    assert_eq!(item(&sale, sale.touchpoint("Between").id)["bridge_for"], json!(two));
    let three = plan("Three", "2026-12-04");
    assert_eq!(broken(app, &sale, &sessions, &three), [("max_series_gap".to_owned(), 7, 10)]);
    sale.vendor_does(&sessions, &asking(&three));
    assert_eq!(asked_about(&sale, "Three"), "max_series_gap");
    let three = sale.touchpoint("Three").id;
    fine(&sale, three, true);
    assert_eq!(state(&sale, "Three"), "confirmed");
    assert_eq!(item(&sale, three)["consents"][0]["broken"][0]["actual"], 10);
    assert_eq!(sale.system.sale(sale.id).promises.last().unwrap().sessions.as_ref().unwrap().planned, 3);
}

both!(a_replacement_out_of_the_rhythm_waits_for_the_customers_word_with_what_it_replaces);
fn a_replacement_out_of_the_rhythm_waits_for_the_customers_word_with_what_it_replaces(app: &TestApp) {
    let (vendor, sale) = delivered(app);
    let other = sale.system.post("/v1/members", &json!({"name": "Mette Dam"})).must(201).json();
    let id = sale.touchpoint(SESSION).id;
    let cancel = format!("/touchpoints/{id}/cancel");
    let mut instead = call(&vendor, "First session, by Mette", "2026-11-19");
    instead["owner"] = other["id"].clone();
    let body = json!({"reason": "Jonas is ill", "replacement": instead});
    let rules = [("max_slip".to_owned(), 3, 5), ("max_live_gap".to_owned(), 5, 6)];
    assert_eq!(broken(app, &sale, &cancel, &body), rules);
    let ask = |sale: &TestSale| {
        sale.vendor_does(&cancel, &asking(&body));
        item(sale, id)["consent_request"].clone()
    };
    let asked = ask(&sale);
    assert_eq!((&asked["wish"], &asked["reason"]), (&json!("cancel"), &json!("Jonas is ill")));
    assert_eq!(asked["broken"][0]["rule"], "max_slip");
    assert_eq!(asked["replacement"]["title"], "First session, by Mette");
    assert_eq!(asked["replacement"]["slot"]["local_date"], "2026-11-19");
    assert!(sale.view().people.iter().any(|person| &*person.name == "Mette Dam"), "they read who would come");
    assert!(sale.view().touchpoints.iter().all(|it| it.title != "First session, by Mette"));
    fine(&sale, id, false);
    assert_eq!(state(&sale, SESSION), "planned", "no is no");
    ask(&sale);
    fine(&sale, id, true);
    assert_eq!(state(&sale, SESSION), "cancelled");
    let stands_in = sale.touchpoint("First session, by Mette").id;
    let told = item(&sale, stands_in);
    assert_eq!((&told["replaces"], &told["is_required"]), (&json!(id), &json!(true)));
    assert_eq!(told["session"]["series"], "training");
}

both!(a_yes_to_a_replacement_whose_time_is_over_is_refused);
fn a_yes_to_a_replacement_whose_time_is_over_is_refused(app: &TestApp) {
    let (vendor, sale) = delivered(app);
    let id = sale.touchpoint(SESSION).id;
    sale.wait_until("2026-11-11T10:30:00Z");
    let body = json!({"reason": "Jonas is ill", "replacement": session(&vendor, "Tonight", "2026-11-11")});
    // Eleven o'clock has passed there; this one begins in the afternoon.
    let mut body = asking(&body);
    body["replacement"]["slot"]["hours"] = json!({"start": "15:00:00", "end": "16:00:00"});
    sale.vendor_does(&format!("/touchpoints/{id}/cancel"), &body);
    sale.wait_until("2026-11-11T16:00:00Z");
    let consent = crate::clients::path(sale.id, &format!("/touchpoints/{id}/consent"));
    sale.browser.post(&consent, &json!({"is_fine": true})).refused(ErrorCode::Conflict);
    fine(&sale, id, false);
    assert_eq!(state(&sale, SESSION), "planned");
}

both!(what_a_report_names_as_the_next_keeps_the_rhythm_too);
fn what_a_report_names_as_the_next_keeps_the_rhythm_too(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().with("template", Value::Null).with("expected_delivery_on", Value::Null);
    let sale = sale.open(app, &vendor);
    for (title, date) in [("One", "2026-11-04"), ("Two", "2026-11-05")] {
        sale.vendor_does("/touchpoints", &session(&vendor, title, date));
    }
    sale.wait_until("2026-11-04T11:00:00Z");
    let report = |title: &str| format!("/touchpoints/{}/report", sale.touchpoint(title).id);
    let three = json!({"plan": session(&vendor, "Three", "2026-11-16")});
    assert_eq!(broken(app, &sale, &report("One"), &three), [("max_series_gap".to_owned(), 7, 11)]);
    let without = json!({"next": sale.touchpoint("Two").id, "ask_consent": true});
    refused(app, &sale, &report("One"), &without, ErrorCode::Validation);
    sale.vendor_does(&report("One"), &asking(&three));
    assert_eq!(state(&sale, "One"), "reported_done");
    assert_eq!(item(&sale, sale.touchpoint("One").id)["next"]["title"], "Three");
    assert_eq!(asked_about(&sale, "Three"), "max_series_gap");
    fine(&sale, sale.touchpoint("Three").id, false);
    let list = sale.system.get("/v1/worklist/today").must(200).json();
    assert_eq!(list["items"][0]["reasons"][0]["code"], "momentum_broken");
    sale.wait_until("2026-11-05T11:00:00Z");
    let four = json!({"plan": session(&vendor, "Four", "2026-11-25"), "bridge": call(&vendor, "A call", "2026-11-20")});
    sale.vendor_does(&report("Two"), &four);
    assert_eq!(item(&sale, sale.touchpoint("A call").id)["bridge_for"], json!(sale.touchpoint("Four").id));
}

both!(what_stands_in_for_a_missed_session_comes_soon_or_is_agreed_to);
fn what_stands_in_for_a_missed_session_comes_soon_or_is_agreed_to(app: &TestApp) {
    let (vendor, sale) = delivered(app);
    let id = sale.touchpoint(SESSION).id;
    sale.wait_until("2026-11-12T12:00:00Z");
    let missed = format!("/touchpoints/{id}/missed");
    let body = json!({"by": "member", "replacement": session(&vendor, "Once more", "2026-11-18")});
    assert_eq!(broken(app, &sale, &missed, &body), [("max_slip".to_owned(), 3, 4)]);
    sale.vendor_does(&missed, &asking(&body));
    assert_eq!(state(&sale, SESSION), "missed");
    assert_eq!(asked_about(&sale, "Once more"), "max_slip");
    let again = sale.touchpoint("Once more").id;
    assert_eq!(item(&sale, again)["replaces"], json!(id));
    fine(&sale, again, true);
    assert_eq!(state(&sale, "Once more"), "confirmed");
    // The report of what happened is never refused: without a replacement there is no rhythm to keep.
    let call = sale.touchpoint("One week in: a short call").id;
    sale.wait_until("2026-11-16T16:00:00Z");
    let alone = asking(&json!({"by": "member"}));
    refused(app, &sale, &format!("/touchpoints/{call}/missed"), &alone, ErrorCode::Validation);
    sale.vendor_does(&format!("/touchpoints/{call}/missed"), &json!({"by": "member"}));
    // What is planned later in its place is measured from now, for nothing comes sooner.
    let mut late = session(&vendor, "A call to say sorry", "2026-11-25");
    late["replaces"] = json!(call);
    assert_eq!(broken(app, &sale, "/touchpoints", &late), [("max_slip".to_owned(), 3, 7)]);
    late["slot"] = slot("2026-11-19");
    sale.vendor_does("/touchpoints", &late);
}

both!(another_face_told_too_late_waits_for_the_customers_yes);
fn another_face_told_too_late_waits_for_the_customers_yes(app: &TestApp) {
    let (vendor, sale) = delivered(app);
    let other = sale.system.post("/v1/members", &json!({"name": "Mette Dam"})).must(201).json();
    sale.wait_until("2026-11-11T14:00:00Z");
    let change = |from: &str| {
        json!({"to": other["id"], "reason": "Jonas has left us", "effective_from": from,
            "handover": "Begin with the grinder", "introduction": "I am Mette, and I read everything"})
    };
    let announced = "/owner-changes";
    let late = change("2026-11-12");
    assert_eq!(broken(app, &sale, announced, &late), [("notice".to_owned(), 24, 19)]);
    sale.vendor_does(announced, &asking(&late));
    let contact = || sale.browser.get(&crate::clients::path(sale.id, "")).must(200).json()["contact"].clone();
    let told = contact()["owner_changes"][0].clone();
    assert_eq!((&told["state"], &told["broken"][0]["rule"]), (&json!("announced"), &json!("notice")));
    let first = sale.touchpoint(SESSION).id;
    let list = sale.system.get("/v1/worklist/today").must(200).json();
    let reason = &list["items"][0]["reasons"][0];
    assert_eq!((&reason["code"], &reason["about"]), (&json!("momentum_broken"), &json!(first)));

    // Its day comes, and without a yes nobody is replaced.
    sale.wait_until("2026-11-12T08:00:00Z");
    assert_eq!(sale.touchpoint(SESSION).owner, vendor.member);
    assert_eq!(contact()["owner_changes"][0]["state"], "announced");
    let reply = format!("/owner-changes/{}/reply", told["id"].as_str().unwrap());
    sale.customer_does(&reply, &json!({"is_fine": true}));
    sale.wait_until("2026-11-12T08:05:00Z");
    assert_eq!(json!(sale.touchpoint(SESSION).owner), other["id"]);
    assert_eq!(contact()["owner_changes"][0]["state"], "effective");
}
