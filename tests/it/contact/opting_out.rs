//! Whoever wants no planned questions says so themselves, and is left in peace.

use followthrough_common::{domain::check::AskState, error::ErrorCode};
use serde_json::{Value, json};

use super::record;
use crate::{
    asking::{ask, standing},
    builders::{TestSale, a_customer, a_sale},
    harness::TestApp,
};

const OWN: &str = "/v1/portal/preferences";

/// A delivered sale whose questions are asked by hand, on the Monday of its delivery.
fn delivered(app: &TestApp) -> TestSale {
    let sale = a_sale().with("without_agenda", json!(true)).open(app, &app.vendor("Nordic Coffee"));
    sale.deliver();
    sale
}

fn opt(sale: &TestSale, wants_no_checks: bool) -> Value {
    sale.browser.put(OWN, &json!({"wants_no_checks": wants_no_checks})).must(200).json()
}

/// What the vendor reads: whether planned questions are unwelcome, and whose word that is.
fn known(sale: &TestSale) -> (Value, Value) {
    let wishes = record(sale)["contact"]["wishes"].clone();
    (wishes["wants_no_checks"].clone(), wishes["no_checks_said"]["by"].clone())
}

fn tick(sale: &TestSale, minute: u32) {
    sale.wait_until(&format!("2026-11-09T11:{minute:02}:00Z"));
}

both!(a_customer_who_wants_no_questions_is_left_in_peace_and_the_vendor_reads_why);
fn a_customer_who_wants_no_questions_is_left_in_peace_and_the_vendor_reads_why(app: &TestApp) {
    let sale = delivered(app);
    assert_eq!(known(&sale), (json!(false), Value::Null));
    assert_eq!(sale.browser.get(OWN).must(200).json()["wants_no_checks"], false);
    ask(&sale, "change@1").must(200);
    assert_eq!(sale.open_ask().check, "change@1");
    assert_eq!(opt(&sale, true)["wants_no_checks"], true);
    tick(&sale, 1);
    // The question that waited falls away, and no other one is asked.
    assert!(sale.view().asks.iter().all(|ask| ask.facts.state != AskState::Offered));
    let gone = standing(&sale, "change@1");
    assert_eq!(
        (&gone["state"], &gone["suppressed_for"][0]["rule"]),
        (&json!("dropped"), &json!("opted_out"))
    );
    let refused = ask(&sale, "expected@1").refused(ErrorCode::Conflict).json();
    assert!(refused["detail"].as_str().unwrap().contains("wants no planned questions"), "{refused}");
    assert_eq!(known(&sale), (json!(true), json!("customer")));
    // Their own word on the whole is theirs to give, whenever they like.
    sale.customer_does("/asks", &json!({"check": "complete@1"}));
    assert_eq!(sale.open_ask().check, "complete@1");
    // Whoever writes down something else has not spoken about questions.
    sale.browser.put(OWN, &json!({"most_per_week": 3})).must(200);
    assert_eq!(known(&sale), (json!(true), json!("customer")));
    assert_eq!(sale.browser.get(OWN).must(200).json()["wants_no_checks"], true);
    app.run_worker();
}

both!(what_is_planned_is_put_off_for_as_long_as_questions_are_unwelcome);
fn what_is_planned_is_put_off_for_as_long_as_questions_are_unwelcome(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    opt(&sale, true);
    sale.deliver();
    assert_eq!(standing(&sale, "expected@1")["not_now"][0]["rule"], "opted_out");
    sale.wait_until("2026-11-11T12:00:00Z");
    let put_off = standing(&sale, "expected@1");
    assert_eq!((&put_off["state"], &put_off["fate"]), (&json!("suppressed"), &json!("suppressed")));
    let why = json!([{"rule": "opted_out", "words": "the customer wants no planned questions"}]);
    assert_eq!(put_off["suppressed_for"], why);
    assert_eq!(put_off["not_now"], why);
    opt(&sale, false);
    sale.wait_until("2026-11-13T12:00:00Z");
    assert_eq!(sale.open_ask().check, "expected@1", "it is looked at again");
}

both!(the_last_word_on_questions_counts_and_nothing_said_is_no_word);
fn the_last_word_on_questions_counts_and_nothing_said_is_no_word(app: &TestApp) {
    let sale = delivered(app);
    opt(&sale, true);
    let customer = format!("/v1/customers/{}", sale.customer);
    let replace = |said: Option<bool>| {
        let stored = sale.system.get(&customer).must(200);
        let mut body = a_customer(stored.json()["external_id"].as_str().unwrap());
        if let Some(said) = said {
            body["wants_no_checks"] = json!(said);
        }
        sale.system.put(&customer, &body, stored.header("etag")).must(200).json()
    };
    // A system that sends its records every night does not undo what the customer said.
    assert_eq!(replace(None)["wants_no_checks"], true);
    assert_eq!(known(&sale), (json!(true), json!("customer")));
    assert_eq!(replace(Some(false))["contact"]["no_checks_said"]["by"], "member");
    assert_eq!(known(&sale), (json!(false), json!("member")));
    tick(&sale, 2);
    ask(&sale, "change@1").must(200);
    opt(&sale, true);
    assert_eq!(known(&sale), (json!(true), json!("customer")));
    tick(&sale, 3);
    assert_eq!(standing(&sale, "change@1")["state"], "dropped");
    // At the vendor's door the preferences say the same.
    let path = format!("{customer}/preferences");
    let stored = sale.system.get(&path).must(200);
    assert_eq!(stored.json()["wants_no_checks"], true);
    let welcome = json!({"wants_no_checks": false});
    sale.system.put(&path, &welcome, stored.header("etag")).must(200);
    assert_eq!(known(&sale), (json!(false), json!("member")));
    let unwelcome = json!({"wants_no_checks": "perhaps"});
    sale.browser.put(OWN, &unwelcome).refuses_field("/wants_no_checks");
    // Whoever is written down so from the start was spoken for by the vendor.
    let mut bo = a_customer("bo");
    bo["wants_no_checks"] = json!(true);
    let made = sale.system.post("/v1/customers", &bo).must(201).json();
    assert_eq!(made["contact"]["no_checks_said"]["by"], "member");
    app.run_worker();
}
