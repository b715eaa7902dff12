//! Everything that a vendor can do, each at least once.

mod value;

use followthrough_common::{actor::Actor, error::ErrorCode};
use serde_json::{Value, json};

use crate::{
    builders::{TestSale, a_customer, a_sale},
    clients::VendorClient,
    contract::never_done,
    harness::{TestApp, TestVendor},
};

mod addresses;
mod agenda;
mod contact;
pub mod handling;
mod promise_terms;

both!(a_vendor_can_do_everything_that_the_door_offers);
fn a_vendor_can_do_everything_that_the_door_offers(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().with("reference", json!("SO-1")).open(app, &vendor);
    people(&sale.system);
    settings(&sale.system);
    agenda(&sale, &vendor);
    agenda::everything(app, &vendor);
    concerns(&sale);
    promises(&sale);
    records(&sale, &vendor);
    addresses::everything(app, &sale);
    contact::everything(&sale);
    promise_terms::everything(&sale, &vendor);
    value::completion_and_value(app, &vendor);
    let listed = sale.system.get("/v1/sales").must(200).json();
    assert!(listed["items"].as_array().unwrap().iter().any(|item| item["reference"] == "SO-1"));
    handling::everything(app, &sale, &vendor);
    sale.system.get("/v1/reports/summary").must(200);
    let order = json!({"reference": "OLD-1", "customer": "old", "title": "Order OLD-1", "purchased": "2025-03-01T10:00:00Z"});
    let headers = [("Content-Type", "application/x-ndjson")];
    let imported = sale.system.send("POST", "/v1/imports", &headers, Some(order.to_string().as_bytes()));
    assert_eq!(imported.must(200).json()["stored"], 1);
    let by_reference = sale.system.get("/v1/sales/SO-1").must(200);
    assert_eq!(by_reference.body, sale.system.get(&format!("/v1/sales/{}", sale.id)).must(200).body);
    let tag = by_reference.header("etag").to_owned();
    sale.system.send("GET", "/v1/sales/SO-1", &[("If-None-Match", &tag)], None).must(304);
    sale.vendor_does("/cancel", &json!({"reason": "They sent it back"}));
    assert_eq!(serde_json::to_value(sale.system.sale(sale.id).state).unwrap(), "cancelled");
    let is_theirs = |path: &str| path.starts_with("/v1/") && !path.starts_with("/v1/portal");
    assert_eq!(never_done(is_theirs), Vec::<String>::new());
}

/// Makes, lists, reads and replaces a record. Who replaces must name the version.
fn record(system: &VendorClient, list: &str, new: &Value, changed: &Value) {
    let made = system.post(list, new).must(201);
    let one = format!("{list}/{}", made.json()["id"].as_str().unwrap());
    let items = system.get(list).must(200).json()["items"].as_array().unwrap().clone();
    assert!(items.contains(&made.json()), "{list}");
    let read = system.get(&one).must(200);
    assert_eq!(read.json(), made.json());
    let tag = read.header("etag").to_owned();
    let body = changed.to_string();
    let without = [("Content-Type", "application/json"), ("Idempotency-Key", "0123456789abcdef")];
    system.send("PUT", &one, &without, Some(body.as_bytes())).refused(ErrorCode::PreconditionRequired);
    let replaced = system.put(&one, changed, &tag).must(200);
    assert_ne!(replaced.header("etag"), tag);
    assert_ne!(replaced.json(), read.json());
    system.put(&one, changed, &tag).refused(ErrorCode::PreconditionFailed);
    assert_eq!(system.get(&one).must(200).json(), replaced.json());
}

fn people(system: &VendorClient) {
    let mut changed = a_customer("bo");
    changed["name"] = json!("Bo Lund");
    record(system, "/v1/customers", &a_customer("bo"), &changed);
    system.post("/v1/customers", &a_customer("bo")).refused(ErrorCode::AlreadyExists);
    let member = json!({"name": "Mette Dam", "languages": ["da"]});
    record(system, "/v1/members", &member, &json!({"name": "Mette Dam", "role": "trains you"}));
}

fn settings(system: &VendorClient) {
    let first = |list: &str| system.get(list).must(200).json()["items"][0].clone();
    let mut template = first("/v1/templates")["template"].clone();
    template["key"] = json!("short");
    let mut shorter = template.clone();
    shorter["items"].as_array_mut().unwrap().truncate(3);
    record(system, "/v1/templates", &template, &shorter);
    let calendar = first("/v1/calendars")["calendar"].clone();
    let (open, renamed) =
        (json!({"name": "Open", "calendar": calendar}), json!({"name": "Shop", "calendar": calendar}));
    record(system, "/v1/calendars", &open, &renamed);
    let mut closed = open.clone();
    closed["calendar"]["time_zone"] = json!("Europe/Atlantis");
    system.post("/v1/calendars", &closed).refuses_field("/calendar/time_zone");

    let made =
        system.post("/v1/api-keys", &json!({"name": "till", "scopes": ["sales:read"]})).must(201).json();
    system.get("/v1/api-keys").must(200);
    system.post(&format!("/v1/api-keys/{}/revoke", made["id"].as_str().unwrap()), &json!({})).must(204);
    let made = system.post("/v1/signing-keys", &json!({"algorithm": "HS256"})).must(201).json();
    assert_eq!(made["secret"].as_str().unwrap().len(), 43, "32 bytes in base64url");
    assert!(!system.get("/v1/signing-keys").must(200).body.contains(made["secret"].as_str().unwrap()));
    system.post(&format!("/v1/signing-keys/{}/retire", made["id"].as_str().unwrap()), &json!({})).must(204);
    system.post("/v1/signing-keys", &json!({"algorithm": "EdDSA"})).refuses_field("/public_key");
    let weak = json!({"algorithm": "EdDSA", "public_key": "A".repeat(43)});
    system.post("/v1/signing-keys", &weak).refuses_field("/public_key");
    system.post("/v1/origins", &json!({"origin": "https://new.example"})).must(200);
    system.get("/v1/origins").must(200);
    system.post("/v1/origins/remove", &json!({"origin": "https://new.example"})).must(204);
    system.get("/v1/test-clock").must(200);
    let policy = system.get("/v1/policy").must(200);
    system.put("/v1/policy", &policy.json(), policy.header("etag")).must(200);
}

fn agenda(sale: &TestSale, vendor: &TestVendor) {
    let slot = |date: &str| json!({"local_date": date, "hours": {"start": "10:00:00", "end": "10:30:00"}, "time_zone": "Europe/Copenhagen"});
    let plan = |title: &str, date: &str| {
        let body = json!({"kind": "visit", "title": title, "owner": vendor.member, "slot": slot(date)});
        let planned = sale.system.acts(sale.id, "/touchpoints", &body);
        planned.touchpoints.into_iter().find(|item| &*item.title == title).unwrap().id
    };
    let [first, second, third] = [("One", "2026-11-05"), ("Two", "2026-11-05"), ("Three", "2026-11-06")]
        .map(|(title, date)| plan(title, date));
    sale.vendor_does("/expected-delivery", &json!({"on": "2026-11-10"}));
    sale.vendor_does(
        &format!("/touchpoints/{first}/move"),
        &json!({"to": slot("2026-11-04"), "reason": "Sooner"}),
    );
    let wish = json!({"options": [slot("2026-11-09")]});
    sale.customer_does(&format!("/touchpoints/{second}/move-requests"), &wish);
    sale.vendor_does(&format!("/touchpoints/{second}/decline-move"), &json!({"reason": "We are away"}));
    sale.customer_does(&format!("/touchpoints/{third}/move-requests"), &wish);
    sale.vendor_does(&format!("/touchpoints/{third}/accept-move"), &json!({"option": 0}));
    sale.vendor_does(&format!("/touchpoints/{third}/cancel"), &json!({"reason": "Not needed"}));
    sale.wait_until("2026-11-05T12:00:00Z");
    sale.vendor_does(
        &format!("/touchpoints/{first}/report"),
        &json!({"note": "All set up", "next": sale.touchpoint("Delivery day").id}),
    );
    sale.vendor_does(
        &format!("/touchpoints/{second}/missed"),
        &json!({"by": "customer", "note": "Nobody at home"}),
    );
    sale.vendor_does("/asks", &json!({"check": "needs@1", "about": {"subject": "sale"}}));
    assert_eq!(sale.open_ask().check, "needs@1");
}

fn concerns(sale: &TestSale) {
    let concern = json!({"kind": "problem", "severity": "small", "words": "By telephone: it drips"});
    let id = sale.system.acts(sale.id, "/concerns", &concern).concerns[0].id;
    for (what, body) in [
        ("acknowledge", json!({})),
        ("start", json!({"expected_state": "acknowledged"})),
        ("messages", json!({"text": "We are on it"})),
        ("ask-customer", json!({"text": "Which model is it?"})),
        ("propose", json!({"text": "A new seal"})),
    ] {
        sale.vendor_does(&format!("/concerns/{id}/{what}"), &body);
    }
    let late = sale
        .system
        .post(&format!("/v1/sales/{}/concerns/{id}/start", sale.id), &json!({"expected_state": "raised"}));
    late.refused(ErrorCode::StateChanged);
    // Only the customer ends it: there is no such path for the vendor.
    sale.system.post(&format!("/v1/sales/{}/concerns/{id}/confirm", sale.id), &json!({})).must(404);
}

fn promises(sale: &TestSale) {
    let make = |statement: &str| {
        let body = json!({"statement": statement, "kind": "service", "source": "contract", "original_due": "2026-11-20"});
        let made = sale.system.acts(sale.id, "/promises", &body);
        made.promises.into_iter().find(|promise| &*promise.statement == statement).unwrap().id
    };
    let (grinder, beans) = (make("A grinder"), make("Free beans"));
    let later = json!({"due": "2026-11-25", "reason": "The ship is late"});
    sale.vendor_does(&format!("/promises/{grinder}/propose-date"), &later);
    sale.vendor_does(&format!("/promises/{grinder}/claim-kept"), &json!({}));
    sale.vendor_does(&format!("/promises/{beans}/give-up"), &json!({"reason": "They are no longer roasted"}));
}

fn records(sale: &TestSale, vendor: &TestVendor) {
    sale.vendor_does("/updates", &json!({"kind": "progress", "text": "It left the factory"}));
    let checked = json!({"kind": "no_change", "text": "Still on time", "verified": {"by": vendor.member, "at": "2026-11-05T09:00:00Z"}, "about": [{"subject": "sale"}], "next_update_by": "2026-11-20T12:00:00Z"});
    sale.vendor_does("/updates", &checked);
    let unchecked = json!({"kind": "no_change", "text": "Still on time"});
    sale.system.post(&format!("/v1/sales/{}/updates", sale.id), &unchecked).refused(ErrorCode::Validation);
    for (amount, state) in [(100_000, "pending"), (129_900, "cleared")] {
        sale.vendor_does("/payments", &json!({"reference": "P-1", "amount": amount, "state": state}));
    }
    assert_eq!(sale.system.sale(sale.id).payments.len(), 1, "the same reference is the same payment");
    let delivery = json!({"reference": "D-1", "delivered_on": "2026-11-05", "evidence": "Signed by Anna"});
    let id = sale.system.acts(sale.id, "/deliveries", &delivery).deliveries[0].id;
    sale.vendor_does("/deliveries", &delivery);
    assert_eq!(sale.system.sale(sale.id).deliveries.len(), 1, "the same reference is the same delivery");
    sale.customer_does(&format!("/deliveries/{id}/reply"), &json!({"is_complete": false, "note": "No lid"}));
    sale.vendor_does(&format!("/deliveries/{id}/complete"), &json!({}));
}

both!(what_is_done_stands_under_the_name_of_who_did_it);
fn what_is_done_stands_under_the_name_of_who_did_it(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().open(app, &vendor);
    let mette = sale.system.post("/v1/members", &json!({"name": "Mette Dam"})).must(201).json()["id"].clone();
    let mette = mette.as_str().unwrap();
    let updates = format!("/v1/sales/{}/updates", sale.id);
    let body = json!({"kind": "progress", "text": "On its way"}).to_string();
    let headers = [("Content-Type", "application/json"), ("Followthrough-Member", mette)];
    sale.system.send("POST", &updates, &headers, Some(body.as_bytes())).must(200);
    sale.vendor_does("/updates", &json!({"kind": "progress", "text": "Nearly there"}));
    let by: Vec<_> = sale.system.sale(sale.id).updates.into_iter().map(|update| update.by).collect();
    assert_eq!(by, [Actor::Member(mette.parse().unwrap()), Actor::Member(vendor.member)]);
    for wrong in ["mem_1", "Jonas", "mem_01h2xcejqtf2nbrexx3vqjhp41"] {
        let headers = [("Content-Type", "application/json"), ("Followthrough-Member", wrong)];
        sale.system
            .send("POST", &updates, &headers, Some(body.as_bytes()))
            .refuses_field("Followthrough-Member");
    }
    let mine = sale.browser.view(sale.id);
    assert!(mine.updates.iter().all(|update| update.text.len() > 5) && mine.updates.len() == 2);
}

both!(two_who_write_at_once_are_told_apart_by_the_version);
fn two_who_write_at_once_are_told_apart_by_the_version(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    let path = format!("/v1/sales/{}/updates", sale.id);
    let tag = sale.system.get(&format!("/v1/sales/{}", sale.id)).must(200).header("etag").to_owned();
    let write = |number: u32| {
        let body = json!({"kind": "progress", "text": format!("Step {number}")}).to_string();
        let headers = [("Content-Type", "application/json"), ("If-Match", &*tag)];
        sale.system.send("POST", &path, &headers, Some(body.as_bytes())).status
    };
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let writers: Vec<_> = (0..8).map(|number| scope.spawn(move || write(number))).collect();
        writers.into_iter().map(|writer| writer.join().unwrap()).collect()
    });
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
    assert!(statuses.iter().all(|status| matches!(status, 200 | 412)), "{statuses:?}");
    assert_eq!(app.database.count("sale_event WHERE kind LIKE 'update%'"), 1);
}
