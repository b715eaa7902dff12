//! Who handles a concern, what may be said about it, and how it ends or comes back.

use followthrough_common::error::ErrorCode;
use serde_json::{Value, json};

use crate::{
    builders::{TestSale, a_sale},
    clients::path,
    customer_door::handling::part,
    harness::TestApp,
    vendor_door::handling::{another_member, put},
};

fn raise(sale: &TestSale, body: &Value) -> String {
    sale.customer_does("/concerns", body).concerns[0].id.to_string()
}

fn a_problem(sale: &TestSale) -> String {
    raise(sale, &json!({"kind": "problem", "severity": "small", "words": "It drips"}))
}

fn state(sale: &TestSale) -> Value {
    serde_json::to_value(sale.view().concerns[0].facts.state).unwrap()
}

both!(a_small_request_is_one_tap_and_the_customers_word_wins_over_it);
fn a_small_request_is_one_tap_and_the_customers_word_wins_over_it(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().with("reference", json!("SO-7")).open(app, &vendor);
    let id = raise(&sale, &json!({"kind": "request", "words": "A second filter, please"}));
    let view = sale.view();
    assert_eq!(view.concerns[0].owner, vendor.member);
    assert_eq!(serde_json::to_value(view.concerns[0].severity).unwrap(), "question");
    let before = view.concerns[0].facts.next_word_by.unwrap();
    assert_eq!(part(&sale)["concerns"][0]["reference"], "SO-7/1");
    // It was more than a request. What the customer calls it is what it is, and the clock comes forward.
    let describe = format!("/concerns/{id}/describe");
    sale.browser.post(&path(sale.id, &describe), &json!({})).refused(ErrorCode::Validation);
    let worse = json!({"kind": "complaint", "severity": "stops", "impact": "We cannot open"});
    let view = sale.customer_does(&describe, &worse);
    assert_eq!(serde_json::to_value(view.concerns[0].kind).unwrap(), "complaint");
    assert!(view.concerns[0].facts.next_word_by.unwrap() < before);
    assert_eq!(part(&sale)["concerns"][0]["impact"], "We cannot open");
    // The vendor has no way to call it something else.
    sale.system.post(&format!("/v1/sales/{}{describe}", sale.id), &worse).must(404);
}

both!(a_question_names_the_card_that_it_is_about);
fn a_question_names_the_card_that_it_is_about(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().open(app, &vendor);
    sale.vendor_does("/promises", &json!({"statement": "A grinder", "kind": "service", "source": "proposal", "original_due": "2026-11-12"}));
    sale.vendor_does("/updates", &json!({"kind": "progress", "text": "It left the factory"}));
    sale.deliver();
    let view = sale.view();
    let cards = [
        ("promise", view.promises[0].id.to_string()),
        ("update", view.updates[0].id.to_string()),
        ("delivery", view.deliveries[0].id.to_string()),
        ("touchpoint", view.touchpoints[0].id.to_string()),
    ];
    for (subject, id) in cards {
        let about = json!({"subject": subject, "id": id});
        let question = json!({"kind": "question", "words": "What does this mean?", "about": about});
        let concern = raise(&sale, &question);
        assert_eq!(part(&sale)["concerns"][0]["about"], about);
        sale.vendor_does(&format!("/concerns/{concern}/messages"), &json!({"text": "This:"}));
        let view = sale.customer_does(&format!("/concerns/{concern}/messages"), &json!({"text": "I see"}));
        assert_eq!(view.concerns[0].messages.len(), 2);
    }
    let foreign = json!({"subject": "promise", "id": "prm_01h2xcejqtf2nbrexx3vqjhp41"});
    let question = json!({"kind": "question", "words": "And this?", "about": foreign});
    sale.browser.post(&path(sale.id, "/concerns"), &question).refuses_field("/about");
    let count = sale.view().concerns.len();
    assert_eq!(count, 4, "what was refused is not stored");
}

both!(a_caller_reads_what_was_written_down_and_can_put_it_right);
fn a_caller_reads_what_was_written_down_and_can_put_it_right(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().open(app, &vendor);
    let call = json!({"kind": "question", "words": "She asks about the noise", "channel": "phone", "caller": "Anna Berg"});
    let id = sale.system.acts(sale.id, "/concerns", &call).concerns[0].id;
    let told = part(&sale)["concerns"][0]["recorded"].clone();
    assert_eq!((&told["channel"], &told["caller"]), (&json!("phone"), &json!("Anna Berg")));
    assert_eq!(told["by"], json!(vendor.member));
    sale.customer_does(&format!("/concerns/{id}/messages"), &json!({"text": "That is not what I said"}));
    let right = json!({"kind": "problem", "severity": "big", "words": "It howls"});
    let view = sale.customer_does(&format!("/concerns/{id}/describe"), &right);
    assert_eq!(view.concerns[0].words.as_deref(), Some("It howls"));
    assert_eq!(serde_json::to_value(view.concerns[0].kind).unwrap(), "problem");
}

both!(the_face_changes_only_by_word_and_what_is_inside_stays_inside);
fn the_face_changes_only_by_word_and_what_is_inside_stays_inside(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().open(app, &vendor);
    let id = a_problem(&sale);
    let (mette, lis) = (another_member(&sale, "Mette Dam"), another_member(&sale, "Lis Worker"));
    let to = |what: &str| format!("/v1/sales/{}/concerns/{id}/{what}", sale.id);
    sale.system.post(&to("assign"), &json!({"to": "mem_01h2xcejqtf2nbrexx3vqjhp41"})).refuses_field("/to");
    sale.system.post(&to("assign"), &json!({"to": lis})).must(200);
    sale.system.post(&to("notes"), &json!({"text": "Known fault of the batch"})).must(200);
    put(&sale, &format!("/concerns/{id}/root-cause"), &json!({"text": "Cheap seals"}));
    let silent = sale.browser.get(&path(sale.id, "")).must(200);
    for secret in [&*lis, "Lis Worker", "Known fault", "Cheap seals"] {
        assert!(!silent.body.contains(secret), "{secret}");
        assert!(!sale.browser.get(&path(sale.id, "/history")).must(200).body.contains(secret), "{secret}");
    }
    assert_eq!(sale.view().concerns[0].owner, vendor.member, "assigning changes no face");
    sale.system.post(&to("hand-over"), &json!({"to": mette, "reason": " "})).refuses_field("/reason");
    sale.system.post(&to("hand-over"), &json!({"to": vendor.member, "reason": "x"})).refuses_field("/to");
    sale.system.post(&to("hand-over"), &json!({"to": mette, "reason": "Jonas is ill"})).must(200);
    let view = sale.view();
    assert_eq!(view.concerns[0].owner.to_string(), mette);
    assert!(view.people.iter().any(|person| &*person.name == "Mette Dam"));
    let told = part(&sale)["concerns"][0]["hand_overs"][0].clone();
    assert_eq!((&told["reason"], &told["from"]), (&json!("Jonas is ill"), &json!(vendor.member)));
    let ours = sale.system.sale(sale.id).handling.concerns.remove(0);
    assert_eq!(ours.assignee.unwrap().to_string(), lis);
    assert_eq!(ours.root_cause.as_deref(), Some("Cheap seals"));
}

both!(a_second_round_is_somebody_elses_or_has_a_reason);
fn a_second_round_is_somebody_elses_or_has_a_reason(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().open(app, &vendor);
    let id = a_problem(&sale);
    let to = |what: &str| format!("/v1/sales/{}/concerns/{id}/{what}", sale.id);
    let propose = || sale.system.post(&to("propose"), &json!({"text": "A new seal"}));
    propose().must(200);
    sale.customer_does(&format!("/concerns/{id}/not-yet"), &json!({"note": "Still wet"}));
    let refused = propose().refused(ErrorCode::Conflict).json();
    assert!(refused["detail"].as_str().unwrap().contains("assign somebody else"), "{refused}");
    let as_before = json!({"to": vendor.member});
    sale.system.post(&to("assign"), &as_before).refuses_field("/reason");
    let because = json!({"to": vendor.member, "reason": "Nobody else knows this machine"});
    sale.system.post(&to("assign"), &because).must(200);
    propose().must(200);
    let ours = sale.system.sale(sale.id).handling.concerns.remove(0);
    assert_eq!(ours.assigned_because.as_deref(), Some("Nobody else knows this machine"));
    assert_eq!(ours.escalation, 1);
    // Nobody who was not there before needs a reason.
    sale.customer_does(&format!("/concerns/{id}/not-yet"), &json!({}));
    let mette = another_member(&sale, "Mette Dam");
    sale.system.post(&to("assign"), &json!({"to": mette})).must(200);
    propose().must(200);
    assert_eq!(sale.view().concerns[0].round, 3);
}

both!(who_disagrees_with_the_final_answer_is_shown_the_way_outside);
fn who_disagrees_with_the_final_answer_is_shown_the_way_outside(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    let id = a_problem(&sale);
    let ours = |what: &str| format!("/v1/sales/{}/concerns/{id}/{what}", sale.id);
    let theirs = |what: &str| path(sale.id, &format!("/concerns/{id}/{what}"));
    sale.system.post(&ours("final-answer"), &json!({"text": "No"})).refused(ErrorCode::Conflict);
    sale.system.post(&ours("start"), &json!({})).must(200);
    sale.system.post(&ours("final-answer"), &json!({"text": "No"})).refuses_field("/outside_route");
    sale.browser.post(&theirs("disagree"), &json!({})).refused(ErrorCode::Conflict);
    let last_word = json!({"text": "It is within the norm", "outside_route": "The trade board"});
    sale.system.post(&ours("final-answer"), &last_word).must(200);
    let refused = sale.browser.post(&theirs("not-yet"), &json!({})).refused(ErrorCode::Conflict).json();
    let allowed = refused["standing"]["allowed"].as_array().unwrap().clone();
    assert!(allowed.contains(&json!({"action": "disagree", "by": "customer"})), "{allowed:?}");
    assert_eq!(part(&sale)["concerns"][0]["outside_route"], "The trade board");
    sale.browser.post(&theirs("disagree"), &json!({"note": "The norm is wrong"})).must(200);
    assert_eq!(state(&sale), "referred");
    let facts = sale.system.get(&format!("/v1/sales/{}/completion", sale.id)).must(200).json();
    assert_eq!(facts["is_complete"], false, "referred is not sorted");
    // What the board says can be proposed, and only the customer ends it.
    sale.system.post(&ours("propose"), &json!({"text": "As the board says: a new one"})).must(200);
    sale.browser.post(&theirs("confirm"), &json!({})).must(200);
    assert_eq!(state(&sale), "confirmed");
}

both!(what_is_back_follows_what_it_was);
fn what_is_back_follows_what_it_was(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    let first = a_problem(&sale);
    let back = |id: &str| path(sale.id, &format!("/concerns/{id}/it-is-back"));
    sale.browser.post(&back(&first), &json!({})).refused(ErrorCode::Conflict);
    sale.vendor_does(&format!("/concerns/{first}/propose"), &json!({"text": "A new seal"}));
    sale.customer_does(&format!("/concerns/{first}/confirm"), &json!({}));
    let body = json!({"words": "It drips again", "expected_state": "confirmed"});
    let key = crate::clients::fresh_key();
    let once = sale.browser.post_as(&back(&first), &body, &key).must(200);
    assert_eq!(sale.browser.post_as(&back(&first), &body, &key).must(200).body, once.body);
    let told = part(&sale)["concerns"].as_array().unwrap().clone();
    assert_eq!(told.len(), 2, "the same tap twice is one concern");
    assert_eq!((&told[0]["linked"][0], &told[1]["linked"][0]), (&told[1]["id"], &told[0]["id"]));
    assert_eq!(serde_json::to_value(sale.view().concerns[0].kind).unwrap(), "problem");
    // The vendor links what belongs together, once.
    let other = raise(&sale, &json!({"kind": "question", "words": "Which seal?"}));
    let link = format!("/v1/sales/{}/concerns/{other}/links", sale.id);
    sale.system.post(&link, &json!({"to": other})).refuses_field("/to");
    sale.system.post(&link, &json!({"to": first})).must(200);
    sale.system.post(&link, &json!({"to": first})).refused(ErrorCode::AlreadyExists);
    assert_eq!(part(&sale)["concerns"][0]["linked"], json!([first]));
}
