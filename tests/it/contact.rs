//! Contact discipline: wishes that drive the plan, needs, whom to contact when, who looks after the customer,
//! and whether follow-up goes on.

mod opting_out;
mod relationship;
mod wished;
mod wishes;

use serde_json::{Value, json};

use crate::{
    builders::{TestSale, a_sale},
    clients::{VendorClient, path},
    harness::TestApp,
};

/// Everything that the customer sees.
fn whole(sale: &TestSale) -> Value {
    sale.browser.get(&path(sale.id, "")).must(200).json()
}

/// Everything that the vendor sees.
fn record(sale: &TestSale) -> Value {
    sale.system.get(&format!("/v1/sales/{}", sale.id)).must(200).json()
}

/// Whether the sale is on the daily list for this reason.
pub fn is_listed(sale: &TestSale, code: &str) -> bool {
    let page = sale.system.get("/v1/worklist/today?limit=100").must(200).json();
    let mut rows = page["items"].as_array().unwrap().iter().filter(|row| row["sale"] == json!(sale.id));
    rows.any(|row| row["reasons"].as_array().unwrap().iter().any(|reason| reason["code"] == code))
}

/// Another person at the vendor.
fn a_member(system: &VendorClient, name: &str) -> String {
    let made = system.post("/v1/members", &json!({"name": name, "phone": "+45 70 10 20 32"})).must(201);
    made.json()["id"].as_str().unwrap().to_owned()
}

/// A sheet with a line and a backup for everything.
pub fn a_sheet() -> Value {
    let line = |eventuality: &str| {
        json!({
            "eventuality": eventuality,
            "what_to_do": "Call us",
            "contact": {"name": "Service desk", "phone": "+45 70 10 20 30", "hours": "Monday to Friday, 8 to 17"},
            "backup": {"name": "Night desk", "email": "night@dealer.example"},
        })
    };
    let all = [
        "question",
        "delivery",
        "invoice",
        "breakdown",
        "change_order",
        "complaint",
        "contact_away",
        "still_not_satisfied",
        "outside_help",
        "privacy",
    ];
    json!({"lines": all.map(line)})
}

both!(the_contact_sheet_is_complete_with_backups_or_refused_by_eventuality);
fn the_contact_sheet_is_complete_with_backups_or_refused_by_eventuality(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    assert_eq!(whole(&sale)["contact"]["contact_sheet"], Value::Null);
    // The vendor's standard counts for every sale without a sheet of its own.
    let none = sale.system.get("/v1/contact-sheet").must(200);
    let tag = none.header("etag").to_owned();
    let mut lacking = a_sheet();
    lacking["lines"][3]["backup"] = Value::Null;
    let refused = sale.system.put("/v1/contact-sheet", &lacking, &tag).refuses_field("/lines/3/backup");
    assert!(refused.body.contains("breakdown"), "{}", refused.body);
    assert_eq!(sale.system.get("/v1/contact-sheet").must(200).json(), json!({"lines": []}));
    sale.system.put("/v1/contact-sheet", &a_sheet(), &tag).must(200);
    sale.system.put("/v1/contact-sheet", &a_sheet(), &tag).must(412);
    let shown = whole(&sale)["contact"]["contact_sheet"].clone();
    assert_eq!((&shown["is_standard"], shown["lines"].as_array().unwrap().len()), (&json!(true), 10));
    assert_eq!(shown["lines"][3]["label"], "It has stopped working");
    let german =
        sale.browser.clone().claiming("locale", json!("de")).get(&path(sale.id, "")).must(200).json();
    assert_eq!(german["contact"]["contact_sheet"]["lines"][3]["label"], "Es funktioniert nicht mehr");
    // One of its own.
    let sheet = format!("/v1/sales/{}/contact-sheet", sale.id);
    let put = |body: &Value| {
        let (body, key) = (body.to_string(), crate::clients::fresh_key());
        let headers = [("Content-Type", "application/json"), ("Idempotency-Key", &*key)];
        sale.system.send("PUT", &sheet, &headers, Some(body.as_bytes()))
    };
    let mut own = a_sheet();
    own["lines"][0]["contact"]["name"] = json!("Jonas Holm");
    put(&lacking).refuses_field("/lines/3/backup");
    let mut short = a_sheet();
    short["lines"].as_array_mut().unwrap().pop();
    put(&short).refuses_field("/lines");
    put(&own).must(200);
    put(&own).must(200);
    let shown = whole(&sale)["contact"]["contact_sheet"].clone();
    assert_eq!(
        (&shown["is_standard"], &shown["lines"][0]["contact"]["name"]),
        (&json!(false), &json!("Jonas Holm"))
    );
    assert_eq!(record(&sale)["contact"]["contact_sheet"]["lines"].as_array().unwrap().len(), 10);
    assert_eq!(app.database.count("sale_event WHERE kind = 'contact_sheet.set'"), 1);
}

both!(news_that_nothing_is_new_names_who_looked_at_what_and_when);
fn news_that_nothing_is_new_names_who_looked_at_what_and_when(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().open(app, &vendor);
    let updates = format!("/v1/sales/{}/updates", sale.id);
    let checked = |at: &str| json!({"by": vendor.member, "at": at});
    let news = |verified: Value, about: Value| json!({"kind": "no_change", "text": "Checked today: still Monday", "verified": verified, "about": about});
    let about = json!([{"subject": "sale"}]);
    let refused = |body: &Value, pointer: &str| {
        sale.system.post(&updates, body).refuses_field(pointer);
    };
    refused(&news(Value::Null, about.clone()), "/verified");
    refused(&news(checked("2026-11-02T09:00:01Z"), about.clone()), "/verified/at");
    refused(&news(checked("2026-11-01T08:59:00Z"), about.clone()), "/verified/at");
    refused(&news(checked("2026-11-02T08:00:00Z"), json!([])), "/about");
    let mut late = news(checked("2026-11-02T08:00:00Z"), about);
    late["next_update_by"] = json!("2026-11-02T08:00:00Z");
    refused(&late, "/next_update_by");
    assert_eq!(app.database.count("sale_event WHERE kind = 'update.sent'"), 0, "nothing is half stored");
    late["next_update_by"] = json!("2026-11-03T12:00:00Z");
    let key = crate::clients::fresh_key();
    sale.system.post_as(&updates, &late, &key).must(200);
    sale.system.post_as(&updates, &late, &key).must(200);
    assert_eq!(record(&sale)["updates"].as_array().unwrap().len(), 1);
    assert_eq!(record(&sale)["updates"][0]["about"], json!([{"subject": "sale"}]));
    // The word that was promised ends the silence earlier than the usual three working days.
    let promised = whole(&sale)["contacts"].as_array().unwrap().clone();
    let silence = promised.iter().find(|contact| contact["reason"]["kind"] == "silence").unwrap();
    assert_eq!(silence["at"], "2026-11-03T12:00:00Z");
    sale.wait_until("2026-11-03T12:00:00Z");
    assert!(is_listed(&sale, "silence_over"));
}

both!(still_on_schedule_is_said_only_by_somebody_who_looked);
fn still_on_schedule_is_said_only_by_somebody_who_looked(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().open(app, &vendor);
    sale.wait_until("2026-11-05T10:00:00Z");
    let id = sale.touchpoint("Still on schedule?").id;
    let next = sale.touchpoint("Delivery day").id;
    let report = format!("/v1/sales/{}/touchpoints/{id}/report", sale.id);
    let checked = |by: &Value, at: &str| json!({"next": next, "verified": {"by": by, "at": at}});
    let (own, stranger) = (json!(vendor.member), json!("mem_01h455vb4pex5vsknk084sn02q"));
    let refused = |body: &Value, pointer: &str| {
        sale.system.post(&report, body).refuses_field(pointer);
    };
    refused(&json!({"next": next}), "/verified");
    refused(&checked(&stranger, "2026-11-05T09:30:00Z"), "/verified/by");
    refused(&checked(&own, "2026-11-04T09:30:00Z"), "/verified/at");
    let mut said = checked(&own, "2026-11-05T09:30:00Z");
    said["about"] = json!([{"subject": "promise", "id": "prm_01h455vb4pex5vsknk084sn02q"}]);
    refused(&said, "/about/0");
    let news = json!({"kind": "progress", "text": "It is packed", "about": said["about"]});
    sale.system.post(&format!("/v1/sales/{}/updates", sale.id), &news).refuses_field("/about/0");
    assert_eq!(app.database.count("sale_event WHERE kind = 'update.sent'"), 0, "nothing is half stored");
    said["about"] = json!([]);
    said["note"] = json!("I called the factory: still Monday");
    let key = crate::clients::fresh_key();
    sale.system.post_as(&report, &said, &key).must(200);
    sale.system.post_as(&report, &said, &key).must(200);
    let told = record(&sale)["updates"].as_array().unwrap().clone();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0]["kind"], "no_change");
    assert_eq!(told[0]["about"], json!([{"subject": "touchpoint", "id": next}]));
    assert_eq!(sale.view().updates[0].text.to_string(), "I called the factory: still Monday");
    assert_eq!(sale.view().updates[0].verified_by, Some(vendor.member));
    // Other reports are not checks.
    let thanks = sale.touchpoint("Thank you for your order").id;
    let mut other = checked(&own, "2026-11-05T09:30:00Z");
    other["sent"] = json!("Thank you");
    sale.system
        .post(&format!("/v1/sales/{}/touchpoints/{thanks}/report", sale.id), &other)
        .refuses_field("/verified");
}

both!(a_sale_says_when_no_next_contact_is_planned);
fn a_sale_says_when_no_next_contact_is_planned(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let planned = a_sale().open(app, &vendor);
    let bare = a_sale().with("without_agenda", json!(true)).open(app, &vendor);
    assert_eq!(record(&planned)["contact"]["no_next_contact"], false);
    assert_eq!(record(&bare)["contact"]["no_next_contact"], true);
    bare.wait_until("2026-11-04T09:00:00Z");
    assert!(is_listed(&bare, "no_next_contact") && !is_listed(&planned, "no_next_contact"));
    let slot = json!({"local_date": "2026-11-20", "time_zone": "Europe/Copenhagen"});
    let call = json!({"kind": "call", "title": "How are you?", "owner": vendor.member, "slot": slot, "ask_consent": true});
    bare.vendor_does("/touchpoints", &call);
    assert_eq!(record(&bare)["contact"]["no_next_contact"], false);
    assert!(!is_listed(&bare, "no_next_contact"));
}
