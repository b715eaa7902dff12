//! The customer's last word: it is asked for again when it could not count, and they may say it unasked.

use followthrough_common::{domain::check::AskState, error::ErrorCode};
use serde_json::{Value, json};

use crate::{
    builders::{TestSale, a_sale},
    clients::path,
    contact::is_listed,
    harness::TestApp,
    http::Reply,
};

const NOT_ASKED: &str = "word_not_asked";

/// Delivered and paid on the ninth, without an agenda that asks for the word.
fn handed_over(app: &TestApp) -> TestSale {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().with("without_agenda", json!(true)).open(app, &vendor);
    sale.deliver();
    sale.vendor_does("/payments", &json!({"reference": "P-1", "amount": 129_900, "state": "cleared"}));
    let delivery = sale.view().deliveries[0].id;
    sale.customer_does(&format!("/deliveries/{delivery}/reply"), &json!({"is_complete": true}));
    sale
}

fn ask(sale: &TestSale) {
    sale.vendor_does("/asks", &json!({"check": "complete@1", "about": {"subject": "sale"}}));
}

fn ask_oneself(sale: &TestSale, check: &str) -> Reply {
    sale.browser.post(&path(sale.id, "/asks"), &json!({"check": check}))
}

/// The word is asked for, and this is it.
#[track_caller]
fn say(sale: &TestSale, value: &str) {
    let ask = sale.open_ask();
    assert_eq!(ask.check, "complete@1");
    sale.customer_does(&format!("/asks/{}/answers", ask.id), &json!({"value": value}));
}

#[track_caller]
fn is_complete(sale: &TestSale) -> bool {
    let completion = sale.system.get(&format!("/v1/sales/{}/completion", sale.id)).must(200).json();
    completion["is_complete"] == true
}

/// How often the word was asked for.
fn words_asked(sale: &TestSale) -> usize {
    let asks = sale.system.get(&format!("/v1/sales/{}/asks", sale.id)).must(200).json();
    asks["items"].as_array().unwrap().iter().filter(|ask| ask["check"] == "complete@1").count()
}

fn complain(sale: &TestSale) -> String {
    let concern = json!({"kind": "problem", "severity": "small", "words": "It drips"});
    sale.customer_does("/concerns", &concern).concerns[0].id.to_string()
}

both!(after_a_no_that_was_put_right_the_customer_is_asked_again);
fn after_a_no_that_was_put_right_the_customer_is_asked_again(app: &TestApp) {
    let sale = handed_over(app);
    assert!(is_listed(&sale, NOT_ASKED), "nobody asked yet, and nobody will");
    ask(&sale);
    assert!(!is_listed(&sale, NOT_ASKED));
    say(&sale, "not_satisfied");
    let concern = sale.view().concerns[0].id;
    // The answer is locked by then: without another question there would be no way to say yes.
    sale.wait_until("2026-11-12T10:00:00Z");
    sale.vendor_does(&format!("/concerns/{concern}/propose"), &json!({"text": "A new seal"}));
    assert_eq!(words_asked(&sale), 1);
    sale.customer_does(&format!("/concerns/{concern}/confirm"), &json!({}));
    assert!(!is_listed(&sale, NOT_ASKED), "it is planned");
    sale.wait_until("2026-11-12T11:00:00Z");
    let easy = sale.open_ask();
    assert_eq!(easy.check, "easy@1");
    sale.customer_does(&format!("/asks/{}/answers", easy.id), &json!({"value": "6"}));
    sale.wait_until("2026-11-13T12:00:00Z");
    say(&sale, "yes");
    assert!(is_complete(&sale));
    app.run_worker();
}

both!(after_a_concern_that_followed_a_yes_the_customer_is_asked_again);
fn after_a_concern_that_followed_a_yes_the_customer_is_asked_again(app: &TestApp) {
    let sale = handed_over(app);
    ask(&sale);
    say(&sale, "yes");
    assert!(is_complete(&sale));
    let (first, second) = (complain(&sale), complain(&sale));
    sale.customer_does(&format!("/concerns/{first}/withdraw"), &json!({}));
    sale.wait_until("2026-11-11T10:00:00Z");
    assert_eq!(words_asked(&sale), 1, "another concern is open");
    sale.customer_does(&format!("/concerns/{second}/withdraw"), &json!({}));
    assert_eq!(words_asked(&sale), 2);
    sale.wait_until("2026-11-12T12:00:00Z");
    say(&sale, "yes");
    assert!(is_complete(&sale));
    // Settled for good: what comes up long after is a matter of its own.
    sale.wait_until("2026-12-10T10:00:00Z");
    let late = complain(&sale);
    sale.customer_does(&format!("/concerns/{late}/withdraw"), &json!({}));
    assert_eq!(words_asked(&sale), 2);
    assert!(is_complete(&sale));
}

both!(after_silence_the_customer_is_asked_again_once_a_late_promise_is_kept);
fn after_silence_the_customer_is_asked_again_once_a_late_promise_is_kept(app: &TestApp) {
    let sale = handed_over(app);
    ask(&sale);
    sale.wait_until("2026-11-24T10:00:00Z");
    assert!(sale.view().asks.iter().all(|ask| ask.facts.state != AskState::Offered), "it has expired");
    assert_eq!(words_asked(&sale), 1, "nobody nags");
    assert!(is_listed(&sale, NOT_ASKED));
    let promise = json!({"statement": "A grinder", "kind": "service", "source": "contract", "original_due": "2026-11-26"});
    sale.vendor_does("/promises", &promise);
    sale.wait_until("2026-11-30T10:00:00Z");
    assert!(!is_listed(&sale, NOT_ASKED), "the promise comes first");
    ask_oneself(&sale, "complete@1").refused(ErrorCode::Conflict);
    let promise = sale.view().promises[0].id;
    sale.vendor_does(&format!("/promises/{promise}/claim-kept"), &json!({}));
    sale.customer_does(&format!("/promises/{promise}/reply"), &json!({"reply": "agree"}));
    assert_eq!(words_asked(&sale), 2);
    sale.wait_until("2026-12-02T12:00:00Z");
    say(&sale, "yes");
    assert!(is_complete(&sale));
}

both!(customers_may_say_the_last_word_unasked);
fn customers_may_say_the_last_word_unasked(app: &TestApp) {
    let sale = handed_over(app);
    ask_oneself(&sale, "recommend@1").refuses_field("/check");
    ask_oneself(&sale, "nonsense").refuses_field("/check");
    // One question at a time, also here; and not amid a concern.
    sale.vendor_does("/asks", &json!({"check": "change@1", "about": {"subject": "sale"}}));
    let refused = ask_oneself(&sale, "complete@1").refused(ErrorCode::Conflict).json();
    assert!(refused["detail"].as_str().unwrap().contains("still open"), "{refused}");
    let change = sale.open_ask().id;
    sale.customer_does(&format!("/asks/{change}/answers"), &json!({"value": "small"}));
    let concern = sale.view().concerns.first().map(|concern| concern.id);
    if let Some(concern) = concern {
        let refused = ask_oneself(&sale, "complete@1").refused(ErrorCode::Conflict).json();
        assert!(refused["detail"].as_str().unwrap().contains("a concern is open"), "{refused}");
        sale.customer_does(&format!("/concerns/{concern}/withdraw"), &json!({}));
    }
    // The question of a minute ago does not count against it; twice asked, it is one.
    for _ in 0..2 {
        let view = ask_oneself(&sale, "complete@1").must(200).json();
        let open = view["asks"].as_array().unwrap().iter();
        let open: Vec<&Value> = open.filter(|ask| ask["facts"]["state"] == "offered").collect();
        assert_eq!((open.len(), &open[0]["check"]), (1, &json!("complete@1")));
    }
    assert_eq!(words_asked(&sale), 1);
    say(&sale, "yes");
    assert!(is_complete(&sale));
    // Long after, they may take it back just so.
    sale.wait_until("2026-12-20T10:00:00Z");
    ask_oneself(&sale, "complete@1").must(200);
    say(&sale, "missing");
    assert!(!is_complete(&sale));
    let pause = json!({"action": "pause", "until": "2027-01-20", "reason": "We rebuild the kitchen"});
    let concern = sale.view().concerns[0].id;
    sale.customer_does(&format!("/concerns/{concern}/withdraw"), &json!({}));
    sale.customer_does("/relationship", &pause);
    let refused = ask_oneself(&sale, "complete@1").refused(ErrorCode::Conflict).json();
    assert_eq!(refused["standing"]["state"], "paused");
    // A stranger finds nothing.
    let stranger = a_sale().open(app, &app.vendor("Best Boats"));
    let reply = stranger.browser.post(&path(sale.id, "/asks"), &json!({"check": "complete@1"}));
    reply.refused(ErrorCode::NotFound);
}

both!(who_says_it_before_the_day_has_answered_the_question_of_the_agenda);
fn who_says_it_before_the_day_has_answered_the_question_of_the_agenda(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    sale.deliver();
    assert_eq!(words_asked(&sale), 1, "the agenda will ask");
    ask_oneself(&sale, "complete@1").must(200);
    say(&sale, "yes");
    assert_eq!(words_asked(&sale), 1);
    app.run_worker();
}
