//! What a sale and a customer's record take, and what is said beyond it. The numbers are the vendor's; those that
//! come with the product are ones that people never meet, so that these tests set smaller ones.

use chrono::TimeDelta;
use followthrough_common::error::ErrorCode;
use serde_json::{Value, json};

use crate::{
    builders::{TestSale, a_sale},
    clients::path,
    harness::TestApp,
    http::Reply,
};

/// Lets the vendor set some of its numbers.
fn allow(sale: &TestSale, numbers: &[(&str, u64)]) {
    let stored = sale.system.get("/v1/policy").must(200);
    let mut policy = stored.json();
    for (name, number) in numbers {
        policy[*name] = json!(number);
    }
    sale.system.put("/v1/policy", &policy, stored.header("etag")).must(200);
}

fn raise(sale: &TestSale) -> Reply {
    let question = json!({"kind": "question", "severity": "question", "words": "When?"});
    sale.browser.post(&path(sale.id, "/concerns"), &question)
}

/// Refused for this limit: what it allows, and the whole answer.
#[track_caller]
fn reached(reply: Reply, rule: &str) -> (Value, Value) {
    let problem = reply.refused(ErrorCode::LimitReached).json();
    assert_eq!(problem["breaches"][0]["rule"], rule, "{problem}");
    assert_eq!(problem["retryable"], false);
    (problem["breaches"][0]["limit"].clone(), problem)
}

both!(a_concern_too_many_is_refused_with_the_limit_and_what_to_do);
fn a_concern_too_many_is_refused_with_the_limit_and_what_to_do(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    let defaults = sale.system.get("/v1/policy").must(200).json();
    for (name, number) in [
        ("most_open_concerns", 50),
        ("most_concerns_in_24_hours", 20),
        ("most_messages", 200),
        ("most_text_kib", 2_048),
    ] {
        assert_eq!(defaults[name], number, "{name}");
        let mut none = defaults.clone();
        none[name] = json!(0);
        sale.system.put("/v1/policy", &none, "\"0\"").refuses_field(&format!("/{name}"));
    }
    allow(&sale, &[("most_open_concerns", 2), ("most_concerns_in_24_hours", 3)]);
    raise(&sale).must(200);
    raise(&sale).must(200);
    let (limit, problem) = reached(raise(&sale), "most_open_concerns");
    assert_eq!((limit, &problem["view"]["concerns"][1]["facts"]["state"]), (json!(2), &json!("raised")));
    let theirs = format!("/v1/sales/{}/concerns", sale.id);
    let called =
        json!({"kind": "question", "severity": "question", "words": "She called", "channel": "phone"});
    reached(sale.system.post(&theirs, &called), "most_open_concerns");
    let first = sale.view().concerns[0].id;
    sale.customer_does(&format!("/concerns/{first}/withdraw"), &json!({}));
    raise(&sale).must(200);
    let second = sale.view().concerns[0].id;
    sale.customer_does(&format!("/concerns/{second}/withdraw"), &json!({}));
    let (limit, problem) = reached(raise(&sale), "most_concerns_in_24_hours");
    assert_eq!(limit, 3);
    assert!(problem["detail"].as_str().unwrap().contains("2026-11-03T09:00:00Z"), "{problem}");
    assert_eq!(app.database.count("concern"), 3);
    app.clock.advance(TimeDelta::hours(24));
    raise(&sale).must(200);
}

both!(a_full_concern_and_a_full_sale_take_no_more_words);
fn a_full_concern_and_a_full_sale_take_no_more_words(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    allow(&sale, &[("most_messages", 2), ("most_text_kib", 64)]);
    raise(&sale).must(200);
    let id = sale.view().concerns[0].id;
    let messages = path(sale.id, &format!("/concerns/{id}/messages"));
    for _ in 0..2 {
        sale.browser.post(&messages, &json!({"text": "?"})).must(200);
    }
    assert_eq!(reached(sale.browser.post(&messages, &json!({"text": "?"})), "most_messages").0, 2);
    // Whatever it is said with, a sale takes so much text and no more.
    let reasons = path(sale.id, "/reasons");
    let long = json!({"text": "x".repeat(4_000)});
    let reason = {
        let view = sale.browser.post(&reasons, &long).must(200).json();
        view["value"]["reasons"].as_array().unwrap().last().unwrap()["id"].as_str().unwrap().to_owned()
    };
    let correct = path(sale.id, &format!("/reasons/{reason}/correct"));
    let refused = (0..20).map(|_| sale.browser.post(&correct, &long)).find(|reply| reply.status != 200);
    assert_eq!(reached(refused.unwrap(), "most_text_kib").0, 64);
    let update = json!({"kind": "progress", "text": "x".repeat(4_000)});
    reached(sale.system.post(&format!("/v1/sales/{}/updates", sale.id), &update), "most_text_kib");
    // It can still be settled, and time goes on in it.
    sale.customer_does(&format!("/concerns/{id}/withdraw"), &json!({}));
    app.pass(48);
}

both!(wishes_are_changed_thirty_times_a_day_and_no_more);
fn wishes_are_changed_thirty_times_a_day_and_no_more(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    let wish = |days: usize| sale.browser.put("/v1/portal/preferences", &json!({"every_days": days}));
    for number in 1..=30 {
        wish(number).must(200);
        wish(number).must(200);
    }
    assert_eq!(reached(wish(31), "most_changes_in_24_hours").0, 30);
    let needs = json!({"items": [{"topic": "Noise", "text": "Quiet"}]});
    reached(sale.browser.put("/v1/portal/needs", &needs), "most_changes_in_24_hours");
    let theirs = format!("/v1/customers/{}/preferences", sale.customer);
    let stored = sale.system.get(&theirs).must(200);
    reached(sale.system.put(&theirs, &json!({}), stored.header("etag")), "most_changes_in_24_hours");
    app.clock.advance(TimeDelta::hours(24));
    wish(31).must(200);
}

both!(of_the_addresses_that_work_no_longer_the_newest_fifty_are_remembered);
fn of_the_addresses_that_work_no_longer_the_newest_fifty_are_remembered(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    for (addresses, all) in
        [("/v1/portal/calendar-feeds".to_owned(), 52), (path(sale.id, "/share-links"), 104)]
    {
        let stays = sale.browser.post(&addresses, &json!({"name": "Phone"})).must(201).json()["id"].clone();
        for _ in 0..55 {
            let made = sale.browser.post(&addresses, &json!({"name": "Phone"})).must(201).json();
            let revoke = format!("{addresses}/{}/revoke", made["id"].as_str().unwrap());
            sale.browser.post(&revoke, &json!({})).must(200);
        }
        assert_eq!(app.database.count("secret_link"), all, "{addresses}");
        let listed = sale.browser.get(&addresses).must(200).json()["items"].as_array().unwrap().clone();
        assert!(listed.iter().any(|it| it["id"] == stays && it["revoked_at"].is_null()), "{listed:?}");
    }
}
