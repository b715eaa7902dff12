//! Templates, times, people and reports: the agenda through both doors.

use followthrough_common::{error::ErrorCode, id::TouchpointId};
use serde_json::{Value, json};

use crate::{
    builders::{TestSale, a_customer, a_sale},
    clients::path,
    harness::{TestApp, TestVendor},
    http::Reply,
};

mod gates;
mod moves;
mod reports;
mod rhythm;
mod silence;
mod start;
mod templates;

/// From ten to eleven on that day.
pub fn slot(date: &str) -> Value {
    json!({"local_date": date, "hours": {"start": "10:00:00", "end": "11:00:00"}, "time_zone": "Europe/Copenhagen"})
}

/// A session of a series of coaching.
pub fn session(vendor: &TestVendor, title: &str, date: &str) -> Value {
    json!({"kind": "training", "title": title, "owner": vendor.member, "slot": slot(date), "series": "coaching"})
}

/// The rules that a refusal names, with the limit and what it would be.
#[track_caller]
pub fn breaches(reply: &Reply) -> Vec<(String, i64, i64)> {
    let breaches = reply.json()["breaches"].as_array().unwrap().clone();
    let one = |it: &Value| {
        (
            it["rule"].as_str().unwrap().to_owned(),
            it["limit"].as_i64().unwrap(),
            it["actual"].as_i64().unwrap(),
        )
    };
    breaches.iter().map(one).collect()
}

/// What the customer sees of the agenda beside its dates.
#[track_caller]
pub fn agenda(sale: &TestSale) -> Value {
    sale.browser.get(&path(sale.id, "")).must(200).json()["agenda"].clone()
}

/// One item of it.
#[track_caller]
pub fn item(sale: &TestSale, id: TouchpointId) -> Value {
    let agenda = agenda(sale);
    agenda["items"].as_array().unwrap().iter().find(|item| item["id"] == json!(id)).unwrap().clone()
}

/// The refusal of the vendor's act, after which nothing is stored.
#[track_caller]
fn refused(app: &TestApp, sale: &TestSale, what: &str, body: &Value, code: ErrorCode) -> Reply {
    let before = app.database.count("sale_event");
    let reply = sale.system.post(&format!("/v1/sales/{}{what}", sale.id), body).refused(code);
    assert_eq!(app.database.count("sale_event"), before, "{}", reply.body);
    reply
}

/// A sale that was delivered on Monday 9 November; it is that Monday, eleven o'clock there.
fn delivered(app: &TestApp) -> (TestVendor, TestSale) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().open(app, &vendor);
    sale.deliver();
    (vendor, sale)
}

fn state(sale: &TestSale, title: &str) -> String {
    serde_json::to_value(sale.touchpoint(title).facts.state).unwrap().as_str().unwrap().to_owned()
}

both!(a_customer_begins_at_once_and_knows_when_somebody_meets_them_first);
fn a_customer_begins_at_once_and_knows_when_somebody_meets_them_first(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().open(app, &vendor);
    let step = sale.touchpoint("Start here today");
    assert_eq!(agenda(&sale)["first_step"], json!(step.id));
    let first = sale.touchpoint("Getting ready for your delivery");
    assert_eq!(agenda(&sale)["first_live"], json!(first.id));
    assert_eq!(first.slot.local_date.to_string(), "2026-11-05");
    sale.customer_does(&format!("/touchpoints/{}/complete", step.id), &json!({}));
    assert_eq!(state(&sale, "Start here today"), "done");
    assert_ne!(agenda(&sale)["first_step"], json!(step.id), "the next step is the next");
}

both!(an_agenda_is_in_the_customers_language);
fn an_agenda_is_in_the_customers_language(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let system = vendor.client(app);
    let mut german = a_customer("greta");
    german["locale"] = json!("de-AT");
    let made = system.post("/v1/customers", &german).must(201).json();
    let customer = serde_json::from_value(made["id"].clone()).unwrap();
    let input = a_sale().to("greta").input(&vendor, customer);
    let opened = system.post("/v1/sales", &input).must(201).json();
    let sale: Value = vendor
        .customer(app, "greta")
        .get(&format!("/v1/portal/sales/{}", opened["reference"].as_str().unwrap()))
        .must(200)
        .json();
    let titles: Vec<&str> =
        sale["touchpoints"].as_array().unwrap().iter().map(|item| item["title"].as_str().unwrap()).collect();
    assert!(titles.contains(&"Danke für Ihre Bestellung"), "{titles:?}");
    let thanks = sale["touchpoints"]
        .as_array()
        .unwrap()
        .iter()
        .find(|item| item["title"] == "Danke für Ihre Bestellung");
    assert!(thanks.unwrap()["text"].as_str().unwrap().contains("Jonas Holm"), "the name is filled in");
}
