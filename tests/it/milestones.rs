//! Milestones with their overseers, and the small things that are still wrong.

use followthrough_common::error::ErrorCode;
use serde_json::{Value, json};

use crate::{
    builders::a_sale,
    clients::{fresh_key, path},
    customer_door::handling::part,
    harness::TestApp,
    vendor_door::handling::another_member,
};

both!(a_milestone_keeps_its_first_date_and_a_small_thing_ends_by_the_customers_word);
fn a_milestone_keeps_its_first_date_and_a_small_thing_ends_by_the_customers_word(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().open(app, &vendor);
    let mette = another_member(&sale, "Mette Dam");
    let list = format!("/v1/sales/{}/milestones", sale.id);
    let plan = |due: &str| json!({"title": "All machines run", "overseer": mette, "due": due});
    sale.system.post(&list, &plan("2026-10-01")).refuses_field("/due");
    let nobody = json!({"title": "x", "overseer": "mem_01h2xcejqtf2nbrexx3vqjhp41", "due": "2026-11-20"});
    sale.system.post(&list, &nobody).refuses_field("/overseer");
    sale.system.post(&list, &plan("2026-11-20")).must(200);
    let milestone = || part(&sale)["milestones"][0].clone();
    let id = milestone()["id"].as_str().unwrap().to_owned();
    assert_eq!(milestone()["overseer"], json!(mette));
    assert!(sale.view().people.iter().any(|person| &*person.name == "Mette Dam"));
    let ours = |what: &str, body: Value| sale.system.post(&format!("{list}/{id}/{what}"), &body);

    // It slips, with a reason, and only forward.
    ours("slip", json!({"to": "2026-11-19", "reason": "x"})).refuses_field("/to");
    ours("slip", json!({"to": "2026-11-24", "reason": " "})).refuses_field("/reason");
    ours("slip", json!({"to": "2026-11-24", "reason": "The electrician is ill"})).must(200);
    let slipped = milestone();
    assert_eq!((&slipped["original_due"], &slipped["due"]), (&json!("2026-11-20"), &json!("2026-11-24")));
    assert_eq!(slipped["slips"][0]["reason"], "The electrician is ill");

    // Both sides write down what is wrong; a tap that is sent twice is one.
    let snags = path(sale.id, &format!("/milestones/{id}/snags"));
    let (scratch, key) = (json!({"text": "A scratch on the side"}), fresh_key());
    sale.browser.post_as(&snags, &scratch, &key).must(200);
    sale.browser.post_as(&snags, &scratch, &key).must(200);
    ours("snags", json!({"text": "A loose cable", "owner": vendor.member, "due": "2026-11-23"})).must(200);
    let known = milestone()["snags"].as_array().unwrap().clone();
    assert_eq!(known.len(), 2);
    assert_eq!((&known[0]["owner"], &known[0]["by"]), (&json!(mette), &json!("customer")));
    let snag = known[0]["id"].as_str().unwrap().to_owned();
    let theirs = |what: &str| path(sale.id, &format!("/milestones/{id}/snags/{snag}/{what}"));
    ours(&format!("snags/{snag}/fix"), json!({"note": "Polished"})).must(200);
    ours(&format!("snags/{snag}/confirm"), json!({})).must(404);
    sale.browser.post(&theirs("reopen"), &json!({"note": "I still see it"})).must(200);
    sale.browser.post(&theirs("reopen"), &json!({})).refused(ErrorCode::Conflict);
    ours(&format!("snags/{snag}/fix"), json!({"note": "A new panel"})).must(200);
    let seen_open = json!({"expected_state": "open"});
    sale.browser.post(&theirs("confirm"), &seen_open).refused(ErrorCode::StateChanged);
    sale.browser.post(&theirs("confirm"), &json!({"expected_state": "fixed"})).must(200);
    assert_eq!(milestone()["snags"][0]["state"], "confirmed");

    // It is reached, and does not slip any more.
    ours("reach", json!({"note": "All four run"})).must(200);
    let refused = ours("slip", json!({"to": "2026-12-24", "reason": "x"})).refused(ErrorCode::Conflict);
    assert_eq!(refused.json()["standing"]["state"], "reached");
    assert_eq!(milestone()["note"], "All four run");
    let kinds = app.database.texts(
        "SELECT kind AS value FROM sale_event WHERE kind LIKE 'milestone.%' OR kind LIKE 'snag.%' ORDER BY seq",
    );
    let expected = [
        "milestone.planned",
        "milestone.slipped",
        "snag.added",
        "snag.added",
        "snag.fixed",
        "snag.reopened",
        "snag.fixed",
        "snag.confirmed",
        "milestone.reached",
    ];
    assert_eq!(kinds, expected);
}
