//! Who looks after the customer, and whether follow-up goes on.

use followthrough_common::domain::check::AskState;
use serde_json::{Value, json};

use super::{a_member, is_listed, record, whole};
use crate::{
    builders::{TestSale, a_sale},
    clients::{fresh_key, path},
    harness::TestApp,
    inside::MARK,
};

fn announcement(to: &str, from_day: &str) -> Value {
    json!({
        "to": to,
        "reason": "Jonas moves to another team",
        "effective_from": from_day,
        "handover": format!("They once lost a machine in transit: be careful with dates. {MARK}"),
        "introduction": "I am Mette, I have fitted these machines for ten years",
    })
}

fn announce(sale: &TestSale, to: &str, from_day: &str) -> String {
    sale.vendor_does("/owner-changes", &announcement(to, from_day));
    let changes = record(sale)["contact"]["owner_changes"].clone();
    changes.as_array().unwrap().last().unwrap()["id"].as_str().unwrap().to_owned()
}

/// A plan to keep in touch, a milestone with two small things, and one that is reached.
fn oversee(sale: &TestSale, owner: &Value, other: &str) {
    let plan = json!({"interval": {"every": 1, "unit": "months"}, "topics": ["Service"], "next_review_on": "2027-03-01", "owner": owner});
    sale.vendor_does("/relationship-plan", &plan);
    let milestone = |title: &str| {
        let body = json!({"title": title, "overseer": owner, "due": "2026-11-20"});
        sale.system.acts(sale.id, "/milestones", &body).handling.milestones.last().unwrap().id
    };
    let (first, second) = (milestone("All machines run"), milestone("A second shop"));
    sale.customer_does(&format!("/milestones/{first}/snags"), &json!({"text": "A scratch"}));
    sale.vendor_does(
        &format!("/milestones/{first}/snags"),
        &json!({"text": "A loose cable", "owner": other}),
    );
    sale.vendor_does(&format!("/milestones/{second}/reach"), &json!({}));
}

both!(another_owner_is_announced_asked_about_and_takes_effect_once);
fn another_owner_is_announced_asked_about_and_takes_effect_once(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().open(app, &vendor);
    let mette = a_member(&sale.system, "Mette Dam");
    let changes = format!("/v1/sales/{}/owner-changes", sale.id);
    let refused = |body: &Value, pointer: &str| {
        sale.system.post(&changes, body).refuses_field(pointer);
    };
    refused(&announcement(&mette, "2026-11-02"), "/effective_from");
    refused(&announcement(&vendor.member.to_string(), "2026-11-04"), "/to");
    refused(&announcement("mem_01h2xcejqtf2nbrexx3vqjhp41", "2026-11-04"), "/to");
    let mut without = announcement(&mette, "2026-11-04");
    without.as_object_mut().unwrap().remove("handover");
    sale.system.post(&changes, &without).must(422);
    assert_eq!(record(&sale)["contact"]["owner_changes"], json!([]), "nothing is half stored");
    let key = fresh_key();
    let body = announcement(&mette, "2026-11-04");
    sale.system.post_as(&changes, &body, &key).must(200);
    sale.system.post_as(&changes, &body, &key).must(200);
    let may = ["customer agree", "customer contest", "member withdraw", "system take_effect"];
    sale.system.post(&changes, &body).stands("owner_change announced", &may);
    // The customer is told before, with who and why; the handover is the vendor's own.
    let seen = sale.browser.get(&path(sale.id, "")).must(200);
    assert!(!seen.body.contains("lost a machine"), "the handover is not the customer's");
    let shown = seen.json()["contact"]["owner_changes"][0].clone();
    assert_eq!((&shown["to_name"], &shown["state"]), (&json!("Mette Dam"), &json!("announced")));
    assert!(!sale.browser.get(&path(sale.id, "/history")).must(200).body.contains("lost a machine"));
    assert!(
        sale.system.get(&format!("/v1/sales/{}/history", sale.id)).must(200).body.contains("lost a machine")
    );
    let concern = json!({"kind": "question", "severity": "question", "words": "Where is the switch?"});
    sale.customer_does("/concerns", &concern);
    oversee(&sale, &json!(vendor.member), &a_member(&sale.system, "Bo Lund"));
    let id = shown["id"].as_str().unwrap();
    sale.customer_does(
        &format!("/owner-changes/{id}/reply"),
        &json!({"is_fine": true, "expected_state": "announced"}),
    );
    assert_eq!(record(&sale)["owner"], json!(vendor.member), "not before its day");
    sale.wait_until("2026-11-04T08:00:00Z");
    let after = record(&sale);
    assert_eq!(
        (&after["owner"], &after["contact"]["owner_changes"][0]["state"]),
        (&json!(mette), &json!("effective"))
    );
    assert_eq!(after["concerns"][0]["owner"], json!(mette), "open concerns pass on");
    let touchpoints = after["touchpoints"].as_array().unwrap();
    assert!(touchpoints.iter().filter(|it| it["state"] == "planned").all(|it| it["owner"] == json!(mette)));
    assert_eq!(after["value"]["relationship_plan"]["terms"]["owner"], json!(mette), "and who keeps in touch");
    let milestones = after["handling"]["milestones"].clone();
    let snags: Vec<_> = milestones[0]["snags"].as_array().unwrap().iter().map(|it| &it["owner"]).collect();
    assert_eq!((&milestones[0]["overseer"], snags[0]), (&json!(mette), &json!(mette)));
    assert_ne!(snags[1], &json!(mette), "what is somebody else's stays with them");
    assert_eq!(milestones[1]["overseer"], json!(vendor.member), "what is behind us was theirs");
    sale.wait_until("2026-11-06T08:00:00Z");
    assert_eq!(app.database.count("sale_event WHERE kind = 'owner_change.took_effect'"), 1);
    sale.system.post(&format!("{changes}/{id}/withdraw"), &json!({})).must(409);
}

both!(a_contested_owner_waits_for_the_customer_and_can_be_withdrawn);
fn a_contested_owner_waits_for_the_customer_and_can_be_withdrawn(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().open(app, &vendor);
    let mette = a_member(&sale.system, "Mette Dam");
    let id = announce(&sale, &mette, "2026-11-04");
    let reply = json!({"is_fine": false, "note": "Jonas knows our house"});
    let view = sale.customer_does(&format!("/owner-changes/{id}/reply"), &reply);
    assert_eq!(view.concerns[0].words.as_deref(), Some("Jonas knows our house"), "\"not fine\" is a concern");
    assert!(is_listed(&sale, "owner_contested"));
    sale.wait_until("2026-11-05T08:00:00Z");
    assert_eq!(record(&sale)["owner"], json!(vendor.member), "nothing happens against the customer's word");
    sale.vendor_does(&format!("/owner-changes/{id}/withdraw"), &json!({"note": "Jonas stays"}));
    assert_eq!(whole(&sale)["contact"]["owner_changes"][0]["state"], "withdrawn");
    assert!(!is_listed(&sale, "owner_contested"));
    let late =
        sale.browser.post(&path(sale.id, &format!("/owner-changes/{id}/reply")), &json!({"is_fine": true}));
    late.must(409);
    // A new one may be announced now.
    announce(&sale, &mette, "2026-11-09");
}

both!(a_pause_holds_everything_and_what_was_held_gets_new_days);
fn a_pause_holds_everything_and_what_was_held_gets_new_days(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().open(app, &vendor);
    sale.deliver();
    let pause = json!({"action": "pause", "until": "2026-11-23", "reason": "We rebuild the kitchen"});
    for (wrong, pointer) in [
        (json!({"action": "pause", "until": "2026-11-09", "reason": "Now"}), "/until"),
        (json!({"action": "pause", "until": "2028-11-09", "reason": "Long"}), "/until"),
    ] {
        sale.browser.post(&path(sale.id, "/relationship"), &wrong).refuses_field(pointer);
    }
    let silences = || app.database.count("sale_event WHERE kind = 'sale.silent'");
    let before = silences();
    sale.customer_does("/relationship", &pause);
    let shown = whole(&sale)["contact"]["relationship"].clone();
    assert_eq!(
        (&shown["state"], &shown["by"], &shown["until"]),
        (&json!("paused"), &json!("customer"), &json!("2026-11-23"))
    );
    sale.wait_until("2026-11-22T12:00:00Z");
    assert!(sale.view().asks.iter().all(|ask| ask.facts.state != AskState::Offered), "nobody asks");
    assert_eq!(silences(), before, "no silence is counted");
    assert!(!is_listed(&sale, "not_reported") && !is_listed(&sale, "due_today"));
    assert_eq!(whole(&sale)["contacts"], json!([]));
    sale.wait_until("2026-11-23T09:00:00Z");
    assert_eq!(whole(&sale)["contact"]["relationship"]["state"], "active");
    assert_eq!(app.database.count("sale_event WHERE kind = 'relationship.resumed'"), 1);
    let training = sale.touchpoint("First session: getting going");
    assert!(training.slot.local_date > "2026-11-23".parse().unwrap(), "{:?}", training.slot);
    assert!(!whole(&sale)["contacts"].as_array().unwrap().is_empty());
}

both!(to_end_follow_up_is_the_customers_choice_and_they_may_come_back);
fn to_end_follow_up_is_the_customers_choice_and_they_may_come_back(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().open(app, &vendor);
    sale.browser.post(&path(sale.id, "/relationship"), &json!({"action": "end"})).must(422);
    sale.customer_does("/relationship", &json!({"action": "end", "reason": "We sold the machine"}));
    let ended = record(&sale)["contact"]["relationship"].clone();
    assert_eq!((&ended["state"], &ended["reason"]), (&json!("ended"), &json!("We sold the machine")));
    let again =
        sale.system.post(&format!("/v1/sales/{}/relationship", sale.id), &json!({"action": "resume"}));
    let refused = again.must(409).json()["standing"].clone();
    assert_eq!(
        (&refused["state"], &refused["allowed"]),
        (&json!("ended"), &json!([{"action": "resume", "by": "customer"}]))
    );
    sale.wait_until("2026-12-10T12:00:00Z");
    assert_eq!(
        app.database.count("sale_event WHERE kind IN ('sale.silent', 'sale.silence_near', 'ask.offered')"),
        0
    );
    sale.customer_does("/relationship", &json!({"action": "resume"}));
    assert_eq!(record(&sale)["contact"]["relationship"]["state"], "active");
    sale.vendor_does("/relationship", &json!({"action": "end", "reason": "We no longer serve this region"}));
    assert_eq!(whole(&sale)["contact"]["relationship"]["by"], "member", "the record says who did");
}
