//! A repeated write has one effect and gets the same answer, whatever happens in between.

use std::thread;

use chrono::TimeDelta;
use followthrough_common::error::ErrorCode;
use serde_json::{Value, json};

use crate::{
    builders::{TestSale, a_sale},
    clients::{fresh_key, path},
    harness::TestApp,
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

both!(the_same_write_twice_has_one_effect_and_the_same_answer);
fn the_same_write_twice_has_one_effect_and_the_same_answer(app: &TestApp) {
    let sale = opened(app);
    let (concerns, key) = (path(sale.id, "/concerns"), fresh_key());
    let first = sale.browser.post_as(&concerns, &concern(), &key).must(200);
    assert_eq!(first.header("idempotency-replayed"), "");
    // Much happens in between; the answer is still the one that was given.
    sale.browser.post(&concerns, &concern()).must(200);
    app.clock.advance(TimeDelta::hours(71));
    let again = sale.browser.post_as(&concerns, &concern(), &key);
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert_eq!(essence(&first), essence(&again));
    assert_eq!(app.database.count("concern"), 2);
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
    let (anna, key) = (crate::builders::a_customer("anna"), fresh_key());
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
