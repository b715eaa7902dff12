//! Other times and other people.

use super::*;

const SESSION: &str = "First session: getting going";
const SECOND: &str = "Second session: your own questions";

both!(a_move_shows_both_dates_who_and_why_and_beyond_the_limits_it_needs_a_bridge_or_a_yes);
fn a_move_shows_both_dates_who_and_why_and_beyond_the_limits_it_needs_a_bridge_or_a_yes(app: &TestApp) {
    let (vendor, sale) = delivered(app);
    let id = sale.touchpoint(SECOND).id;
    let what = format!("/touchpoints/{id}/move");
    // A day sooner keeps the rhythm, and moves at once.
    let soon = json!({"to": slot("2026-11-18"), "reason": "Jonas is at a fair"});
    sale.vendor_does(&what, &soon);
    let moved = sale.touchpoint(SECOND);
    let (from, to) = (&moved.moves[0].from.local_date, &moved.moves[0].to.local_date);
    assert_eq!((from.to_string(), to.to_string()), ("2026-11-19".to_owned(), "2026-11-18".to_owned()));
    assert_eq!(moved.moves[0].reason.as_deref(), Some("Jonas is at a fair"));
    // Ten days more do not.
    let late = json!({"to": slot("2026-11-30"), "reason": "Jonas is ill"});
    let reply = refused(app, &sale, &what, &late, ErrorCode::MomentumGap);
    let named: Vec<String> = breaches(&reply).into_iter().map(|(rule, ..)| rule).collect();
    assert_eq!(named, ["max_slip", "max_live_gap", "max_series_gap"]);
    // Both at once is no remedy; a bridge inside the gap is.
    let mut both = late.clone();
    both["ask_consent"] = json!(true);
    both["bridge"] = session(&vendor, "A call in between", "2026-11-19");
    sale.system.post(&format!("/v1/sales/{}{what}", sale.id), &both).refuses_field("/ask_consent");
    let mut bridged = json!({"to": slot("2026-11-26"), "reason": "Jonas is ill"});
    bridged["bridge"] =
        json!({"kind": "note", "title": "A card", "owner": vendor.member, "slot": slot("2026-11-19")});
    sale.system.post(&format!("/v1/sales/{}{what}", sale.id), &bridged).refuses_field("/bridge/kind");
    bridged["bridge"] = json!({"kind": "call", "title": "A call in between", "owner": vendor.member, "slot": slot("2026-11-19")});
    let key = "move-with-bridge-0001";
    let first = sale.system.post_as(&format!("/v1/sales/{}{what}", sale.id), &bridged, key).must(200);
    let again = sale.system.post_as(&format!("/v1/sales/{}{what}", sale.id), &bridged, key).must(200);
    assert_eq!(first.body, again.body);
    let calls = sale.view().touchpoints.into_iter().filter(|item| item.title == "A call in between");
    assert_eq!(calls.count(), 1, "a retry has one effect");
    assert_eq!(sale.touchpoint(SECOND).slot.local_date.to_string(), "2026-11-26");
    // Or the customer is asked, and the old time stands until they say yes.
    let mut asked = json!({"to": slot("2026-12-07"), "reason": "Jonas is still ill"});
    asked["ask_consent"] = json!(true);
    sale.vendor_does(&what, &asked);
    let wish = item(&sale, id)["move_wish"].clone();
    assert_eq!(
        (&wish["from"]["local_date"], &wish["reason"]),
        (&json!("2026-11-26"), &json!("Jonas is still ill"))
    );
    assert_eq!(wish["to"][0]["broken"][0]["rule"], "max_slip");
    assert_eq!(sale.touchpoint(SECOND).slot.local_date.to_string(), "2026-11-26");
    sale.customer_does(&format!("/touchpoints/{id}/consent"), &json!({"is_fine": true}));
    let agreed = item(&sale, id)["consents"][0].clone();
    assert_eq!(agreed["slot"]["local_date"], "2026-12-07");
    assert_eq!(sale.system.sale(sale.id).agenda.moves[0].count, 3);
    let list = sale.system.get("/v1/worklist/today").must(200).body;
    assert!(list.contains("moved_too_often"), "the third move goes to the manager: {list}");
    assert!(!sale.browser.get(&path(sale.id, "")).must(200).body.contains("moved_too_often"));
}

both!(a_customer_asks_for_times_and_both_sides_may_counter);
fn a_customer_asks_for_times_and_both_sides_may_counter(app: &TestApp) {
    let (_, sale) = delivered(app);
    let id = sale.touchpoint(SECOND).id;
    let on = |what: &str| format!("/touchpoints/{id}/{what}");
    sale.customer_does(&on("confirm"), &json!({}));
    sale.customer_does(&on("ask-for-times"), &json!({"reason": "We are at a fair"}));
    assert_eq!(item(&sale, id)["move_wish"]["to"], json!([]));
    assert!(sale.system.get("/v1/worklist/today").must(200).body.contains("move_waits"));
    // Twice at once is too much, and nobody answers their own wish.
    let twice = path(sale.id, &on("ask-for-times"));
    sale.browser.post(&twice, &json!({})).refused(ErrorCode::Conflict);
    let own = path(sale.id, &on("counter-move"));
    sale.browser.post(&own, &json!({"options": [slot("2026-11-18")]})).refused(ErrorCode::Conflict);
    sale.vendor_does(&on("offer-times"), &json!({"options": [slot("2026-11-23"), slot("2026-11-24")]}));
    let offered = item(&sale, id)["move_wish"].clone();
    assert_eq!((offered["to"].as_array().unwrap().len(), &offered["by"]), (2, &json!("member")));
    sale.customer_does(
        &on("counter-move"),
        &json!({"options": [slot("2026-11-18")], "reason": "Rather sooner"}),
    );
    assert_eq!(item(&sale, id)["move_wish"]["by"], "customer");
    sale.vendor_does(
        &on("offer-times"),
        &json!({"options": [slot("2026-11-20")], "reason": "That day is full"}),
    );
    sale.customer_does(&on("accept-move"), &json!({"option": 0}));
    let moved = sale.touchpoint(SECOND);
    assert_eq!(
        (moved.slot.local_date.to_string(), state(&sale, SECOND)),
        ("2026-11-20".to_owned(), "confirmed".to_owned())
    );
    // What the vendor moves by itself must be confirmed anew.
    let first = sale.touchpoint(SESSION).id;
    sale.vendor_does(
        &format!("/touchpoints/{first}/move"),
        &json!({"to": slot("2026-11-13"), "reason": "Ill"}),
    );
    assert_eq!(state(&sale, SESSION), "planned");
    sale.customer_does(&format!("/touchpoints/{first}/confirm"), &json!({}));
    assert_eq!(state(&sale, SESSION), "confirmed");
}

both!(within_a_day_the_answer_says_whom_to_call);
fn within_a_day_the_answer_says_whom_to_call(app: &TestApp) {
    let (vendor, sale) = delivered(app);
    let id = sale.touchpoint(SESSION).id;
    let calls = agenda(&sale)["late_calls"].clone();
    let call = calls.as_array().unwrap().iter().find(|call| call["touchpoint"] == json!(id)).unwrap().clone();
    assert_eq!(call["from"], "2026-11-11T09:00:00Z");
    assert_eq!((&call["name"], &call["phone"]), (&json!("Jonas Holm"), &json!("+45 70 10 20 31")));
    sale.wait_until("2026-11-11T10:00:00Z");
    for (what, body) in [
        ("move-requests", json!({"options": [slot("2026-11-13")]})),
        ("ask-for-times", json!({})),
        ("cancel", json!({})),
    ] {
        let reply = sale.browser.post(&path(sale.id, &format!("/touchpoints/{id}/{what}")), &body);
        let told = reply.refused(ErrorCode::Conflict).json()["call"].clone();
        assert_eq!((&told["member"], &told["name"]), (&json!(vendor.member), &json!("Jonas Holm")), "{what}");
        assert_eq!(told["phone"], "+45 70 10 20 31");
    }
}

both!(what_is_required_is_not_called_off_without_something_in_its_place);
fn what_is_required_is_not_called_off_without_something_in_its_place(app: &TestApp) {
    let (vendor, sale) = delivered(app);
    let id = sale.touchpoint(SECOND).id;
    let what = format!("/touchpoints/{id}/cancel");
    let reply = refused(app, &sale, &what, &json!({"reason": "Jonas is ill"}), ErrorCode::Validation);
    assert_eq!(reply.json()["errors"][0]["pointer"], "/replacement");
    let with = |date: &str| json!({"reason": "Jonas is ill", "replacement": session(&vendor, "Second session, by Mette", date)});
    refused(app, &sale, &what, &with("2026-12-02"), ErrorCode::MomentumGap);
    sale.vendor_does(&what, &with("2026-11-18"));
    let instead = sale.touchpoint("Second session, by Mette").id;
    assert_eq!(item(&sale, id)["replaced_by"], json!(instead));
    assert_eq!(item(&sale, instead)["is_required"], true);
    // A call that is not required may fall away, but the gap that it leaves needs the customer's yes.
    let call = sale.touchpoint("One week in: a short call").id;
    let what = format!("/touchpoints/{call}/cancel");
    refused(app, &sale, &what, &json!({"reason": "Anna is away"}), ErrorCode::MomentumGap);
    sale.vendor_does(&what, &json!({"reason": "Anna is away", "ask_consent": true}));
    assert_eq!(item(&sale, call)["consent_request"]["wish"], "cancel");
    assert_eq!(state(&sale, "One week in: a short call"), "planned", "it stands until the yes");
    sale.customer_does(&format!("/touchpoints/{call}/consent"), &json!({"is_fine": true}));
    assert_eq!(state(&sale, "One week in: a short call"), "cancelled");
    // What the vendor missed needs a plan, and the list says so until there is one.
    sale.wait_until("2026-11-10T12:00:00Z");
    let thanks = sale.touchpoint("A quick call to say thank you").id;
    sale.vendor_does(&format!("/touchpoints/{thanks}/missed"), &json!({"by": "member"}));
    let is_listed = || sale.system.get("/v1/worklist/today").must(200).body.contains("missed_by_us");
    assert!(is_listed());
    assert_eq!(sale.view().concerns.len(), 1, "and it is a concern");
    let mut plan = session(&vendor, "A call to say sorry", "2026-11-11");
    plan["replaces"] = json!(thanks);
    sale.vendor_does("/touchpoints", &plan);
    assert!(!is_listed());
}

both!(a_time_that_was_agreed_follows_the_delivery_by_asking_and_no_wish_is_lost);
fn a_time_that_was_agreed_follows_the_delivery_by_asking_and_no_wish_is_lost(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    let [first, second] = [SESSION, SECOND].map(|title| sale.touchpoint(title).id);
    let on = |id, what: &str| format!("/touchpoints/{id}/{what}");
    for (id, day) in [(second, "2026-11-18"), (first, "2026-11-11")] {
        sale.vendor_does(&on(id, "move"), &json!({"to": slot(day), "reason": "Jonas is at a fair"}));
        sale.customer_does(&on(id, "confirm"), &json!({}));
    }
    sale.customer_does(&on(first, "move-requests"), &json!({"options": [slot("2026-11-13")]}));
    sale.vendor_does("/expected-delivery", &json!({"on": "2026-11-16"}));
    let wish = item(&sale, second)["move_wish"].clone();
    assert_eq!((&wish["by"], &wish["to"][0]["slot"]["local_date"]), (&json!("member"), &json!("2026-11-25")));
    assert!(wish["reason"].as_str().unwrap().contains("has changed"), "{wish}");
    assert_eq!(
        sale.touchpoint(SECOND).slot.local_date.to_string(),
        "2026-11-18",
        "it stands until they agree"
    );
    let wish = item(&sale, first)["move_wish"].clone();
    assert_eq!(
        (&wish["by"], &wish["to"][0]["slot"]["local_date"]),
        (&json!("customer"), &json!("2026-11-13"))
    );
    // The same day once more changes nothing.
    sale.vendor_does("/expected-delivery", &json!({"on": "2026-11-16"}));
    sale.customer_does(&on(second, "consent"), &json!({"is_fine": true}));
    assert_eq!(sale.touchpoint(SECOND).slot.local_date.to_string(), "2026-11-25");
}
