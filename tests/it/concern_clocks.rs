//! The clocks of concerns: they warn, end, stand still, go on, and never storm.

use chrono::TimeDelta;
use followthrough_backend::clock::Clock as _;
use followthrough_common::{api::view::CustomerView, error::ErrorCode, id::ConcernId};
use serde_json::{Value, json};

use crate::{
    builders::{TestSale, a_sale},
    clients::path,
    customer_door::handling::part,
    harness::{TestApp, at},
    vendor_door::handling::{another_member, put},
};

fn raise(sale: &TestSale, body: &Value) -> ConcernId {
    sale.customer_does("/concerns", body).concerns[0].id
}

fn a_problem(sale: &TestSale) -> ConcernId {
    raise(sale, &json!({"kind": "problem", "severity": "small", "words": "It drips"}))
}

/// What the clocks did, oldest first.
fn marks(app: &TestApp) -> Vec<String> {
    app.database
        .texts("SELECT kind AS value FROM sale_event WHERE kind LIKE 'concern.clock%' ORDER BY sale_id, seq")
}

fn next_word(view: &CustomerView) -> String {
    view.concerns[0].facts.next_word_by.unwrap().to_rfc3339()
}

/// The clock until a proposal, as the customer reads it now.
fn propose(sale: &TestSale) -> Value {
    let read = sale.browser.get(&path(sale.id, "/clocks")).must(200).json();
    let clocks = read["concerns"][0]["clocks"].as_array().unwrap().clone();
    clocks.into_iter().find(|clock| clock["clock"] == "propose").unwrap()
}

both!(a_clock_warns_ends_stands_still_and_goes_on_with_what_was_left);
fn a_clock_warns_ends_stands_still_and_goes_on_with_what_was_left(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    // Ten o'clock in Copenhagen; in the first days a small problem counts as a big one: two hours.
    let id = a_problem(&sale);
    assert_eq!(next_word(&sale.view()), "2026-11-02T11:00:00+00:00");
    sale.wait_until("2026-11-02T10:29:00Z");
    assert_eq!(marks(app), Vec::<String>::new());
    sale.wait_until("2026-11-02T10:30:00Z");
    assert_eq!(marks(app), ["concern.clock_warned"]);
    sale.wait_until("2026-11-02T11:30:00Z");
    assert_eq!(marks(app), ["concern.clock_warned", "concern.clock_ended"]);
    // Three working days for a proposal. While we wait for the customer, they stand still.
    assert_eq!(propose(&sale)["due"], "2026-11-05T16:00:00Z");
    sale.vendor_does(&format!("/concerns/{id}/ask-customer"), &json!({"text": "Which model is it?"}));
    sale.wait_until("2026-11-06T09:00:00Z");
    let standing = propose(&sale);
    assert_eq!((&standing["due"], &standing["working_minutes_left"]), (&Value::Null, &json!(1710)));
    assert_eq!(marks(app).len(), 2, "nothing is late while we wait for the customer");
    sale.customer_does(&format!("/concerns/{id}/messages"), &json!({"text": "The X2"}));
    let running = propose(&sale);
    assert_eq!(running["due"], "2026-11-11T13:30:00Z");
    assert_eq!(running["working_minutes_left"], 1710);
    let ours = sale.system.get(&format!("/v1/sales/{}/clocks", sale.id)).must(200).json();
    assert_eq!(ours["concerns"][0]["clocks"][1], running, "both sides read the same clock");
    assert_eq!(ours["concerns"][0]["reference"], part(&sale)["concerns"][0]["reference"]);
}

both!(after_a_long_sleep_each_clock_speaks_once);
fn after_a_long_sleep_each_clock_speaks_once(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    a_problem(&sale);
    app.clock.advance(TimeDelta::days(20));
    while app.run_worker().has_more {}
    // The first word and the proposal: both are late, both are said once, no warning comes after the fact.
    assert_eq!(marks(app), ["concern.clock_ended", "concern.clock_ended"]);
    while app.run_worker().has_more {}
    assert_eq!(marks(app).len(), 2);
}

both!(reminders_that_were_slept_through_are_one_and_a_lapsed_concern_can_be_taken_up_again);
fn reminders_that_were_slept_through_are_one_and_a_lapsed_concern_can_be_taken_up_again(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    let id = a_problem(&sale);
    sale.vendor_does(&format!("/concerns/{id}/propose"), &json!({"text": "A new seal"}));
    app.clock.advance(TimeDelta::days(8));
    while app.run_worker().has_more {}
    assert_eq!(app.database.count("sale_event WHERE kind = 'concern.reminded'"), 1);
    app.clock.advance(TimeDelta::days(7));
    while app.run_worker().has_more {}
    assert_eq!(serde_json::to_value(sale.view().concerns[0].facts.state).unwrap(), "lapsed");
    let messages = format!("/concerns/{id}/messages");
    let view = sale.customer_does(&messages, &json!({"text": "I was away. It still drips"}));
    assert_eq!(serde_json::to_value(view.concerns[0].facts.state).unwrap(), "in_progress");
    assert_eq!(view.concerns[0].round, 2);
    assert!(view.concerns[0].facts.next_word_by.unwrap() > app.clock.now());
    // Lapsed once more, and this time for too long.
    let mette = another_member(&sale, "Mette Dam");
    sale.vendor_does(&format!("/concerns/{id}/assign"), &json!({"to": mette}));
    sale.vendor_does(&format!("/concerns/{id}/propose"), &json!({"text": "Another seal"}));
    app.clock.advance(TimeDelta::days(15));
    while app.run_worker().has_more {}
    app.clock.advance(TimeDelta::days(91));
    let refused = sale.browser.post(&path(sale.id, &messages), &json!({"text": "It drips"}));
    refused.refused(ErrorCode::Conflict);
}

both!(what_the_customer_says_on_a_proposal_is_answered_as_fast_as_a_new_concern);
fn what_the_customer_says_on_a_proposal_is_answered_as_fast_as_a_new_concern(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    let id = a_problem(&sale);
    sale.vendor_does(&format!("/concerns/{id}/propose"), &json!({"text": "A new seal"}));
    assert_eq!(sale.view().concerns[0].facts.next_word_by, None);
    let asked = sale.customer_does(&format!("/concerns/{id}/messages"), &json!({"text": "In which colour?"}));
    assert_eq!(next_word(&asked), "2026-11-02T11:00:00+00:00");
    // While a word is owed the customer is not reminded; once it is given, the waiting begins anew.
    app.clock.advance(TimeDelta::days(4));
    while app.run_worker().has_more {}
    assert_eq!(app.database.count("sale_event WHERE kind = 'concern.reminded'"), 0);
    sale.vendor_does(&format!("/concerns/{id}/messages"), &json!({"text": "Black"}));
    app.clock.advance(TimeDelta::days(3));
    while app.run_worker().has_more {}
    assert_eq!(app.database.count("sale_event WHERE kind = 'concern.reminded'"), 1);
}

both!(more_time_is_taken_only_before_it_is_late_and_with_a_reason_that_the_customer_reads);
fn more_time_is_taken_only_before_it_is_late_and_with_a_reason_that_the_customer_reads(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    let id = a_problem(&sale);
    sale.vendor_does(&format!("/concerns/{id}/start"), &json!({}));
    let extend = format!("/v1/sales/{}/concerns/{id}/extend", sale.id);
    let sooner = json!({"due": "2026-11-04", "reason": "The part"});
    sale.system.post(&extend, &sooner).refuses_field("/due");
    let later = json!({"due": "2026-11-10", "reason": "The part comes on Monday"});
    sale.system.post(&extend, &later).must(200);
    let told = &part(&sale)["concerns"][0];
    assert_eq!(told["propose"]["due"], "2026-11-10T16:00:00Z");
    assert_eq!(told["extensions"][0]["reason"], "The part comes on Monday");
    assert_eq!(told["extensions"][0]["from"], "2026-11-05T16:00:00Z");
    sale.wait_until("2026-11-10T17:00:00Z");
    let late = json!({"due": "2026-11-20", "reason": "Sorry"});
    let refused = sale.system.post(&extend, &late).refused(ErrorCode::Conflict).json();
    assert_eq!(refused["standing"]["state"], "in_progress");
    let acts = refused["standing"]["allowed"].as_array().unwrap().clone();
    assert!(acts.contains(&json!({"action": "propose", "by": "member"})), "{acts:?}");
}

both!(in_the_first_days_concerns_are_handled_as_if_they_were_worse);
fn in_the_first_days_concerns_are_handled_as_if_they_were_worse(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    sale.deliver();
    let service = part(&sale)["new_customer_service"].clone();
    assert_eq!(service["until"], "2026-12-09");
    assert_eq!(service["clocks"]["small"]["acknowledge"], json!({"working_hours": 2}));
    a_problem(&sale);
    assert_eq!(next_word(&sale.view()), "2026-11-09T12:00:00+00:00");
    assert_eq!(part(&sale)["concerns"][0]["is_new_customer_service"], true);
    // Afterwards the ordinary four hours.
    sale.wait_until("2026-12-10T09:00:00Z");
    a_problem(&sale);
    assert_eq!(next_word(&sale.view()), "2026-12-10T13:00:00+00:00");
    assert_eq!(part(&sale)["concerns"][0]["is_new_customer_service"], false);
}

both!(the_reply_times_before_and_after_the_signature_stand_side_by_side);
fn the_reply_times_before_and_after_the_signature_stand_side_by_side(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    let question = json!({"kind": "question", "words": "How do I clean it?"});
    let id = raise(&sale, &question);
    sale.wait_until("2026-11-02T09:30:00Z");
    sale.vendor_does(&format!("/concerns/{id}/messages"), &json!({"text": "With warm water"}));
    let told = part(&sale)["reply_times"].clone();
    assert_eq!(told["promised"], json!({"working_hours": 4}));
    assert_eq!((&told["yardstick"], &told["before"]["minutes"]), (&json!("first_week"), &json!(30)));
    // The next evening counts no night: an hour before the close, half an hour after the opening.
    sale.wait_until("2026-11-16T15:00:00Z");
    let id = raise(&sale, &question);
    sale.wait_until("2026-11-17T08:30:00Z");
    sale.vendor_does(&format!("/concerns/{id}/propose"), &json!({"text": "Read page two"}));
    sale.wait_until("2026-11-17T09:30:00Z");
    sale.customer_does(&format!("/concerns/{id}/confirm"), &json!({}));
    assert_eq!(part(&sale)["reply_times"]["after"], json!({"minutes": 90, "count": 1}));
    let wrong = json!({"working_minutes": -1}).to_string();
    let headers = [("Content-Type", "application/json")];
    let before = format!("/v1/sales/{}/reply-before", sale.id);
    sale.system.send("PUT", &before, &headers, Some(wrong.as_bytes())).refuses_field("/working_minutes");
    put(&sale, "/reply-before", &json!({"working_minutes": 240}));
    let told = part(&sale)["reply_times"].clone();
    assert_eq!(told["yardstick"], "before_signature");
    assert_eq!((&told["before"]["minutes"], &told["after"]["minutes"]), (&json!(240), &json!(60)));
    let report = sale.system.get("/v1/reports/reply-times").must(200).json();
    assert_eq!(report["answered"], json!({"minutes": 60, "count": 2}));
    assert_eq!(report["proposed"], json!({"minutes": 90, "count": 1}));
    assert_eq!(report["confirmed"], json!({"minutes": 150, "count": 1}));
    assert_eq!(report["before_signature"], json!({"minutes": 240, "count": 1}));
    assert!(app.app.clock.now() >= at("2026-11-02T09:00:00Z"));
}
