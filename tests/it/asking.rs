//! Whom nobody asks: customers with an open concern, and those of sales that rest or are over.

use chrono::{DateTime, TimeDelta, Utc};
use followthrough_common::{domain::check::AskState, error::ErrorCode};
use serde_json::{Value, json};

use crate::{
    builders::{TestSale, a_sale},
    clients::path,
    harness::{TestApp, TestVendor},
    http::Reply,
};

fn bare(app: &TestApp, vendor: &TestVendor) -> TestSale {
    a_sale().with("without_agenda", json!(true)).open(app, vendor)
}

/// Another sale to the same customer.
fn another(sale: &TestSale, vendor: &TestVendor) -> TestSale {
    let input = a_sale().with("without_agenda", json!(true)).input(vendor, sale.customer);
    let opened = sale.system.post("/v1/sales", &input).must(201).json();
    TestSale { id: serde_json::from_value(opened["id"].clone()).unwrap(), ..sale.clone() }
}

/// The vendor asks now, about the sale.
pub fn ask(sale: &TestSale, check: &str) -> Reply {
    let body = json!({"check": check, "about": {"subject": "sale"}});
    sale.system.post(&format!("/v1/sales/{}/asks", sale.id), &body)
}

/// The last question of that kind, as the rules of asking see it.
#[track_caller]
pub fn standing(sale: &TestSale, check: &str) -> Value {
    let asks = sale.system.get(&format!("/v1/sales/{}/asks", sale.id)).must(200).json();
    let mut items = asks["items"].as_array().unwrap().iter();
    items.rfind(|ask| ask["check"] == check).unwrap_or_else(|| panic!("no {check}")).clone()
}

fn snooze(sale: &TestSale) {
    let ask = sale.open_ask().id;
    sale.customer_does(&format!("/asks/{ask}/snooze"), &json!({}));
}

fn is_asked(sale: &TestSale) -> bool {
    sale.view().asks.iter().any(|ask| ask.facts.state == AskState::Offered)
}

/// The customer raises a problem; gives its id.
fn complain(sale: &TestSale) -> String {
    let concern = json!({"kind": "problem", "severity": "small", "words": "It drips"});
    sale.customer_does("/concerns", &concern).concerns[0].id.to_string()
}

/// Puts the vendor's clock forward by so many days.
fn wait_days(sale: &TestSale, days: i64) {
    let clock = sale.system.get("/v1/test-clock").must(200).json();
    let now: DateTime<Utc> = serde_json::from_value(clock["now"].clone()).unwrap();
    sale.wait_until(&(now + TimeDelta::days(days)).to_rfc3339());
}

both!(nothing_is_asked_amid_a_concern_of_the_customer_not_even_what_was_put_off);
fn nothing_is_asked_amid_a_concern_of_the_customer_not_even_what_was_put_off(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    for is_elsewhere in [false, true] {
        let sale = bare(app, &vendor);
        let complained = if is_elsewhere { another(&sale, &vendor) } else { sale.clone() };
        let stranger = bare(app, &vendor);
        ask(&sale, "change@1").must(200);
        snooze(&sale);
        let concern = complain(&complained);
        wait_days(&sale, 4);
        assert!(!is_asked(&sale), "a concern is open: {is_elsewhere}");
        let put_off = standing(&sale, "change@1");
        assert_eq!((&put_off["state"], &put_off["fate"]), (&json!("suppressed"), &json!("declined")));
        assert_eq!(put_off["suppressed_for"][0]["rule"], "concern_is_open");
        let refused = ask(&sale, "complete@1").refused(ErrorCode::Conflict).json();
        assert!(refused["detail"].as_str().unwrap().contains("a concern is open"), "{refused}");
        ask(&stranger, "complete@1").must(200);
        complained.customer_does(&format!("/concerns/{concern}/withdraw"), &json!({}));
        assert_eq!(standing(&sale, "change@1")["not_now"], json!([]));
        // It is looked at again on the next working day.
        wait_days(&sale, 3);
        assert_eq!((&*sale.open_ask().check, sale.open_ask().facts.offers), ("change@1", 2));
    }
}

both!(a_question_of_a_sale_that_is_over_is_dropped_and_holds_up_no_other);
fn a_question_of_a_sale_that_is_over_is_dropped_and_holds_up_no_other(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let end = json!({"action": "end", "reason": "We sold it"});
    for (what, body) in [
        ("cancel", json!({"reason": "Sent back"})),
        ("end-unsatisfied", json!({"reason": "It was never right"})),
        ("relationship", end),
    ] {
        for is_put_off in [false, true] {
            let sale = bare(app, &vendor);
            let other = another(&sale, &vendor);
            ask(&sale, "change@1").must(200);
            if is_put_off {
                snooze(&sale);
            }
            let refused = ask(&other, "complete@1").refused(ErrorCode::Conflict).json();
            assert!(refused["detail"].as_str().unwrap().contains("still open"), "{refused}");
            sale.vendor_does(&format!("/{what}"), &body);
            assert_eq!(standing(&sale, "change@1")["state"], "dropped", "{what}");
            ask(&sale, "complete@1").refused(ErrorCode::Conflict);
            ask(&other, "complete@1").must(200);
        }
    }
    app.run_worker();
}

both!(a_pause_lets_an_open_question_end_and_one_that_was_put_off_wait);
fn a_pause_lets_an_open_question_end_and_one_that_was_put_off_wait(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let (open, put_off) = (bare(app, &vendor), bare(app, &vendor));
    let others = [&open, &put_off].map(|sale| another(sale, &vendor));
    let pause = json!({"action": "pause", "until": "2026-11-30", "reason": "We rebuild the kitchen"});
    for sale in [&open, &put_off] {
        ask(sale, "change@1").must(200);
    }
    snooze(&put_off);
    for sale in [&open, &put_off] {
        sale.customer_does("/relationship", &pause);
        let refused = ask(sale, "complete@1").refused(ErrorCode::Conflict).json()["standing"].clone();
        assert_eq!((&refused["subject"], &refused["state"]), (&json!("relationship"), &json!("paused")));
        let resumes = json!({"action": "resume", "by": "customer"});
        assert!(refused["allowed"].as_array().unwrap().contains(&resumes), "{refused}");
    }
    open.wait_until("2026-11-06T10:00:00Z");
    ask(&others[0], "complete@1").refused(ErrorCode::Conflict);
    assert_eq!(standing(&put_off, "change@1")["suppressed_for"][0]["rule"], "resting");
    ask(&others[1], "complete@1").must(200);
    open.wait_until("2026-11-17T10:00:00Z");
    assert_eq!(standing(&open, "change@1")["fate"], "expired");
    ask(&others[0], "complete@1").must(200);
    let body = json!({"value": "yes"});
    for other in &others {
        assert!(!is_asked(&put_off));
        if let Some(ask) = other.view().asks.iter().find(|ask| ask.facts.state == AskState::Offered) {
            other.browser.post(&path(other.id, &format!("/asks/{}/answers", ask.id)), &body).must(200);
        }
    }
    app.run_worker();
}

both!(a_correction_is_kept_when_its_concern_is_over_and_a_new_no_is_a_new_concern);
fn a_correction_is_kept_when_its_concern_is_over_and_a_new_no_is_a_new_concern(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    let ask = sale.until_asked();
    let say = |value: &str, text: Value| {
        let body = json!({"value": value, "text": text});
        sale.browser.post(&path(sale.id, &format!("/asks/{ask}/answers")), &body).must(200);
    };
    say("not_as_expected", json!("It drips"));
    let first = sale.view().concerns[0].id;
    say("not_as_expected", json!("It drips on the left"));
    let messages = sale.view().concerns[0].messages.len();
    sale.customer_does(&format!("/concerns/{first}/withdraw"), &json!({}));
    // The concern is over and takes no more words; the answer does, and is no other "no" than before.
    say("not_as_expected", json!("It dripped on the left"));
    assert_eq!((sale.view().concerns.len(), sale.view().concerns[0].messages.len()), (1, messages));
    say("as_expected", json!("Now it is dry"));
    assert_eq!(sale.view().concerns.len(), 1);
    say("not_as_expected", json!("It drips again"));
    let concerns = sale.view().concerns;
    let second = concerns.iter().find(|concern| concern.id != first).unwrap();
    assert_eq!((concerns.len(), second.words.as_deref(), second.ask), (2, Some("It drips again"), Some(ask)));
    let kept = sale.system.sale(sale.id).asks.into_iter().find(|it| it.id == ask).unwrap();
    assert_eq!(kept.answers.len(), 5);
    assert_eq!(kept.concern, Some(second.id));
    // Words go to the one that is open.
    say("not_as_expected", json!("On the right, too"));
    assert_eq!(sale.view().concerns.len(), 2);
    app.run_worker();
}
