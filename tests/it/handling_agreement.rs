//! What happens when something goes wrong, agreed before anything does; and what matters most.

use followthrough_common::error::ErrorCode;
use serde_json::{Value, json};

use crate::{
    builders::{TestSale, a_sale},
    clients::path,
    customer_door::handling::{part, put},
    harness::TestApp,
    vendor_door::handling,
};

/// Terms to offer: the standard, with a manager and a way outside, and slower.
fn terms(sale: &TestSale) -> Value {
    let mut terms = sale.system.get("/v1/agreement").must(200).json()["terms"].clone();
    terms["steps"] = json!([{"after": 1, "role": "manager", "name": "Lis Holm", "phone": "+45 70 10 20 32"}]);
    terms["outside_route"] = json!({"en": "The trade board", "de": "die Schiedsstelle"});
    for severity in ["big", "small"] {
        terms["clocks"][severity]["acknowledge"] = json!({"working_hours": 6});
    }
    terms
}

both!(the_standard_applies_until_the_customer_accepts_something_else);
fn the_standard_applies_until_the_customer_accepts_something_else(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    let agreement = || part(&sale)["agreement"].clone();
    let at_first = agreement();
    assert_eq!(at_first["state"], "draft");
    assert_eq!(at_first["in_force"], json!({"source": "standard", "version": 0}));
    assert_eq!(at_first["terms"]["texts"][1], "Jonas Holm answers for it until you say it is sorted.");
    let paragraphs = at_first["terms"]["texts"].as_array().unwrap().len();
    assert_eq!(paragraphs, 5, "no way outside is known, so none is told");
    let german = sale.browser.clone().claiming("locale", json!("de-AT"));
    let texts = german.get(&path(sale.id, "")).must(200).json()["handling"]["agreement"]["terms"].clone();
    assert!(texts["texts"][1].as_str().unwrap().starts_with("Jonas Holm steht dafür ein"), "{texts}");

    // What is offered does not apply yet, and a clock that runs is not touched by it.
    let problem = json!({"kind": "problem", "severity": "big", "words": "It drips"});
    let running = sale.customer_does("/concerns", &problem).concerns[0].facts.next_word_by;
    let offer = json!({"terms": terms(&sale)});
    sale.vendor_does("/agreement", &offer);
    let replies = path(sale.id, "/agreement/replies");
    let reply = |body: &Value| sale.browser.post(&replies, body);
    reply(&json!({"version": 1, "reply": "change_wanted"})).refuses_field("/words");
    let wish = json!({"version": 1, "reply": "change_wanted", "words": "Call me, do not write"});
    reply(&wish).must(200);
    assert_eq!(agreement()["offer"]["wishes"][0]["words"], "Call me, do not write");
    assert_eq!(agreement()["in_force"]["source"], "standard");
    sale.vendor_does("/agreement", &offer);
    reply(&json!({"version": 1, "reply": "accept"})).refused(ErrorCode::StateChanged);
    let key = crate::clients::fresh_key();
    let accept = json!({"version": 2, "reply": "accept"});
    let accepted = sale.browser.post_as(&replies, &accept, &key).must(200);
    assert_eq!(sale.browser.post_as(&replies, &accept, &key).must(200).body, accepted.body);
    assert_eq!(agreement()["in_force"], json!({"source": "agreed", "version": 2}));
    assert_eq!(agreement()["terms"]["texts"].as_array().unwrap().len(), 6);
    assert_eq!(app.database.count("sale_event WHERE kind = 'agreement.accepted'"), 1);
    reply(&accept).refused(ErrorCode::Conflict);
    assert_eq!(sale.view().concerns[0].facts.next_word_by, running);
    // The agenda asked for it, so the agenda has it done.
    let item = sale.touchpoint("If something goes wrong");
    assert_eq!(serde_json::to_value(item.facts.state).unwrap(), "done");

    // The next concern goes by what was agreed, and its manager takes over when a deadline passes.
    let question = json!({"kind": "problem", "severity": "big", "words": "It hums"});
    let view = sale.customer_does("/concerns", &question);
    assert_eq!(part(&sale)["concerns"][0]["terms"], json!({"source": "agreed", "version": 2}));
    assert!(part(&sale)["concerns"][0]["taken_over_by"].is_null());
    assert!(view.concerns[0].facts.next_word_by < Some("2026-11-03T00:00:00Z".parse().unwrap()));
    sale.wait_until("2026-11-03T10:00:00Z");
    assert_eq!(part(&sale)["concerns"][0]["taken_over_by"]["name"], "Lis Holm");
}

both!(a_standard_that_could_not_be_kept_is_refused_by_name_and_versions_are_seen);
fn a_standard_that_could_not_be_kept_is_refused_by_name_and_versions_are_seen(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    let tag = sale.system.get("/v1/agreement").must(200).header("etag").to_owned();
    let good = terms(&sale);
    let with = |change: &dyn Fn(&mut Value)| {
        let mut terms = good.clone();
        change(&mut terms);
        terms
    };
    let never = with(&|terms| terms["clocks"]["big"]["propose"] = json!({"working_days": 99}));
    sale.system.put("/v1/agreement", &never, &tag).refuses_field("/clocks/big/propose");
    let unreachable = with(&|terms| {
        terms["steps"][0].as_object_mut().unwrap().remove("phone");
    });
    sale.system.put("/v1/agreement", &unreachable, &tag).refuses_field("/steps/0");
    let foreign = with(&|terms| terms["calendar"] = json!("cal_01h2xcejqtf2nbrexx3vqjhp41"));
    sale.system.put("/v1/agreement", &foreign, &tag).refuses_field("/calendar");
    let offer = format!("/v1/sales/{}/agreement", sale.id);
    sale.system.post(&offer, &json!({"terms": never})).refuses_field("/terms/clocks/big/propose");
    assert_eq!(app.database.count("agreement"), 0);
    sale.system.put("/v1/agreement", &good, &tag).must(200);
    sale.system.put("/v1/agreement", &good, &tag).refused(ErrorCode::PreconditionFailed);
    assert_eq!(part(&sale)["agreement"]["in_force"], json!({"source": "standard", "version": 1}));
}

both!(clocks_run_on_the_calendar_that_was_agreed);
fn clocks_run_on_the_calendar_that_was_agreed(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    let hours = json!([{"start": "09:00:00", "end": "21:00:00"}]);
    let week: Vec<Value> = (0..7).map(|_| hours.clone()).collect();
    let long = json!({"name": "Long days", "calendar": {"time_zone": "Europe/Copenhagen", "weekly": week}});
    let id = sale.system.post("/v1/calendars", &long).must(201).json()["id"].clone();
    let mut terms = terms(&sale);
    terms["calendar"] = id.clone();
    sale.vendor_does("/agreement", &json!({"terms": terms}));
    sale.customer_does("/agreement/replies", &json!({"version": 1, "reply": "accept"}));
    // A Saturday evening, on which the office is closed and the hotline is not.
    sale.wait_until("2026-11-07T18:00:00Z");
    let stops = json!({"kind": "problem", "severity": "stops", "words": "No coffee"});
    let view = sale.customer_does("/concerns", &stops);
    let due = view.concerns[0].facts.next_word_by.unwrap();
    assert_eq!(due.to_rfc3339(), "2026-11-07T19:00:00+00:00");
    // Shorter days from now on: a clock that runs keeps the calendar that it pinned.
    let path = format!("/v1/calendars/{}", id.as_str().unwrap());
    let tag = sale.system.get(&path).must(200).header("etag").to_owned();
    let mut shorter = long.clone();
    shorter["calendar"]["weekly"][6] = json!([]);
    sale.system.put(&path, &shorter, &tag).must(200);
    let clocks = sale.system.get(&format!("/v1/sales/{}/clocks", sale.id)).must(200).json();
    // One working day: Sunday until nine in the evening, with two hours left today.
    assert_eq!(clocks["concerns"][0]["clocks"][1]["due"], "2026-11-08T20:00:00Z");
    assert_eq!(clocks["concerns"][0]["clocks"][1]["working_minutes_left"], 14 * 60);
}

both!(what_matters_most_is_said_by_either_side_and_a_concern_names_it);
fn what_matters_most_is_said_by_either_side_and_a_concern_names_it(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    let area = |name: &str| json!({"area": name});
    let six: Vec<Value> = ["A", "B", "C", "D", "E", "F"].map(area).into();
    put(&sale, "/vital-areas", &json!({"areas": six})).refuses_field("/areas");
    let twice = json!({"areas": [area("Quiet"), area("quiet")]});
    put(&sale, "/vital-areas", &twice).refuses_field("/areas/1/area");
    let quiet = json!({"area": "Quiet", "why": "An open office", "standard": "Not heard next door"});
    put(&sale, "/vital-areas", &json!({"areas": [quiet, area("On time")]})).must(200);
    let known = part(&sale)["vital_areas"].clone();
    // The vendor turns the order; each keeps its id.
    let turned = json!({"areas": [known[1], known[0]]});
    assert_eq!(handling::put(&sale, "/vital-areas", &turned)["handling"]["vital_areas"][0], known[1]);
    let problem = json!({"kind": "problem", "words": "It howls", "vital_area": known[0]["id"]});
    sale.customer_does("/concerns", &problem);
    assert_eq!(part(&sale)["concerns"][0]["vital_area"], known[0]["id"]);
    let gone = json!({"kind": "problem", "words": "x", "vital_area": "vit_01h2xcejqtf2nbrexx3vqjhp41"});
    sale.browser.post(&path(sale.id, "/concerns"), &gone).refuses_field("/vital_area");
    assert_eq!(sale.view().concerns.len(), 1);
}
