//! What the vendor proposes to do differently: the customer takes it, leaves it, or talks about it first.

use followthrough_common::error::ErrorCode;
use serde_json::{Value, json};

use crate::{
    builders::{TestSale, a_sale},
    clients::path,
    harness::TestApp,
};

#[track_caller]
fn newest(sale: &TestSale) -> Value {
    sale.browser.get(&path(sale.id, "")).must(200).json()["adjustments"][0].clone()
}

both!(an_adjustment_is_taken_left_or_talked_about);
fn an_adjustment_is_taken_left_or_talked_about(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().with("without_agenda", json!(true)).open(app, &vendor);
    let list = format!("/v1/sales/{}/adjustments", sale.id);
    let tank = json!({"what": "A larger tank", "why": "You brew for twelve", "price_change": 4_000, "due": "2026-11-20"});
    sale.system.post(&list, &json!({"what": "A larger tank", "why": ""})).refuses_field("/why");
    let late = json!({"what": "A tank", "why": "So", "due": "2026-11-01"});
    sale.system.post(&list, &late).refuses_field("/due");
    assert_eq!(newest(&sale), Value::Null, "nothing is half stored");
    for _ in 0..2 {
        sale.system.post_as(&list, &tank, "the-same-proposal-once").must(200);
    }
    assert_eq!(sale.system.sale(sale.id).adjustments.len(), 1);
    let shown = newest(&sale);
    assert_eq!(
        (&shown["state"], &shown["allowed"]),
        (&json!("proposed"), &json!(["accept", "decline", "talk"]))
    );
    assert_eq!(shown["versions"][0]["by"], "Jonas Holm");
    let id = shown["id"].as_str().unwrap().to_owned();
    let reply = format!("/adjustments/{id}/reply");
    // Talked about, it is a question that somebody answers for.
    let view = sale.customer_does(&reply, &json!({"reply": "talk", "note": "Does it fit under the shelf?"}));
    let shown = newest(&sale);
    assert_eq!((&shown["state"], &shown["concern"]), (&json!("talking"), &json!(view.concerns[0].id)));
    assert_eq!(view.concerns[0].words.as_deref(), Some("Does it fit under the shelf?"));
    let flat = json!({"what": "A flat tank", "why": "It fits", "price_change": 2_000, "due": "2026-11-24"});
    sale.vendor_does(&format!("/adjustments/{id}/revise"), &flat);
    assert_eq!(newest(&sale)["versions"].as_array().unwrap().len(), 2, "what was proposed first stays");
    // A yes counts for the words that were read, and for no others.
    let yes = |version: usize| json!({"reply": "accept", "version": version, "expected_state": "proposed"});
    sale.browser.post(&path(sale.id, &reply), &json!({"reply": "accept"})).refuses_field("/version");
    sale.browser.post(&path(sale.id, &reply), &yes(1)).refused(ErrorCode::StateChanged);
    let view = sale.customer_does(&reply, &yes(2));
    let promised = view.promises.iter().find(|it| &*it.statement == "A flat tank").unwrap();
    assert_eq!(promised.original_due.unwrap().to_string(), "2026-11-24");
    assert_eq!(newest(&sale)["promise"], json!(promised.id));
    assert_eq!(sale.system.sale(sale.id).invoiced, Some(131_900), "what there is to pay follows");
    let again = sale.browser.post(&path(sale.id, &reply), &json!({"reply": "decline"}));
    let problem = again.refused(ErrorCode::Conflict).json();
    assert_eq!(
        (&problem["standing"]["state"], &problem["standing"]["allowed"]),
        (&json!("accepted"), &json!([]))
    );
    let second = sale.system.post(&list, &json!({"what": "A lid", "why": "It is warm"})).must(200).json();
    let second = second["adjustments"][1]["id"].as_str().unwrap().to_owned();
    sale.vendor_does(&format!("/adjustments/{second}/withdraw"), &json!({"reason": "It is sold out"}));
    let third = sale.system.post(&list, &json!({"what": "A cup", "why": "It matches"})).must(200).json();
    let third = third["adjustments"][2]["id"].as_str().unwrap().to_owned();
    sale.customer_does(
        &format!("/adjustments/{third}/reply"),
        &json!({"reply": "decline", "note": "We have cups"}),
    );
    let states: Vec<_> = sale.system.sale(sale.id).adjustments.into_iter().map(|it| it.state).collect();
    assert_eq!(serde_json::to_value(states).unwrap(), json!(["accepted", "withdrawn", "declined"]));
    assert_eq!(sale.system.sale(sale.id).invoiced, Some(131_900), "only what was taken changes the price");
}
