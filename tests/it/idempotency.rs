//! A repeated write has one effect, whatever happens in between, and is answered with how things stand then. What
//! is kept for it is small, however large the answers are.

use std::thread;

use chrono::TimeDelta;
use followthrough_common::error::ErrorCode;
use serde_json::{Value, json};

use crate::{
    builders::{TestSale, a_customer, a_sale},
    clients::{fresh_key, path},
    harness::{MONDAY, TestApp, at},
    http::Reply,
};

fn concern() -> Value {
    json!({"kind": "problem", "severity": "small", "words": "The wand drips"})
}

fn opened(app: &TestApp) -> TestSale {
    a_sale().open(app, &app.vendor("Nordic Coffee"))
}

/// What must be the same in both answers.
fn essence(reply: &Reply) -> (u16, String, String) {
    (reply.status, reply.header("etag").to_owned(), reply.body.clone())
}

both!(the_same_write_twice_has_one_effect_and_is_answered_with_the_present_view);
fn the_same_write_twice_has_one_effect_and_is_answered_with_the_present_view(app: &TestApp) {
    let sale = opened(app);
    let (concerns, key) = (path(sale.id, "/concerns"), fresh_key());
    let first = sale.browser.post_as(&concerns, &concern(), &key).must(200);
    assert_eq!(first.header("idempotency-replayed"), "");
    let again = sale.browser.post_as(&concerns, &concern(), &key);
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert_eq!(essence(&first), essence(&again), "nothing happened in between");
    sale.browser.post(&concerns, &concern()).must(200);
    app.clock.advance(TimeDelta::hours(71));
    let again = sale.browser.post_as(&concerns, &concern(), &key);
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert_eq!(essence(&again), essence(&sale.browser.get(&path(sale.id, "")).must(200)));
    assert_ne!(again.header("etag"), first.header("etag"));
    assert_eq!(app.database.count("concern"), 2);
}

both!(who_may_not_read_the_sale_any_more_gets_nothing_by_a_repeat);
fn who_may_not_read_the_sale_any_more_gets_nothing_by_a_repeat(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().open(app, &vendor);
    let bo = sale.system.post("/v1/customers", &a_customer("repeat-bo")).must(201).json()["id"].clone();
    let people = |ids: &[&Value]| {
        let people: Vec<Value> = ids.iter().map(|id| json!({"customer": id, "roles": []})).collect();
        let body = json!({"people": people}).to_string();
        let what = format!("/v1/sales/{}/people", sale.id);
        let headers = [("Content-Type", "application/json")];
        sale.system.send("PUT", &what, &headers, Some(body.as_bytes())).must(200);
    };
    let (anna, browser) = (json!(sale.customer), vendor.customer(app, "repeat-bo"));
    people(&[&anna, &bo]);
    let (concerns, key) = (path(sale.id, "/concerns"), fresh_key());
    browser.post_as(&concerns, &concern(), &key).must(200);
    let narrow = browser.clone().claiming("sales", json!(["another"]));
    narrow.post_as(&concerns, &concern(), &key).refused(ErrorCode::NotFound);
    people(&[&anna]);
    browser.post_as(&concerns, &concern(), &key).refused(ErrorCode::NotFound);
    people(&[&anna, &bo]);
    let again = browser.post_as(&concerns, &concern(), &key).must(200);
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert_eq!(app.database.count("concern"), 1);
}

/// The longest row, by what an answer leaves in it.
fn longest_kept(app: &TestApp) -> usize {
    let longest = "SELECT CAST(max(length(subject) + length(operation) + length(key) + length(fingerprint) + \
                   coalesce(length(etag), 0) + coalesce(length(body), 0) + coalesce(length(shown), 0)) AS TEXT) \
                   AS value FROM idempotency";
    app.database.texts(longest)[0].parse().unwrap()
}

both!(what_is_kept_is_small_however_large_the_answers_are);
fn what_is_kept_is_small_however_large_the_answers_are(app: &TestApp) {
    let sale = opened(app);
    let long = json!({"kind": "problem", "severity": "small", "words": "x".repeat(3_900)});
    let mut answer = 0;
    for _ in 0..10 {
        answer = sale.browser.post(&path(sale.id, "/concerns"), &long).must(200).body.len();
    }
    sale.vendor_does("/updates", &json!({"kind": "progress", "text": "It runs"}));
    assert!(answer > 40_000, "{answer}");
    assert!(longest_kept(app) < 1_024, "of a view nothing is kept: {}", longest_kept(app));

    // Of a record that is too long, neither.
    let items: Vec<Value> =
        (0..4).map(|row| json!({"topic": format!("{row}"), "text": "x".repeat(4_000)})).collect();
    let (needs, key) = (json!({"items": items}), fresh_key());
    let first = sale.browser.put_as("/v1/portal/needs", &needs, &key).must(200);
    let again = sale.browser.put_as("/v1/portal/needs", &needs, &key).must(200);
    assert_eq!((essence(&first), again.header("idempotency-replayed")), (essence(&again), "true"));
    let days: Vec<Value> = (0..200)
        .map(|day| json!({"date": at(MONDAY).date_naive() + TimeDelta::days(day), "name": "x".repeat(100)}))
        .collect();
    let mut input = sale.system.get("/v1/calendars").must(200).json()["items"][0].clone();
    input["calendar"]["special_days"] = json!(days);
    let (input, key) = (json!({"name": "Long", "calendar": input["calendar"]}), fresh_key());
    let first = sale.system.post_as("/v1/calendars", &input, &key).must(201);
    let again = sale.system.post_as("/v1/calendars", &input, &key).must(201);
    assert_eq!((essence(&first), again.header("idempotency-replayed")), (essence(&again), "true"));
    assert!(first.body.len() > 16 * 1024);
    assert!(longest_kept(app) < 16 * 1024, "{}", longest_kept(app));
}

both!(a_sale_that_begins_twice_under_one_key_is_one_sale);
fn a_sale_that_begins_twice_under_one_key_is_one_sale(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let system = vendor.client(app);
    let anna = system.post("/v1/customers", &a_customer("once-anna")).must(201).json()["id"].clone();
    let anna = serde_json::from_value(anna).unwrap();
    let (input, key) = (a_sale().input(&vendor, anna), fresh_key());
    let first = system.post_as("/v1/sales", &input, &key).must(201);
    let id = first.json()["id"].as_str().unwrap().to_owned();
    system
        .post(&format!("/v1/sales/{id}/updates"), &json!({"kind": "progress", "text": "It runs"}))
        .must(200);
    let again = system.post_as("/v1/sales", &input, &key).must(201);
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert_eq!(again.body, system.get(&format!("/v1/sales/{id}")).must(200).body);
    assert_eq!(app.database.count("sale"), 1);
}

both!(a_key_belongs_to_one_body_one_customer_and_one_kind_of_write);
fn a_key_belongs_to_one_body_one_customer_and_one_kind_of_write(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let (sale, other) = (a_sale().open(app, &vendor), a_sale().open(app, &vendor));
    let (concerns, key) = (path(sale.id, "/concerns"), fresh_key());
    sale.browser.post_as(&concerns, &concern(), &key).must(200);
    let mut changed = concern();
    changed["words"] = json!("The lid is loose");
    sale.browser.post_as(&concerns, &changed, &key).refused(ErrorCode::IdempotencyKeyReused);
    // The order of the fields is not what was said.
    let reordered = r#"{"words": "The wand drips", "severity":"small",  "kind":"problem"}"#;
    let headers = [("Content-Type", "application/json"), ("Idempotency-Key", &*key)];
    let again = sale.browser.send("POST", &concerns, &headers, Some(reordered.as_bytes())).must(200);
    assert_eq!(again.header("idempotency-replayed"), "true");

    let theirs = other.browser.post_as(&path(other.id, "/concerns"), &concern(), &key).must(200);
    assert_eq!(theirs.header("idempotency-replayed"), "");
    let id = sale.view().concerns[0].id;
    let message = sale.browser.post_as(
        &path(sale.id, &format!("/concerns/{id}/messages")),
        &json!({"text": "It got worse"}),
        &key,
    );
    assert_eq!(message.must(200).header("idempotency-replayed"), "");
    assert_eq!(app.database.count("concern"), 2);
}

both!(twenty_copies_at_once_have_one_effect);
fn twenty_copies_at_once_have_one_effect(app: &TestApp) {
    let sale = opened(app);
    let twin = app.twin();
    let key = fresh_key();
    let before = app.database.count("sale_event");
    let replies: Vec<Reply> = thread::scope(|scope| {
        let copies: Vec<_> = (0..20)
            .map(|number| {
                let browser =
                    if number % 2 == 0 { sale.browser.clone() } else { sale.browser.clone().at(&twin.http) };
                let (concerns, key) = (path(sale.id, "/concerns"), &key);
                scope.spawn(move || browser.post_as(&concerns, &concern(), key))
            })
            .collect();
        copies.into_iter().map(|copy| copy.join().unwrap()).collect()
    });
    let answered: Vec<&Reply> = replies.iter().filter(|reply| reply.status == 200).collect();
    let fresh = answered.iter().filter(|reply| reply.header("idempotency-replayed").is_empty());
    assert_eq!(fresh.count(), 1);
    assert!(answered.iter().all(|reply| essence(reply) == essence(answered[0])));
    let others = replies.iter().filter(|reply| reply.status != 200);
    for reply in others {
        assert_eq!(
            (reply.status, &*reply.code(), reply.header("retry-after")),
            (409, "idempotency-in-flight", "1")
        );
    }
    assert_eq!(app.database.count("concern"), 1);
    assert_eq!(app.database.count("sale_event"), before + 1);
}

both!(a_refused_write_does_not_use_its_key_up);
fn a_refused_write_does_not_use_its_key_up(app: &TestApp) {
    let sale = opened(app);
    let (concerns, key) = (path(sale.id, "/concerns"), fresh_key());
    sale.browser.post_as(&concerns, &json!({"kind": "problem"}), &key).refused(ErrorCode::Validation);
    let reply = sale.browser.post_as(&concerns, &concern(), &key).must(200);
    assert_eq!(reply.header("idempotency-replayed"), "");
}

both!(a_vendors_write_is_repeated_safely_too);
fn a_vendors_write_is_repeated_safely_too(app: &TestApp) {
    let sale = opened(app);
    let payments = format!("/v1/sales/{}/payments", sale.id);
    let body = json!({"reference": "P-1", "amount": 129_900, "state": "cleared"});
    let key = fresh_key();
    let first = sale.system.post_as(&payments, &body, &key);
    let again = sale.system.post_as(&payments, &body, &key);
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert_eq!(essence(&first), essence(&again));
    let changed = json!({"reference": "P-1", "amount": 1, "state": "cleared"});
    sale.system.post_as(&payments, &changed, &key).refused(ErrorCode::IdempotencyKeyReused);
    // New customers are made once, too.
    let (anna, key) = (a_customer("anna"), fresh_key());
    let first = sale.system.post_as("/v1/customers", &anna, &key).must(201);
    let again = sale.system.post_as("/v1/customers", &anna, &key).must(201);
    assert_eq!(essence(&first), essence(&again));
}

both!(a_portal_write_needs_a_key_of_sixteen_to_a_hundred_and_twenty_eight_characters);
fn a_portal_write_needs_a_key_of_sixteen_to_a_hundred_and_twenty_eight_characters(app: &TestApp) {
    let sale = opened(app);
    let concerns = path(sale.id, "/concerns");
    let body = concern().to_string();
    let json = ("Content-Type", "application/json");
    sale.browser
        .send("POST", &concerns, &[json], Some(body.as_bytes()))
        .refused(ErrorCode::IdempotencyKeyMissing);
    let long = "x".repeat(129);
    for key in ["short", "0123456789 abcdef", &long] {
        let headers = [json, ("Idempotency-Key", key)];
        sale.browser.send("POST", &concerns, &headers, Some(body.as_bytes())).refused(ErrorCode::Malformed);
    }
    assert_eq!(app.database.count("concern"), 0);
}
