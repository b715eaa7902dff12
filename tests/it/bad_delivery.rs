//! The story of a bad delivery, from the promised day that passed to a payment that came back.

use followthrough_common::{domain::promise::PromiseState, error::ErrorCode};
use serde_json::{Value, json};

use crate::{
    builders::{TestSale, a_sale},
    clients::path,
    customer_door::handling::part,
    harness::TestApp,
    vendor_door::handling::another_member,
};

/// How far the sale is, as its vendor reads it.
fn completion(sale: &TestSale) -> Value {
    sale.system.get(&format!("/v1/sales/{}/completion", sale.id)).must(200).json()
}

/// Why the sale is on today's list.
fn reasons(sale: &TestSale) -> Vec<String> {
    let page = sale.system.get("/v1/worklist/today?limit=100").must(200).json();
    let rows = page["items"].as_array().unwrap().iter();
    let theirs = rows.filter(|row| row["sale"] == json!(sale.id));
    theirs
        .flat_map(|row| row["reasons"].as_array().unwrap().clone())
        .map(|reason| format!("{} {}", reason["kind"].as_str().unwrap(), reason["code"].as_str().unwrap()))
        .collect()
}

fn pay(sale: &TestSale, state: &str) {
    sale.vendor_does("/payments", &json!({"reference": "P-1", "amount": 129_900, "state": state}));
}

both!(a_bad_delivery_is_put_right_in_two_rounds_and_a_reversed_payment_opens_the_sale_again);
fn a_bad_delivery_is_put_right_in_two_rounds_and_a_reversed_payment_opens_the_sale_again(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let promise = json!([{
        "statement": "It arrives by Thursday", "kind": "delivery", "source": "contract", "original_due": "2026-11-05",
    }]);
    let sale = a_sale().with("promises", promise).open(app, &vendor);
    // Before anything goes wrong, both agree what happens then.
    let mut terms = sale.system.get("/v1/agreement").must(200).json()["terms"].clone();
    terms["steps"] =
        json!([{"after": 1, "role": "manager", "name": "Lis Holm", "email": "lis@dealer.example"}]);
    sale.vendor_does("/agreement", &json!({"terms": terms}));
    sale.customer_does("/agreement/replies", &json!({"version": 1, "reply": "accept"}));

    // The promised day passes; the list shows it before anybody complains.
    sale.wait_until("2026-11-06T09:00:00Z");
    assert!(reasons(&sale).iter().any(|reason| reason.contains("promise")), "{:?}", reasons(&sale));

    // It comes on Monday; on Wednesday the customer is asked, and says that it is not as expected. The same
    // answer shows the concern, whose clock is the agreed one.
    let ask = sale.until_asked();
    let answer = json!({"value": "not_as_expected", "text": "The wand drips, and it came late"});
    let answered =
        sale.browser.post(&path(sale.id, &format!("/asks/{ask}/answers")), &answer).must(200).json();
    assert_eq!(answered["concerns"][0]["owner"], json!(vendor.member));
    let id = answered["concerns"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(answered["handling"]["concerns"][0]["terms"], json!({"source": "agreed", "version": 1}));
    assert_eq!(answered["concerns"][0]["facts"]["next_word_by"], "2026-11-11T12:00:00Z");
    assert!(reasons(&sale).iter().any(|reason| reason.contains("concern")), "{:?}", reasons(&sale));

    // The clock runs out once; the manager of the agreement takes over, and the customer sees who.
    sale.wait_until("2026-11-11T12:30:00Z");
    assert_eq!(part(&sale)["concerns"][0]["taken_over_by"]["name"], "Lis Holm");

    // First round: a proposal, which is a promise, and "not yet".
    let ours = |what: &str| format!("/v1/sales/{}/concerns/{id}/{what}", sale.id);
    let seal = json!({"text": "A new seal, fitted on Friday", "due": "2026-11-13"});
    sale.system.post(&ours("propose"), &seal).must(200);
    let view = sale.customer_does(&format!("/concerns/{id}/not-yet"), &json!({"note": "Still wet"}));
    assert_eq!(view.concerns[0].round, 2);

    // Second round: somebody else, and then it is sorted.
    let machine = json!({"text": "A new machine, here today"});
    sale.system.post(&ours("propose"), &machine).refused(ErrorCode::Conflict);
    let mette = another_member(&sale, "Mette Dam");
    sale.system.post(&ours("assign"), &json!({"to": mette})).must(200);
    sale.system.post(&ours("propose"), &machine).must(200);
    sale.system.post(&ours("confirm"), &json!({})).must(404);
    sale.customer_does(&format!("/concerns/{id}/confirm"), &json!({"expected_state": "proposed"}));
    sale.wait_until("2026-11-11T13:30:00Z");
    let easy = sale.open_ask();
    assert_eq!(easy.check, "easy@1");
    sale.customer_does(&format!("/asks/{}/answers", easy.id), &json!({"value": "5"}));

    // Everything that was promised is settled by the customer's word, everything is there and paid, and they
    // are satisfied: complete.
    for promise in sale.view().promises {
        let (id, state) = (promise.id, promise.facts.state);
        if !matches!(state, PromiseState::ClaimedKept | PromiseState::Kept) {
            sale.vendor_does(&format!("/promises/{id}/claim-kept"), &json!({}));
        }
        if state != PromiseState::Kept {
            sale.customer_does(&format!("/promises/{id}/reply"), &json!({"reply": "agree"}));
        }
    }
    let delivery = sale.view().deliveries[0].id;
    sale.customer_does(&format!("/deliveries/{delivery}/reply"), &json!({"is_complete": true}));
    pay(&sale, "cleared");
    sale.vendor_does("/asks", &json!({"check": "complete@1", "about": {"subject": "sale"}}));
    let last = sale.open_ask();
    assert_eq!(last.check, "complete@1");
    assert_eq!(completion(&sale)["is_complete"], false, "only the customer says the last word");
    sale.customer_does(&format!("/asks/{}/answers", last.id), &json!({"value": "yes"}));
    assert_eq!(completion(&sale)["is_complete"], true, "{}", completion(&sale));

    // The bank takes the money back: complete no more.
    pay(&sale, "reversed");
    assert_eq!(completion(&sale)["is_complete"], false);
    assert!(reasons(&sale).contains(&"completion completion_lost".to_owned()), "{:?}", reasons(&sale));

    // Every step is on the record, in this order.
    let kinds = app.database.texts("SELECT kind AS value FROM sale_event ORDER BY seq");
    let mut steps = [
        "agreement.offered",
        "agreement.accepted",
        "answer.given",
        "concern.raised",
        "concern.clock_ended",
        "concern.proposed",
        "promise.made",
        "concern.not_yet",
        "concern.assigned",
        "concern.proposed",
        "concern.confirmed",
        "answer.given",
        "payment.cleared",
        "answer.given",
        "sale.completed",
        "payment.reversed",
        "sale.reopened",
    ]
    .into_iter()
    .peekable();
    for kind in &kinds {
        steps.next_if(|step| step == kind);
    }
    assert_eq!(steps.next(), None, "{kinds:?}");

    // Both sides read it, except who worked on it behind the owner.
    let (mut told, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = sale.browser.get(&path(sale.id, &format!("/history?limit=100{cursor}"))).must(200).json();
        let entries = page["items"].as_array().unwrap().iter();
        told.extend(entries.map(|entry| entry["kind"].as_str().unwrap().to_owned()));
        let Some(next) = page["next_cursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    for kind in
        ["concern.raised", "concern.clock_ended", "concern.not_yet", "concern.confirmed", "sale.reopened"]
    {
        assert!(told.iter().any(|known| known == kind), "{kind}: {told:?}");
    }
    assert!(!told.iter().any(|kind| kind == "concern.assigned"), "{told:?}");
}
