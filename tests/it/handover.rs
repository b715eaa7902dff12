//! Delivered, paid, satisfied: the three parts of completion, each of which can be taken back.

use followthrough_common::{
    domain::{concern::ConcernState, delivery::DeliveryState},
    error::ErrorCode,
};
use serde_json::{Value, json};

use crate::{
    builders::{TestSale, a_sale},
    clients::path,
    harness::TestApp,
};

/// A delivery of two lines.
fn report(sale: &TestSale) -> String {
    sale.wait_until("2026-11-09T10:00:00Z");
    let lines = json!([{"article": "Machine", "quantity": 1}, {"article": "Cups", "quantity": 24}]);
    let body = json!({"reference": "D-1", "delivered_on": "2026-11-09", "evidence": "Signed by Anna", "lines": lines});
    let id = sale.system.acts(sale.id, "/deliveries", &body).deliveries[0].id;
    // The same number again changes nothing.
    sale.vendor_does("/deliveries", &body);
    assert_eq!(sale.system.sale(sale.id).deliveries.len(), 1);
    id.to_string()
}

/// How far the sale is, as its vendor reads it.
#[track_caller]
fn completion(sale: &TestSale) -> Value {
    sale.system.get(&format!("/v1/sales/{}/completion", sale.id)).must(200).json()
}

/// The customer does not wait to be asked, and says this.
#[track_caller]
fn satisfied(sale: &TestSale, value: &str) {
    sale.customer_does("/asks", &json!({"check": "complete@1"}));
    let ask = sale.open_ask();
    assert_eq!(ask.check, "complete@1");
    sale.customer_does(&format!("/asks/{}/answers", ask.id), &json!({"value": value}));
}

fn pay(sale: &TestSale, reference: &str, amount: i64, state: &str) {
    sale.vendor_does("/payments", &json!({"reference": reference, "amount": amount, "state": state}));
}

both!(the_agenda_counts_from_the_first_delivery_of_which_anything_was_taken);
fn the_agenda_counts_from_the_first_delivery_of_which_anything_was_taken(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    let last = || sale.view().touchpoints.last().unwrap().facts.starts_at;
    let refused = report(&sale);
    let from_the_first = last();
    let no = json!([{"line": 1, "verdict": "refused", "note": "Dented"}, {"line": 2, "verdict": "refused", "note": "Wrong"}]);
    sale.customer_does(&format!("/deliveries/{refused}/lines"), &json!({"lines": no}));
    assert_eq!(last(), from_the_first, "nothing else has come yet");
    sale.wait_until("2026-11-16T10:00:00Z");
    let cups = json!([{"article": "Cups", "quantity": 24}]);
    let deliver = |reference: &str, on: &str| {
        sale.vendor_does("/deliveries", &json!({"reference": reference, "delivered_on": on, "lines": cups}));
    };
    deliver("D-2", "2026-11-16");
    assert_eq!(last() - from_the_first, chrono::TimeDelta::days(7), "what came in its place begins anew");
    sale.wait_until("2026-11-24T10:00:00Z");
    let before: Vec<_> = sale.view().touchpoints.iter().map(|it| (it.id, it.facts.starts_at)).collect();
    deliver("D-3", "2026-11-24");
    let after: Vec<_> = sale.view().touchpoints.iter().map(|it| (it.id, it.facts.starts_at)).collect();
    assert_eq!(after, before, "spare parts move nothing");
}

both!(what_is_short_or_refused_is_a_concern_in_the_same_request);
fn what_is_short_or_refused_is_a_concern_in_the_same_request(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    let zero = json!({"reference": "D-0", "delivered_on": "2026-11-02", "lines": [{"article": "Cups", "quantity": 0}]});
    let reply = sale.system.post(&format!("/v1/sales/{}/deliveries", sale.id), &zero);
    reply.refuses_field("/lines/0/quantity");
    let id = report(&sale);
    let lines = path(sale.id, &format!("/deliveries/{id}/lines"));
    let answer = |body: Value| sale.browser.post(&lines, &json!({"lines": body}));

    // What must be said is asked for, and nothing of the request is kept.
    answer(json!([])).refuses_field("/lines");
    answer(json!([{"line": 3, "verdict": "accepted"}])).refuses_field("/lines/0/line");
    let half = json!([{"line": 1, "verdict": "accepted"}, {"line": 2, "verdict": "short", "received": 24}]);
    answer(half).refuses_field("/lines/1/received");
    answer(json!([{"line": 2, "verdict": "refused"}])).refuses_field("/lines/0/note");
    let twice = json!([{"line": 1, "verdict": "accepted"}, {"line": 1, "verdict": "accepted"}]);
    answer(twice).refuses_field("/lines/1/line");
    let told = &sale.system.sale(sale.id).deliveries[0];
    assert!(told.lines.iter().all(|line| serde_json::to_value(line.state).unwrap() == "reported"));

    // One line is there, the other is short: the same answer shows the concern. Twice sent, it is one.
    let body = json!({"lines": [
        {"line": 1, "verdict": "accepted"},
        {"line": 2, "verdict": "short", "received": 20, "note": "One box was open"},
    ]});
    let key = crate::clients::fresh_key();
    let first = sale.browser.post_as(&lines, &body, &key).must(200);
    assert_eq!(sale.browser.post_as(&lines, &body, &key).must(200).body, first.body);
    let view = first.json();
    assert_eq!(view["handover"]["deliveries"][0]["lines"][1]["state"], "short");
    assert_eq!(view["concerns"].as_array().unwrap().len(), 1);
    assert_eq!(view["concerns"][0]["words"], "Cups: 20 / 24 (One box was open)");
    assert_eq!(sale.view().deliveries[0].state, DeliveryState::Incomplete);
    assert_eq!(completion(&sale)["obstacles"][0], "delivery");

    // The vendor cannot accept for them; a line that is whole cannot be completed again.
    let complete = format!("/v1/sales/{}/deliveries/{id}/complete", sale.id);
    let refused = sale.system.post(&complete, &json!({"lines": [1]})).refused(ErrorCode::Conflict).json();
    assert_eq!(refused["standing"]["state"], "accepted");
    sale.system.post(&complete, &json!({"lines": [7]})).refuses_field("/lines/0");
    sale.vendor_does(&format!("/deliveries/{id}/complete"), &json!({"lines": [2]}));
    assert_eq!(sale.view().deliveries[0].state, DeliveryState::Reported);
    answer(json!([{"line": 2, "verdict": "accepted"}])).must(200);
    assert_eq!(sale.view().deliveries[0].state, DeliveryState::Accepted);
    // A returned line opens it again.
    answer(json!([{"line": 2, "verdict": "refused", "note": "They are cracked"}])).must(200);
    let view = sale.view();
    assert_eq!(view.deliveries[0].state, DeliveryState::Incomplete);
    assert_eq!(view.concerns.len(), 2);
    assert_eq!(view.concerns[0].facts.state, ConcernState::Raised);
}

both!(a_delivery_without_lines_is_answered_as_a_whole);
fn a_delivery_without_lines_is_answered_as_a_whole(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    sale.deliver();
    let id = sale.view().deliveries[0].id;
    let lines = path(sale.id, &format!("/deliveries/{id}/lines"));
    let body = json!({"lines": [{"line": 1, "verdict": "accepted"}]});
    sale.browser.post(&lines, &body).refuses_field("/lines/0/line");
    sale.customer_does(&format!("/deliveries/{id}/reply"), &json!({"is_complete": true}));
    assert_eq!(sale.view().deliveries[0].state, DeliveryState::Accepted);
}

both!(a_sale_is_complete_only_while_all_three_parts_are_and_every_turn_is_on_record_once);
fn a_sale_is_complete_only_while_all_three_parts_are_and_every_turn_is_on_record_once(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().open(app, &vendor);
    let turns = |kind: &str| app.database.count(&format!("sale_event WHERE kind = 'sale.{kind}'"));
    let id = report(&sale);
    let at_first = completion(&sale);
    assert_eq!(at_first["is_complete"], false);
    assert_eq!(at_first["obstacles"], json!(["acceptance", "payment", "customers_word"]));
    let replies = json!({"lines": [{"line": 1, "verdict": "accepted"}, {"line": 2, "verdict": "accepted"}]});
    sale.customer_does(&format!("/deliveries/{id}/lines"), &replies);
    satisfied(&sale, "yes");

    // Part of the money, and money that is on its way, is not the money.
    pay(&sale, "P-1", 100_000, "cleared");
    pay(&sale, "P-2", 29_900, "pending");
    assert_eq!(completion(&sale)["obstacles"], json!(["payment"]));
    assert_eq!(turns("completed"), 0);
    pay(&sale, "P-2", 29_900, "cleared");
    pay(&sale, "P-2", 29_900, "cleared");
    assert_eq!(completion(&sale)["is_complete"], true);
    assert_eq!((turns("completed"), turns("reopened")), (1, 0));

    // The bank takes it back: open again, with the reason, and it does not come back by itself.
    pay(&sale, "P-2", 29_900, "reversed");
    pay(&sale, "P-2", 29_900, "reversed");
    let reopened = completion(&sale);
    assert_eq!((&reopened["is_complete"], &reopened["obstacles"]), (&json!(false), &json!(["payment"])));
    assert_eq!((turns("completed"), turns("reopened")), (1, 1));
    let again = json!({"reference": "P-2", "amount": 29_900, "state": "cleared"});
    let payments = format!("/v1/sales/{}/payments", sale.id);
    let refused = sale.system.post(&payments, &again).refused(ErrorCode::Conflict).json();
    assert_eq!(refused["standing"]["state"], "reversed");
    // Money that was never there cannot go back.
    let unknown = json!({"reference": "R-1", "amount": 29_900, "state": "reversed"});
    let refused = sale.system.post(&payments, &unknown).refused(ErrorCode::Validation).json();
    assert_eq!(refused["errors"][0]["pointer"], "/reference");
    pay(&sale, "P-3", 29_900, "cleared");
    assert_eq!((turns("completed"), turns("reopened")), (2, 1));

    sale.wait_until("2026-11-12T10:00:00Z");
    let answer = |check: &str, value: &str| {
        let ask = sale.open_ask();
        assert_eq!(ask.check, check);
        sale.customer_does(&format!("/asks/{}/answers", ask.id), &json!({"value": value}));
    };
    answer("expected@1", "as_expected");
    // A new concern within two weeks opens it again; it closes by the customer's word and a new answer.
    let concern = json!({"kind": "problem", "severity": "small", "words": "It drips"});
    let concern = sale.customer_does("/concerns", &concern).concerns[0].id;
    assert_eq!(completion(&sale)["obstacles"], json!(["concern"]));
    sale.vendor_does(&format!("/concerns/{concern}/propose"), &json!({"text": "A new seal"}));
    sale.customer_does(&format!("/concerns/{concern}/confirm"), &json!({}));
    assert_eq!(completion(&sale)["is_complete"], false, "the word was given before the concern ended");
    assert_eq!((turns("completed"), turns("reopened")), (2, 2));
    // They are asked for it by themselves, a day after they were asked how easy it was.
    sale.wait_until("2026-11-12T12:00:00Z");
    answer("easy@1", "6");
    sale.wait_until("2026-11-13T12:00:00Z");
    answer("complete@1", "yes");
    assert_eq!(completion(&sale)["is_complete"], true);
    assert_eq!((turns("completed"), turns("reopened")), (3, 2));
    pay(&sale, "P-3", 29_900, "reversed");
    // Nobody but the customer says that they are satisfied: there is no such path.
    sale.system.post(&format!("/v1/sales/{}/completion", sale.id), &json!({})).must(405);
    let view = sale.browser.get(&path(sale.id, "")).must(200).json();
    assert_eq!(view["handover"]["completed_at"], Value::Null);
}

both!(time_completes_a_delivery_that_nobody_contradicts);
fn time_completes_a_delivery_that_nobody_contradicts(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().with("invoiced", json!(0)).open(app, &vendor);
    sale.deliver();
    satisfied(&sale, "yes");
    assert_eq!(completion(&sale)["obstacles"], json!(["acceptance"]));
    let completed = || app.database.count("sale_event WHERE kind = 'sale.completed'");
    sale.wait_until("2026-11-16T09:59:00Z");
    assert_eq!(completed(), 0);
    sale.wait_until("2026-11-16T10:01:00Z");
    assert_eq!(completed(), 1);
    assert_eq!(completion(&sale)["is_complete"], true);
    // A promise whose day passes opens it again, by time alone.
    let promise = json!({"statement": "A grinder", "kind": "service", "source": "contract", "original_due": "2026-11-18"});
    sale.vendor_does("/promises", &promise);
    sale.wait_until("2026-11-19T10:00:00Z");
    assert_eq!(completion(&sale)["obstacles"], json!(["promise"]));
    assert_eq!(app.database.count("sale_event WHERE kind = 'sale.reopened'"), 1);
    sale.wait_until("2026-11-25T10:00:00Z");
    assert_eq!((completed(), app.database.count("sale_event WHERE kind = 'sale.reopened'")), (1, 1));
}

both!(a_follow_up_that_ends_without_satisfaction_never_counts_as_satisfied);
fn a_follow_up_that_ends_without_satisfaction_never_counts_as_satisfied(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().open(app, &vendor);
    let ends = format!("/v1/sales/{}/end-unsatisfied", sale.id);
    sale.system.post(&ends, &json!({"reason": " "})).refuses_field("/reason");
    sale.deliver();
    satisfied(&sale, "yes");
    pay(&sale, "P-1", 129_900, "cleared");
    let id = sale.view().deliveries[0].id;
    sale.customer_does(&format!("/deliveries/{id}/reply"), &json!({"is_complete": true}));
    assert_eq!(completion(&sale)["is_complete"], true);
    // While the customer is satisfied, the vendor cannot say otherwise; the customer can.
    let hard = json!({"reason": "They are hard to please"});
    let may = ["customer end_unsatisfied", "customer raise_concern"];
    sale.system.post(&ends, &hard).stands("sale complete", &may);
    let body = json!({"reason": "It was never what we were told"});
    let view = sale.browser.post(&path(sale.id, "/end-unsatisfied"), &body).must(200).json();
    assert_eq!(view["handover"]["ended"]["by"], "customer");
    assert_eq!(view["sale"]["state"], "closed");
    let open = ["planned", "confirmed"];
    let touchpoints = view["touchpoints"].as_array().unwrap();
    assert!(touchpoints.iter().all(|item| !open.contains(&item["facts"]["state"].as_str().unwrap())));
    assert_eq!(completion(&sale)["obstacles"], json!(["ended"]));
    assert_eq!(app.database.count("sale_event WHERE kind = 'sale.reopened'"), 1);
    sale.system.post(&ends, &json!({"reason": "Again"})).refused(ErrorCode::Conflict);
    sale.wait_until("2027-01-10T10:00:00Z");
    assert_eq!(completion(&sale)["is_complete"], false);
    assert_eq!(app.database.count("sale_event WHERE kind = 'sale.completed'"), 1);
}
