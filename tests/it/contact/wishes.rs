//! What the customer wishes and needs.

use followthrough_common::domain::check::AskState;
use serde_json::{Value, json};

use super::{is_listed, record, whole};
use crate::{
    builders::{TestSale, a_customer, a_sale},
    clients::fresh_key,
    harness::TestApp,
};

const OWN: &str = "/v1/portal/preferences";
const NEEDS: &str = "/v1/portal/needs";

fn day_of(sale: &TestSale, title: &str) -> String {
    sale.touchpoint(title).slot.local_date.to_string()
}

fn has_open_ask(sale: &TestSale) -> bool {
    sale.view().asks.iter().any(|ask| ask.facts.state == AskState::Offered)
}

both!(wishes_choose_the_day_and_the_hour_of_what_is_not_confirmed_yet);
fn wishes_choose_the_day_and_the_hour_of_what_is_not_confirmed_yet(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().open(app, &vendor);
    sale.deliver();
    let (first, second) = ("First session: getting going", "Second session: your own questions");
    assert_eq!(day_of(&sale, first), "2026-11-12", "a Thursday");
    let confirmed = sale.touchpoint(second);
    sale.customer_does(&format!("/touchpoints/{}/confirm", confirmed.id), &json!({}));
    let wishes = json!({
        "channels": ["call", "mail"],
        "topics": [{"topic": "offers", "wish": "do_not"}],
        "best_days": ["tuesday"],
        "window": "afternoon",
        "most_per_week": 3,
        "every_days": 4,
        "language": "da",
        "form_of_address": "first name",
        "accessibility": "Large print",
        "copy_to": [{"name": "Bo Lund", "email": "bo@berg.example"}],
    });
    let key = fresh_key();
    sale.browser.put_as(OWN, &wishes, &key).must(200);
    sale.browser.put_as(OWN, &wishes, &key).must(200);
    assert_eq!(sale.browser.get(OWN).must(200).json()["quiet_hours"]["start"], "20:00:00", "the usual ones");
    sale.wait_until("2026-11-09T10:30:00Z");
    let moved = sale.touchpoint(first);
    assert_eq!(moved.slot.local_date.to_string(), "2026-11-10", "the nearest Tuesday");
    assert!(moved.slot.hours.is_none_or(|hours| &*hours.start.to_string() >= "12:00:00"));
    assert_eq!(sale.touchpoint(second).slot, confirmed.slot, "what was confirmed never moves silently");
    assert_eq!(app.database.count("sale_event WHERE kind = 'preferences.changed'"), 1);
    assert_eq!(whole(&sale)["contact"]["preferences"]["best_days"], json!(["tuesday"]));
    // The next sale to this customer is planned by their wishes from the start.
    let next = json!({
        "reference": "SO-next", "title": "A grinder", "owner": vendor.member,
        "customers": [sale.customer], "expected_delivery_on": "2026-11-09",
    });
    let next = sale.system.post("/v1/sales", &next).must(201).json();
    let training = next["touchpoints"].as_array().unwrap().iter().find(|item| item["title"] == first);
    assert_eq!(training.unwrap()["slot"]["local_date"], "2026-11-10");
    // Planned beside wished, for both sides.
    let cadence = sale.system.get(&format!("/v1/sales/{}/cadence", sale.id)).must(200).json();
    assert_eq!((&cadence["wished_every_days"], &cadence["most_per_week"]), (&json!(4), &json!(3)));
    let planned = cadence["planned"].as_array().unwrap();
    assert_eq!(planned.len(), 4);
    assert!(planned.iter().any(|rhythm| rhythm["comparison"] == "more_often"), "{planned:?}");
    assert_eq!(whole(&sale)["contact"]["cadence"], cadence);
}

both!(a_question_waits_for_the_end_of_quiet_hours_and_is_never_dropped);
fn a_question_waits_for_the_end_of_quiet_hours_and_is_never_dropped(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().open(app, &vendor);
    let quiet = json!({"quiet_hours": {"start": "00:00:00", "end": "18:00:00", "days_off": false}});
    sale.browser.put(OWN, &quiet).must(200);
    sale.deliver();
    // "As expected?" is ready on Wednesday at nine in the morning.
    sale.wait_until("2026-11-11T16:59:00Z");
    assert!(!has_open_ask(&sale));
    sale.wait_until("2026-11-11T17:00:00Z");
    assert!(has_open_ask(&sale), "six in the evening in Copenhagen");
    // Everything agrees with the log, also while something is held.
    app.run_worker();
}

both!(what_waits_for_a_morning_follows_the_customer_to_another_zone);
fn what_waits_for_a_morning_follows_the_customer_to_another_zone(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().open(app, &vendor);
    let quiet = json!({"quiet_hours": {"start": "00:00:00", "end": "18:00:00", "days_off": false}});
    sale.browser.put(OWN, &quiet).must(200);
    sale.deliver();
    sale.wait_until("2026-11-11T16:00:00Z");
    assert!(!has_open_ask(&sale), "five in the afternoon in Copenhagen");
    let customer = format!("/v1/customers/{}", sale.customer);
    let known = sale.system.get(&customer).must(200);
    let mut record = a_customer(known.json()["external_id"].as_str().unwrap());
    record["time_zone"] = json!("Asia/Dubai");
    sale.system.put(&customer, &record, known.header("etag")).must(200);
    sale.wait_until("2026-11-11T16:01:00Z");
    assert!(has_open_ask(&sale), "eight in the evening in Dubai");
}

both!(enough_in_one_week_is_enough);
fn enough_in_one_week_is_enough(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().open(app, &vendor);
    sale.browser.put(OWN, &json!({"most_per_week": 1})).must(200);
    sale.deliver();
    sale.wait_until("2026-11-10T10:00:00Z");
    sale.vendor_does("/updates", &json!({"kind": "progress", "text": "It stands and runs"}));
    sale.wait_until("2026-11-17T09:59:00Z");
    assert!(!has_open_ask(&sale), "one word in this week already");
    sale.wait_until("2026-11-17T10:00:00Z");
    assert!(has_open_ask(&sale));
}

both!(wishes_that_cannot_be_are_refused_and_two_writers_are_told_apart);
fn wishes_that_cannot_be_are_refused_and_two_writers_are_told_apart(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().open(app, &vendor);
    for (wrong, pointer) in [
        (json!({"channels": ["mail", "mail"]}), "/channels/1"),
        (json!({"best_days": ["friday", "friday"]}), "/best_days/1"),
        (json!({"window": {"between": {"start": "12:00:00", "end": "10:00:00"}}}), "/window/between/end"),
        (json!({"most_per_week": 0}), "/most_per_week"),
        (json!({"every_days": 400}), "/every_days"),
        (json!({"time_zone": "Europe/Atlantis"}), "/time_zone"),
        (json!({"horoscope": "lion"}), "/horoscope"),
    ] {
        sale.browser.put(OWN, &wrong).refuses_field(pointer);
    }
    let theirs = format!("/v1/customers/{}/preferences", sale.customer);
    let tag = sale.system.get(&theirs).must(200).header("etag").to_owned();
    sale.browser.put(OWN, &json!({"every_days": 7})).must(200);
    sale.system.put(&theirs, &json!({"every_days": 1}), &tag).must(412);
    let tag = sale.system.get(&theirs).must(200).header("etag").to_owned();
    sale.system.put(&theirs, &json!({"every_days": 14}), &tag).must(200);
    assert_eq!(sale.browser.get(OWN).must(200).json()["every_days"], 14);
    // Who replaces the record as a whole does not lose them.
    let customer = format!("/v1/customers/{}", sale.customer);
    let known = sale.system.get(&customer).must(200);
    let input = json!({"external_id": known.json()["external_id"], "name": "Anna B. Berg", "time_zone": "Europe/Copenhagen"});
    sale.system.put(&customer, &input, known.header("etag")).must(200);
    assert_eq!(sale.browser.get(OWN).must(200).json()["every_days"], 14);
    let stranger = vendor.customer(app, "nobody-knows-me");
    stranger.get(OWN).must(404);
    stranger.put(OWN, &json!({})).must(404);
}

both!(a_changed_need_is_kept_as_a_change_and_waits_to_be_read);
fn a_changed_need_is_kept_as_a_change_and_waits_to_be_read(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().open(app, &vendor);
    let needs =
        |cups: &str| json!({"items": [{"topic": "Cups", "text": cups}, {"topic": "Noise", "text": "Quiet"}]});
    let path = format!("/v1/customers/{}/needs", sale.customer);
    let tag = sale.system.get(&path).must(200).header("etag").to_owned();
    sale.system.put(&path, &needs("80 a day"), &tag).must(200);
    assert_eq!(sale.browser.get(NEEDS).must(200).json()["items"][0]["text"], "80 a day", "what is on record");
    sale.wait_until("2026-11-02T10:00:00Z");
    sale.vendor_does("/needs-read", &json!({"note": "Fits the machine"}));
    assert!(!is_listed(&sale, "needs_changed"));
    // The customer corrects it, after having been asked.
    sale.vendor_does("/asks", &json!({"check": "needs@1", "about": {"subject": "sale"}}));
    let ask = sale.open_ask();
    let yes = ask.choices.iter().find(|choice| choice.value.starts_with("yes")).unwrap().value.clone();
    sale.customer_does(&format!("/asks/{}/answers", ask.id), &json!({"value": yes, "text": "More people"}));
    sale.browser.put(NEEDS, &needs("120 a day")).must(200);
    sale.browser.put(NEEDS, &needs("120 a day")).must(200);
    sale.wait_until("2026-11-02T11:00:00Z");
    let changes = record(&sale)["contact"]["need_changes"].clone();
    assert_eq!(changes.as_array().unwrap().len(), 3, "the same again is no change");
    assert_eq!((&changes[1]["words"], &changes[1]["asked"]), (&json!("More people"), &json!(ask.id)));
    assert_eq!(changes[2]["asked"], json!(ask.id), "then the record says what");
    let difference = json!([{"topic": "Cups", "before": "80 a day", "after": "120 a day"}]);
    assert_eq!(
        (&changes[2]["change"]["differences"], &changes[2]["change"]["by"]),
        (&difference, &json!("customer"))
    );
    assert!(is_listed(&sale, "needs_changed"));
    sale.vendor_does("/needs-read", &json!({}));
    assert!(!is_listed(&sale, "needs_changed"));
    let again = sale.system.post(&format!("/v1/sales/{}/needs-read", sale.id), &json!({}));
    again.stands("needs read", &["customer replace_needs", "member replace_needs"]);
    let twice: Value = json!({"items": [{"topic": "Cups", "text": "1"}, {"topic": "Cups", "text": "2"}]});
    sale.browser.put(NEEDS, &twice).refuses_field("/items/1/topic");
    assert_eq!(whole(&sale)["contact"]["needs"]["version"], 2);
}
