//! What matters most is asked about area by area, in the customer's words.

use followthrough_common::domain::check::AskState;
use serde_json::{Value, json};

use crate::{
    builders::{TestSale, a_sale},
    clients::path,
    harness::TestApp,
};

const TITLE: &str = "What matters most";

/// A sale whose agenda asks about what matters most on Thursday.
fn asks_on_thursday(app: &TestApp) -> TestSale {
    let sale = a_sale().with("without_agenda", json!(true)).open(app, &app.vendor("Nordic Coffee"));
    let slot = json!({"local_date": "2026-11-05", "time_zone": "Europe/Copenhagen"});
    let owner = sale.system.sale(sale.id).owner;
    let plan = json!({"kind": "check", "title": TITLE, "slot": slot, "owner": owner, "check": "vital@1"});
    sale.vendor_does("/touchpoints", &plan);
    sale
}

fn name(sale: &TestSale, areas: &[&str]) -> Value {
    let known = whole(sale)["handling"]["vital_areas"].clone();
    let id = |area: &str| {
        known.as_array().unwrap().iter().find(|it| it["area"] == area).map(|it| it["id"].clone())
    };
    let areas: Vec<Value> = areas.iter().map(|area| json!({"area": area, "id": id(area)})).collect();
    let key = crate::clients::fresh_key();
    let set = path(sale.id, "/vital-areas");
    sale.browser.put_as(&set, &json!({"areas": areas}), &key).must(200).json()["handling"]["vital_areas"]
        .clone()
}

fn whole(sale: &TestSale) -> Value {
    sale.browser.get(&path(sale.id, "")).must(200).json()
}

fn standings(sale: &TestSale) -> Vec<Value> {
    let asks = sale.system.get(&format!("/v1/sales/{}/asks", sale.id)).must(200).json();
    asks["items"].as_array().unwrap().iter().filter(|ask| ask["check"] == "vital@1").cloned().collect()
}

fn answer(sale: &TestSale, value: &str) {
    let ask = sale.open_ask().id;
    sale.customer_does(&format!("/asks/{ask}/answers"), &json!({"value": value}));
}

both!(each_area_is_asked_about_by_itself_and_a_bad_answer_names_it);
fn each_area_is_asked_about_by_itself_and_a_bad_answer_names_it(app: &TestApp) {
    let sale = asks_on_thursday(app);
    name(&sale, &["Speed", "Quiet"]);
    assert_eq!(standings(&sale)[0]["question"], "How satisfied are you with Speed?");
    // What matters changes until the day on which it is asked.
    let areas = name(&sale, &["Quiet", "On time", "One person"]);
    sale.wait_until("2026-11-05T09:00:00Z");
    let first = sale.open_ask();
    assert_eq!(&*first.question, "How satisfied are you with Quiet?");
    let german = sale.browser.clone().claiming("locale", json!("de")).view(sale.id);
    assert_eq!(german.asks[0].question, "Wie zufrieden sind Sie mit: Quiet?");
    // The next one follows at once, also after a bad answer; the answer knows what it was about.
    answer(&sale, "1");
    let concern = whole(&sale)["handling"]["concerns"][0].clone();
    assert_eq!(concern["vital_area"], areas[0]["id"]);
    assert_eq!(&*sale.open_ask().question, "How satisfied are you with On time?");
    assert!(sale.touchpoint(TITLE).facts.is_open(), "the item ends with its last question");
    // An area that is taken back is not asked about any more; a reworded one by its new words.
    let reworded = json!({"areas": [{"id": areas[2]["id"], "area": "One face"}]});
    sale.browser.put(&path(sale.id, "/vital-areas"), &reworded).must(200);
    sale.wait_until("2026-11-05T09:01:00Z");
    assert_eq!(&*sale.open_ask().question, "How satisfied are you with One face?");
    answer(&sale, "5");
    let view = sale.view();
    assert!(view.asks.iter().all(|ask| ask.facts.state == AskState::Answered));
    assert!(!sale.touchpoint(TITLE).facts.is_open());
    let standings = standings(&sale);
    let told: Vec<_> =
        standings.iter().map(|it| (it["question"].as_str().unwrap(), it["fate"].as_str().unwrap())).collect();
    assert_eq!(
        told,
        [
            ("How satisfied are you with Quiet?", "answered"),
            ("How satisfied are you with On time?", "dropped"),
            ("How satisfied are you with One face?", "answered"),
        ]
    );
    let history = sale.browser.get(&path(sale.id, "/history")).must(200).json().to_string();
    assert!(history.contains("How satisfied are you with Quiet?"), "{history}");
    // Several questions of one item are one occasion.
    let change = json!({"check": "change@1", "about": {"subject": "sale"}});
    let refused = sale.system.post(&format!("/v1/sales/{}/asks", sale.id), &change).must(409).json();
    assert!(!refused["detail"].as_str().unwrap().contains("enough questions"), "{refused}");
    app.run_worker();
}

both!(without_an_area_there_is_nothing_to_ask_about_and_the_vendor_reads_why);
fn without_an_area_there_is_nothing_to_ask_about_and_the_vendor_reads_why(app: &TestApp) {
    let (sale, late) = (asks_on_thursday(app), asks_on_thursday(app));
    for sale in [&sale, &late] {
        sale.wait_until("2026-11-05T09:00:00Z");
        let standing = standings(sale)[0].clone();
        assert_eq!(
            (&standing["state"], &standing["suppressed_for"][0]["rule"]),
            (&json!("suppressed"), &json!("nothing_to_ask_about"))
        );
        assert_eq!(standing["suppressed_for"][0]["words"], "there is nothing on record to ask about");
    }
    let record =
        format!("/v1/sales/{}/asks/{}/answers", sale.id, standings(&sale)[0]["id"].as_str().unwrap());
    let said = json!({"value": "5", "channel": "phone"});
    let may = ["system suppress", "system drop"];
    sale.system.post(&record, &said).stands("question suppressed", &may);
    let about_all = json!({"check": "vital@1", "about": {"subject": "sale"}});
    sale.system.post(&format!("/v1/sales/{}/asks", sale.id), &about_all).refuses_field("/about");
    // Whoever names one in time is asked.
    name(&late, &["Quiet"]);
    late.wait_until("2026-11-06T10:00:00Z");
    assert_eq!(&*late.open_ask().question, "How satisfied are you with Quiet?");
    sale.wait_until("2026-11-20T09:00:00Z");
    let standing = standings(&sale)[0].clone();
    assert_eq!(
        (&standing["state"], &standing["suppressed_for"][0]["rule"]),
        (&json!("dropped"), &json!("nothing_to_ask_about"))
    );
    assert!(!sale.touchpoint(TITLE).facts.is_open());
    app.run_worker();
}

both!(what_is_said_on_the_telephone_counts_for_its_area_and_the_next_one_waits_for_the_customer);
fn what_is_said_on_the_telephone_counts_for_its_area_and_the_next_one_waits_for_the_customer(app: &TestApp) {
    let sale = asks_on_thursday(app);
    name(&sale, &["Quiet", "On time"]);
    let quiet = json!({"quiet_hours": {"start": "00:00:00", "end": "18:00:00", "days_off": false}});
    sale.browser.put("/v1/portal/preferences", &quiet).must(200);
    sale.wait_until("2026-11-05T10:00:00Z");
    let ask = standings(&sale)[0]["id"].as_str().unwrap().to_owned();
    sale.vendor_does(&format!("/asks/{ask}/answers"), &json!({"value": "2", "channel": "phone"}));
    let told = standings(&sale);
    assert_eq!(
        (&told[0]["question"], &told[1]["state"]),
        (&json!("How satisfied are you with Quiet?"), &json!("planned"))
    );
    sale.wait_until("2026-11-05T16:59:00Z");
    assert_eq!(standings(&sale)[1]["state"], "planned", "quiet hours");
    sale.wait_until("2026-11-05T17:00:00Z");
    assert_eq!(&*sale.open_ask().question, "How satisfied are you with On time?");
}
