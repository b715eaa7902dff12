//! Everything that a customer can do, each at least once, with what it leads to.

mod value;

use followthrough_common::{
    domain::{
        check::AskState, completion::Leg, concern::ConcernState, contact::next_contact,
        delivery::DeliveryState, promise::PromiseState, touchpoint::TouchpointState,
    },
    id::TouchpointId,
};
use serde_json::json;

use crate::{
    builders::{TestSale, a_sale},
    clients::path,
    contract::never_done,
    harness::TestApp,
};

mod addresses;
mod adjustments;
mod agenda;
mod contact;
pub mod handling;

fn state(sale: &TestSale, id: TouchpointId) -> TouchpointState {
    let view = sale.view();
    view.touchpoints.iter().find(|item| item.id == id).unwrap().facts.state
}

pub fn slot(date: &str) -> serde_json::Value {
    json!({"local_date": date, "hours": {"start": "13:00:00", "end": "13:45:00"}, "time_zone": "Europe/Copenhagen"})
}

both!(a_customer_can_do_everything_that_the_door_offers);
fn a_customer_can_do_everything_that_the_door_offers(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().to("anna").with("reference", json!("SO-1")).open(app, &vendor);
    looks(&sale);
    sale.vendor_does("/promises", &json!({"statement": "A grinder", "kind": "service", "source": "proposal", "original_due": "2026-11-12"}));
    sale.vendor_does("/promises", &json!({"statement": "A manual", "kind": "other", "source": "proposal", "original_due": "2026-11-12"}));
    sale.vendor_does(
        "/promises",
        &json!({"statement": "Free beans", "kind": "other", "source": "conversation"}),
    );
    sale.deliver();
    agenda(app, &sale);
    agenda::everything(&sale);
    promises(&sale);
    questions_and_concerns(&sale);
    addresses::everything(&sale);
    contact::everything(&sale);
    handling::everything(&sale, &vendor);
    adjustments::everything(&sale);
    let delivery = sale.view().deliveries[0].id;
    let missing = json!({"is_complete": false, "note": "The grinder's lid"});
    let view = sale.customer_does(&format!("/deliveries/{delivery}/reply"), &missing);
    assert_ne!(view.deliveries[0].state, DeliveryState::Accepted);
    sale.vendor_does(&format!("/deliveries/{delivery}/complete"), &json!({}));
    let view = sale.customer_does(&format!("/deliveries/{delivery}/reply"), &json!({"is_complete": true}));
    assert_eq!(view.deliveries[0].state, DeliveryState::Accepted);
    assert!(view.completion.satisfied_at.is_none());
    assert!(matches!(view.completion.paid, Leg::Open), "{:?}", view.completion.paid);
    value::completion_and_value(app, &vendor);
    assert_eq!(never_done(|path| path.starts_with("/v1/portal")), Vec::<String>::new());
}

fn looks(sale: &TestSale) {
    let listed = sale.browser.get("/v1/portal/sales").must(200).json();
    assert_eq!(listed["items"][0]["reference"], "SO-1");
    // By our id or by the vendor's own number.
    let by_reference = sale.browser.get("/v1/portal/sales/SO-1").must(200);
    assert_eq!(by_reference.body, sale.browser.get(&path(sale.id, "")).must(200).body);
    let view = sale.view();
    assert!(next_contact(&view.contacts, view.sale.purchased_at).is_some());
    let first = sale.browser.get("/v1/portal/view?locale=da&heading_level=3").must(200).json();
    assert_eq!(first["view"]["sale"]["id"], json!(sale.id));
    assert_eq!(first["read_only"], false);
    assert!(first["html"].as_str().unwrap().starts_with('<'));
    assert!(first["zones"]["Europe/Copenhagen"].as_array().unwrap().len() > 4);
    // The same with the token as a body, which browsers send without asking before.
    let token = sale.browser.token();
    let asked = sale.browser.send(
        "POST",
        "/v1/portal/view?sale=SO-1",
        &[("Content-Type", "text/plain")],
        Some(token.as_bytes()),
    );
    assert_eq!(asked.must(200).json()["view"], first["view"]);
    let item = view.touchpoints[0].id;
    sale.browser.get(&path(sale.id, &format!("/touchpoints/{item}/calendar.ics"))).must(200);
}

fn agenda(app: &TestApp, sale: &TestSale) {
    let training = sale.touchpoint("First session: getting going").id;
    let second = sale.touchpoint("Second session: your own questions").id;
    let visit = sale.touchpoint("Three weeks in: is it doing what you bought it for?").id;
    let act = |id: TouchpointId, what: &str, body: serde_json::Value| {
        sale.customer_does(&format!("/touchpoints/{id}/{what}"), &body);
    };
    let vendor = |id: TouchpointId, what: &str, body: serde_json::Value| {
        sale.vendor_does(&format!("/touchpoints/{id}/{what}"), &body);
    };
    act(training, "confirm", json!({}));
    assert_eq!(state(sale, training), TouchpointState::Confirmed);
    // The customer suggests; the vendor takes the second suggestion.
    act(
        training,
        "move-requests",
        json!({"options": [slot("2026-11-16"), slot("2026-11-17")], "reason": "A fair"}),
    );
    assert_eq!(sale.touchpoint("First session: getting going").slot.local_date.to_string(), "2026-11-12");
    vendor(training, "accept-move", json!({"option": 1}));
    let moved = sale.touchpoint("First session: getting going");
    assert_eq!(moved.slot.local_date.to_string(), "2026-11-17");
    assert_eq!(moved.moves[0].from.local_date.to_string(), "2026-11-12", "the first date stays on record");
    // The vendor suggests; the customer declines, then accepts.
    vendor(training, "move", json!({"to": slot("2026-11-18"), "reason": "Jonas is ill"}));
    act(training, "decline-move", json!({"note": "Not that day"}));
    vendor(training, "move", json!({"to": slot("2026-11-19"), "reason": "Jonas is ill"}));
    act(training, "accept-move", json!({"option": 0}));
    assert_eq!(sale.touchpoint("First session: getting going").slot.local_date.to_string(), "2026-11-19");
    act(visit, "cancel", json!({"note": "Not needed"}));
    assert_eq!(state(sale, visit), TouchpointState::Cancelled);
    act(sale.touchpoint("Start here today").id, "complete", json!({}));
    sale.wait_until("2026-11-19T14:00:00Z");
    let review = sale.touchpoint("Your first thirty days").id;
    vendor(training, "report", json!({"note": "Two people trained", "next": review}));
    act(training, "dispute", json!({"note": "Only one was there"}));
    assert_eq!(state(sale, training), TouchpointState::Disputed);
    act(training, "take-back", json!({}));
    assert_eq!(state(sale, training), TouchpointState::Done);
    vendor(second, "report", json!({"next": review}));
    act(second, "agree", json!({}));
    assert_eq!(state(sale, second), TouchpointState::Done);
    assert!(app.database.count("sale_event") > 30);
}

fn promises(sale: &TestSale) {
    let id = |statement: &str| {
        sale.view().promises.into_iter().find(|promise| &*promise.statement == statement).unwrap().id
    };
    let state = |statement: &str| {
        sale.view().promises.into_iter().find(|promise| &*promise.statement == statement).unwrap().facts.state
    };
    let (grinder, manual, beans) = (id("A grinder"), id("A manual"), id("Free beans"));
    let later = json!({"due": "2026-12-01", "reason": "The ship is late"});
    sale.vendor_does(&format!("/promises/{grinder}/propose-date"), &later);
    let proposed = sale.view().promises.into_iter().find(|promise| promise.id == grinder).unwrap().proposed;
    let yes = json!({"reply": "accept_date", "proposed_at": proposed.unwrap().at});
    sale.customer_does(&format!("/promises/{grinder}/reply"), &yes);
    let kept = sale.view().promises.into_iter().find(|promise| promise.id == grinder).unwrap();
    assert_eq!(kept.original_due.unwrap().to_string(), "2026-11-12", "the original date stays");
    assert_eq!(kept.current_due.unwrap().to_string(), "2026-12-01");
    sale.vendor_does(&format!("/promises/{manual}/claim-kept"), &json!({"evidence": "Sent by post"}));
    sale.customer_does(&format!("/promises/{manual}/dispute"), &json!({"note": "It never came"}));
    assert_eq!(state("A manual"), PromiseState::Disputed);
    sale.customer_does(&format!("/promises/{beans}/release"), &json!({}));
    assert_eq!(state("Free beans"), PromiseState::Released);
}

fn questions_and_concerns(sale: &TestSale) {
    let mistake = json!({"kind": "question", "severity": "question", "words": "Where is the switch?"});
    let id = sale.customer_does("/concerns", &mistake).concerns[0].id;
    let view = sale.customer_does(&format!("/concerns/{id}/withdraw"), &json!({"note": "Found it"}));
    assert_eq!(view.concerns[0].facts.state, ConcernState::Withdrawn);
    let ask = json!({"check": "complete@1", "about": {"subject": "sale"}});
    if !sale.view().asks.iter().any(|ask| ask.facts.state == AskState::Offered) {
        sale.vendor_does("/asks", &ask);
    }
    let open = sale.open_ask();
    let (ask, value) = (open.id, &open.choices[0].value);
    sale.customer_does(&format!("/asks/{ask}/snooze"), &json!({}));
    let concern = json!({"kind": "problem", "severity": "big", "words": "It leaks", "wanted": "A new one"});
    let view = sale.customer_does("/concerns", &concern);
    let id = view.concerns[0].id;
    sale.customer_does(&format!("/concerns/{id}/messages"), &json!({"text": "It leaks more"}));
    sale.vendor_does(&format!("/concerns/{id}/propose"), &json!({"text": "A new one"}));
    sale.customer_does(&format!("/concerns/{id}/not-yet"), &json!({"note": "It is not here"}));
    let mette = sale.system.post("/v1/members", &json!({"name": "Mette Dam"})).must(201).json()["id"].clone();
    sale.vendor_does(&format!("/concerns/{id}/assign"), &json!({"to": mette}));
    sale.vendor_does(&format!("/concerns/{id}/propose"), &json!({"text": "It is here now"}));
    sale.customer_does(&format!("/concerns/{id}/confirm"), &json!({}));
    // A question that was put off is still open, and can be answered any time.
    let view = sale.customer_does(&format!("/asks/{ask}/answers"), &json!({"value": value, "text": "Quick"}));
    assert_eq!(view.asks.iter().find(|it| it.id == ask).unwrap().facts.state, AskState::Answered);
}
