//! Whoever is refused because of how things stand reads where they stand, what is possible now, and by whom.

use followthrough_common::error::ErrorCode;
use serde_json::{Value, json};

use crate::{
    builders::{TestSale, a_sale},
    clients::path,
    harness::TestApp,
    http::Reply,
};

fn vendor(sale: &TestSale, what: &str, body: &Value) -> Reply {
    sale.system.post(&format!("/v1/sales/{}{what}", sale.id), body)
}

fn customer(sale: &TestSale, what: &str, body: &Value) -> Reply {
    sale.browser.post(&path(sale.id, what), body)
}

both!(a_session_that_is_one_too_many_or_counts_nowhere);
fn a_session_that_is_one_too_many_or_counts_nowhere(app: &TestApp) {
    let nordic = app.vendor("Nordic Coffee");
    let sale = a_sale().with("without_agenda", json!(true)).open(app, &nordic);
    let promise = |body: &Value| sale.system.acts(sale.id, "/promises", body).promises.last().unwrap().id;
    let training =
        json!({"statement": "Training", "kind": "training", "source": "conversation", "quantity": 1});
    let training = promise(&training);
    let price = json!({"statement": "No more than 300", "kind": "price", "source": "conversation"});
    let price = promise(&price);
    let plan = |day: &str| {
        json!({"plan": {
            "kind": "training", "title": format!("Session on {day}"), "owner": nordic.member,
            "slot": {"local_date": day, "hours": {"start": "10:00:00", "end": "10:45:00"}, "time_zone": "Europe/Copenhagen"},
        }})
    };
    let sessions = |id| format!("/promises/{id}/sessions");
    let may = [
        "member announce_risk",
        "member propose_date",
        "member propose_change",
        "member unlink_session",
        "member claim_kept",
        "member give_up",
        "customer say_kept",
        "customer release",
    ];
    vendor(&sale, &sessions(price), &plan("2026-11-04")).stands("promise made", &may);
    let first = sale.system.acts(sale.id, &sessions(training), &plan("2026-11-04")).touchpoints[0].id;
    vendor(&sale, &sessions(training), &plan("2026-11-06")).stands("promise made", &may);
    vendor(&sale, &sessions(training), &json!({"touchpoint": first})).stands("promise made", &may);
    assert_eq!(sale.view().touchpoints.len(), 1, "nothing is half planned");
}

both!(a_testimonial_of_a_success_that_nobody_agreed_to);
fn a_testimonial_of_a_success_that_nobody_agreed_to(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    let success = json!({"sentence": "It came in time", "happened_on": "2026-11-02"});
    let success =
        vendor(&sale, "/successes", &success).must(200).json()["value"]["successes"][0]["id"].clone();
    let asked = vendor(&sale, "/testimonials", &json!({"success": success, "uses": ["portal"]}));
    let may = ["customer agree", "customer correct", "member rewrite", "member withdraw"];
    asked.stands("success written", &may);
}

both!(a_referral_before_the_customer_is_satisfied);
fn a_referral_before_the_customer_is_satisfied(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    let naming = json!({"name": "The bar in the lobby", "relation": "department"});
    let thing = "referrals customers_word";
    vendor(&sale, "/referrals", &naming).stands(thing, &["member report_delivery"]);
    sale.deliver();
    customer(&sale, "/referrals", &naming).stands(thing, &["customer ask_now", "member ask_now"]);
    customer(&sale, "/asks", &json!({"check": "complete@1"})).must(200);
    let ask = sale.open_ask().id;
    customer(&sale, &format!("/asks/{ask}/answers"), &json!({"value": "yes"})).must(200);
    customer(&sale, "/concerns", &json!({"kind": "problem", "severity": "small", "words": "It drips"}))
        .must(200);
    let standing =
        customer(&sale, "/referrals", &naming).refused(ErrorCode::Conflict).json()["standing"].clone();
    assert_eq!((&standing["subject"], &standing["state"]), (&json!("concern"), &json!("raised")));
    let allowed = standing["allowed"].as_array().unwrap();
    assert!(allowed.contains(&json!({"action": "withdraw", "by": "customer"})), "{standing}");
}

both!(another_day_for_a_delivery_that_was_made);
fn another_day_for_a_delivery_that_was_made(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    sale.deliver();
    let may = ["customer accept", "customer report_missing", "customer answer_lines"];
    vendor(&sale, "/expected-delivery", &json!({"on": "2026-11-12"})).stands("delivery reported", &may);
}

both!(one_more_than_a_list_holds);
fn one_more_than_a_list_holds(app: &TestApp) {
    // An expectation came with the sale.
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    for (list, free, body, what, may) in [
        ("/reasons", 30, json!({"text": "It is red"}), "reasons full", "customer correct"),
        (
            "/expectations",
            29,
            json!({"statement": "Nobody waits"}),
            "expectations full",
            "customer set_state",
        ),
    ] {
        for _ in 0..free {
            vendor(&sale, list, &body).must(200);
        }
        vendor(&sale, list, &body).stands(what, &[may]);
    }
}
