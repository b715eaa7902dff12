//! Two who look at the same thing: what has not changed is not sent again, and who acts on what has changed is
//! shown how it is now.

use followthrough_backend::repo::vendor;
use followthrough_common::{api::view::CustomerView, error::ErrorCode};
use serde_json::json;

use crate::{
    builders::{a_customer, a_sale},
    clients::path,
    harness::TestApp,
    http::Reply,
};

#[track_caller]
fn fresh_view(reply: &Reply) -> CustomerView {
    serde_json::from_value(reply.json()["view"].clone()).unwrap()
}

both!(what_the_browser_has_already_is_not_sent_again);
fn what_the_browser_has_already_is_not_sent_again(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().open(app, &vendor);
    let own = path(sale.id, "");
    let look = |tag: &str| sale.browser.send("GET", &own, &[("If-None-Match", tag)], None);
    let first = sale.browser.get(&own).must(200);
    let tag = first.header("etag").to_owned();
    assert!(tag.starts_with('"'), "a strong tag: {tag}");
    let known = look(&tag).must(304);
    assert_eq!((known.body.as_str(), known.header("etag")), ("", &*tag));
    assert_eq!(look(&format!("\"other\", {tag}")).status, 304);
    assert_eq!(sale.browser.get(&own).must(200).body, first.body, "the same version has the same bytes");

    // Everything that the view shows changes the tag: the sale, the customer, the vendor's people, the policy.
    let id = sale.touchpoint("Second session: your own questions").id;
    let changed =
        sale.browser.post(&path(sale.id, &format!("/touchpoints/{id}/cancel")), &json!({})).must(200);
    let second = look(&tag).must(200).header("etag").to_owned();
    assert_eq!(changed.header("etag"), second, "a write tells the tag of what it shows");
    let mut anna = a_customer(&format!("{}-x", sale.id));
    let stored = sale.system.get(&format!("/v1/customers/{}", sale.customer)).must(200);
    anna["external_id"] = stored.json()["external_id"].clone();
    anna["name"] = json!("Anna Berg-Holm");
    let record = format!("/v1/customers/{}", sale.customer);
    sale.system.put(&record, &anna, stored.header("etag")).must(200);
    let third = look(&second).must(200);
    assert_eq!(third.json()["customer_name"], "Anna Berg-Holm");
    let third = third.header("etag").to_owned();
    let id = vendor.id;
    app.write(move |conn| Ok(vendor::touch_settings(conn, id)?));
    let fourth = look(&third).must(200).header("etag").to_owned();
    assert_ne!(third, fourth);
    look(&fourth).must(304);
}

both!(the_tag_is_the_same_on_every_server);
fn the_tag_is_the_same_on_every_server(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    let twin = app.twin();
    let tag = sale.browser.get(&path(sale.id, "")).must(200).header("etag").to_owned();
    let there = sale.browser.clone().at(&twin.http);
    there.send("GET", &path(sale.id, ""), &[("If-None-Match", &tag)], None).must(304);
    // What one server wrote, the other shows at once.
    sale.browser.post(
        &path(sale.id, "/concerns"),
        &json!({"kind": "question", "severity": "question", "words": "When?"}),
    );
    assert_eq!(there.view(sale.id).concerns.len(), 1);
}

both!(who_acts_on_what_has_changed_is_shown_how_it_is_now);
fn who_acts_on_what_has_changed_is_shown_how_it_is_now(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    sale.deliver();
    let id = sale.touchpoint("First session: getting going").id;
    let confirm = path(sale.id, &format!("/touchpoints/{id}/confirm"));
    // The customer still sees "planned" in one window and confirms in another.
    sale.browser.post(&confirm, &json!({"expected_state": "planned"})).must(200);
    let events = app.database.count("sale_event");
    let cancel = path(sale.id, &format!("/touchpoints/{id}/cancel"));
    let refused =
        sale.browser.post(&cancel, &json!({"expected_state": "planned"})).refused(ErrorCode::StateChanged);
    let shown = fresh_view(&refused).touchpoints.into_iter().find(|item| item.id == id).unwrap();
    assert_eq!(serde_json::to_value(shown.facts.state).unwrap(), "confirmed");
    assert_eq!(app.database.count("sale_event"), events, "nothing happened");
    sale.browser.post(&cancel, &json!({"expected_state": "confirmed"})).must(200);
}

both!(a_closed_question_takes_no_answer_and_shows_the_sale_as_it_is);
fn a_closed_question_takes_no_answer_and_shows_the_sale_as_it_is(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    let ask = sale.until_asked();
    let answers = path(sale.id, &format!("/asks/{ask}/answers"));
    sale.browser.post(&answers, &json!({"value": "as_expected"})).must(200);
    // It may be corrected for a day, then it stands.
    sale.browser.post(&answers, &json!({"value": "better"})).must(200);
    sale.wait_until("2026-11-12T11:00:00Z");
    let refused =
        sale.browser.post(&answers, &json!({"value": "as_expected"})).refused(ErrorCode::CheckClosed);
    assert_eq!(fresh_view(&refused).sale.id, sale.id);
    assert_eq!(app.database.texts("SELECT choice AS value FROM answer"), ["better"]);
}

both!(an_unanswered_question_closes_by_itself);
fn an_unanswered_question_closes_by_itself(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    let ask = sale.until_asked();
    sale.wait_until("2026-11-27T10:00:00Z");
    let answers = path(sale.id, &format!("/asks/{ask}/answers"));
    sale.browser.post(&answers, &json!({"value": "better"})).refused(ErrorCode::CheckClosed);
    assert_eq!(app.database.count("answer"), 0);
}

both!(a_visit_that_is_over_is_not_moved);
fn a_visit_that_is_over_is_not_moved(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    sale.deliver();
    let call = sale.touchpoint("A quick call to say thank you");
    let mut slot = serde_json::to_value(&call.slot).unwrap();
    slot["local_date"] = json!("2026-11-20");
    let moves = path(sale.id, &format!("/touchpoints/{}/move-requests", call.id));
    // Less than a day before, it is too late to move it, and afterwards all the more.
    for now in ["2026-11-10T08:00:00Z", "2026-11-10T12:00:00Z"] {
        sale.wait_until(now);
        let refused = sale.browser.post(&moves, &json!({"options": [slot]})).refused(ErrorCode::Conflict);
        assert_eq!(fresh_view(&refused).sale.id, sale.id);
    }
    let item = sale.touchpoint("A quick call to say thank you");
    assert_eq!((item.slot, item.pending_move), (call.slot, None));
}

both!(every_act_on_a_thing_compares_the_state_that_was_seen);
fn every_act_on_a_thing_compares_the_state_that_was_seen(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    sale.deliver();
    sale.is_satisfied();
    let pick = json!({"title": "Descaling", "link": "https://shop.example/descaling", "why": "You asked"});
    let resource = sale.system.acts(sale.id, "/resources", &pick).value.resources[0].id;
    sale.customer_does("/referrals", &json!({"name": "The bar in the lobby", "relation": "department"}));
    let referral = sale.system.sale(sale.id).value.referrals[0].id;
    let events = app.database.count("sale_event");
    let seen = json!({"expected_state": "of another day"});
    for act in ["open", "useful", "not-for-me"] {
        let place = path(sale.id, &format!("/resources/{resource}/{act}"));
        sale.browser.post(&place, &seen).refused(ErrorCode::StateChanged);
    }
    let place = path(sale.id, &format!("/referrals/{referral}/withdraw"));
    sale.browser.post(&place, &seen).refused(ErrorCode::StateChanged);
    for act in ["approach", "win", "lose"] {
        let place = format!("/v1/sales/{}/referrals/{referral}/{act}", sale.id);
        sale.system.post(&place, &seen).refused(ErrorCode::StateChanged);
    }
    assert_eq!(app.database.count("sale_event"), events, "nothing happened");
    // What was seen as it is, is done; what stands nowhere knows no such field.
    let approach = format!("/v1/sales/{}/referrals/{referral}/approach", sale.id);
    sale.system.post(&approach, &json!({"expected_state": "named"})).must(200);
    let reason = json!({"text": "The taste", "expected_state": "of another day"});
    sale.browser.post(&path(sale.id, "/reasons"), &reason).refuses_field("/expected_state");
}
