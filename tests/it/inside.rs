//! What only the vendor may see does not reach a customer: who works on a concern, notes, what was behind it, what is
//! handed over, why a sale is on the worklist, and other people's data.
//!
//! In a sale that has all of it, it is marked, and every answer to a customer is searched for the mark, in whichever
//! test it is given ([`check`]). Of the document, the answers to customers must not lead to what is the vendor's.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::{
    attachments,
    builders::{TestSale, a_customer, a_sale},
    clients::path,
    contract::{DOCUMENT, operations},
    harness::{TestApp, TestVendor},
    http::Reply,
    sample::fill,
    vendor_door::handling::put,
};

/// Stands in everything that no customer may see.
pub const MARK: &str = "kept-inside";

/// What a customer, or whom they gave an address, is answered by.
fn is_customers(path: &str) -> bool {
    ["/v1/portal", "/v1/shared/", "/v1/calendar/"].iter().any(|door| path.starts_with(door))
}

/// Searches an answer for what is not the customer's.
pub fn check(path: &str, reply: &Reply) {
    let found = reply.body.find(MARK).filter(|_| is_customers(path));
    let shown = |at: usize| reply.body.get(at.saturating_sub(200)..at).map(str::to_owned).unwrap_or_default();
    assert_eq!(found.map(shown), None, "a customer reads it: {}", reply.request);
}

fn marked(text: &str) -> String {
    format!("{text} {MARK}")
}

fn id(made: &Value) -> String {
    made["id"].as_str().unwrap().to_owned()
}

/// A sale in which everything is that no customer may see.
fn a_marked_sale(app: &TestApp, vendor: &TestVendor) -> TestSale {
    let sale = a_sale().open(app, vendor);
    let system = &sale.system;
    let phone = marked("+45");
    let lis = id(&system
        .post(
            "/v1/members",
            &json!({"name": marked("Lis"), "role": MARK, "phone": phone, "email": MARK, "languages": [MARK]}),
        )
        .must(201)
        .json());
    let colleague = json!({"external_id": marked("bo"), "name": "Bo Lund", "company": MARK, "email": MARK,
        "phone": phone, "locale": "da", "time_zone": "Europe/Copenhagen"});
    let bo = id(&system.post("/v1/customers", &colleague).must(201).json());
    let people =
        json!([{"customer": sale.customer, "roles": ["user"]}, {"customer": bo, "roles": ["payer"]}]);
    put(&sale, "/people", &json!({"people": people}));
    let called = json!({"kind": "problem", "severity": "big", "words": "It howls", "channel": "phone"});
    sale.vendor_does("/concerns", &called);
    let concern = format!("/concerns/{}", sale.view().concerns[0].id);
    sale.vendor_does(&format!("{concern}/assign"), &json!({"to": lis, "reason": MARK}));
    sale.vendor_does(&format!("{concern}/notes"), &json!({"text": marked("Known fault")}));
    put(&sale, &format!("{concern}/root-cause"), &json!({"text": marked("Cheap seals")}));
    let mette = id(&system.post("/v1/members", &json!({"name": "Mette Dam"})).must(201).json());
    sale.vendor_does(
        "/owner-changes",
        &json!({"to": mette, "reason": "Jonas moves", "effective_from": "2026-11-20",
            "handover": marked("Careful with dates"), "introduction": "I am Mette"}),
    );
    sale.vendor_does("/notes", &json!({"text": marked("Ask first"), "visibility": "vendor"}));
    let other =
        json!({"name": marked("Mia"), "company": MARK, "email": MARK, "phone": phone, "customer": bo});
    for is_yes in [true, false] {
        let offer = json!({"about": "A bar", "why": "They know milk", "other": other});
        let offered = system.post(&below(&sale, "/introductions"), &offer).must(200).json();
        let all = offered["value"]["introductions"].as_array().unwrap().clone();
        let answer = format!("/introductions/{}/record-answer", id(all.last().unwrap()));
        sale.vendor_does(&answer, &json!({"is_yes": is_yes, "said": marked("By telephone")}));
    }
    rename(&sale, "/v1/calendars");
    system.post("/v1/api-keys", &json!({"name": MARK, "scopes": ["sales:read"]})).must(201);
    neighbour(app, vendor);
    sale
}

fn below(sale: &TestSale, what: &str) -> String {
    format!("/v1/sales/{}{what}", sale.id)
}

/// Somebody else's sale at the same vendor.
fn neighbour(app: &TestApp, vendor: &TestVendor) {
    let sale =
        a_sale().with("title", json!(marked("A boat"))).with("reference", json!(MARK)).open(app, vendor);
    let mut record = a_customer(MARK);
    record["name"] = json!(marked("Carl"));
    sale.system.post("/v1/customers", &record).must(201);
}

/// What the vendor calls its calendar is its own matter.
fn rename(sale: &TestSale, list: &str) {
    let stored = sale.system.get(list).must(200).json()["items"][0].clone();
    let one = format!("{list}/{}", stored["id"].as_str().unwrap());
    let tag = sale.system.get(&one).must(200).header("etag").to_owned();
    let renamed = json!({"name": MARK, "calendar": stored["calendar"]});
    sale.system.put(&one, &renamed, &tag).must(200);
}

both!(nothing_that_is_kept_inside_is_told_to_a_customer);
fn nothing_that_is_kept_inside_is_told_to_a_customer(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_marked_sale(app, &vendor);
    let ours = sale.system.get(&below(&sale, "")).must(200).body;
    assert!(ours.matches(MARK).count() > 10, "the vendor reads it: {ours}");
    let log = sale.system.get(&below(&sale, "/history")).must(200).body;
    assert!(log.matches(MARK).count() > 4, "the vendor's history tells it: {log}");
    // All that can be read, with everything that was done.
    let touchpoint = sale.touchpoint("First session: getting going").id.to_string();
    let mut read = String::new();
    let reads = operations().filter(|(method, path, _)| method == "GET" && path.starts_with("/v1/portal"));
    let (concern, file) = attachments::shown(&sale);
    let one = |name: &str| match name {
        "sale" => sale.id.to_string(),
        "touchpoint" => touchpoint.clone(),
        "concern" => concern.clone(),
        "file" => file.clone(),
        other => panic!("which {other}?"),
    };
    for (_, template, _) in reads {
        read.push_str(&sale.browser.get(&fill(template, one)).must(200).body);
    }
    for (made, door) in [
        (sale.browser.post(&path(sale.id, "/share-links"), &json!({"name": "My boss"})), "/v1/shared/"),
        (sale.browser.post("/v1/portal/calendar-feeds", &json!({"name": "Phone"})), "/v1/calendar/"),
    ] {
        let url = made.must(201).json()["url"].as_str().unwrap().to_owned();
        let address = &url[url.find(door).unwrap()..];
        let page = app.http.send("GET", address, &[("Accept", "text/html, */*;q=0.5")], None).must(200);
        read.push_str(&page.body);
    }
    // What is answered to an act, and to one that comes too late.
    let concern = sale.view().concerns[0].id;
    let say = path(sale.id, &format!("/concerns/{concern}/messages"));
    read.push_str(&sale.browser.post(&say, &json!({"text": "Still"})).must(200).body);
    let late = json!({"text": "Still", "expected_state": "confirmed"});
    read.push_str(&sale.browser.post(&say, &late).must(409).body);
    // Why the sale is on the list of those to look at, in the words of the list.
    let rows = sale.system.get("/v1/worklist/today").must(200).json()["items"].clone();
    let reasons: Vec<_> =
        rows.as_array().unwrap().iter().flat_map(|row| row["reasons"].as_array().unwrap()).collect();
    assert!(!reasons.is_empty(), "{rows}");
    for words in reasons.iter().flat_map(|reason| [&reason["words"], &reason["task"]]) {
        let words = words.as_str().unwrap();
        assert!(!read.contains(words), "{words}");
    }
}

/// Types of the document that have in them what no customer may see: who acted by their id, other people's records,
/// the vendor's own notes and its list of what to do.
const VENDORS: &[&str] = &[
    "Actor",
    "AskStanding",
    "ConcernHandling",
    "ContactRecord",
    "ContactWishes",
    "CustomerRecord",
    "HandlingOut",
    "Member",
    "OwnerChangeOut",
    "Person",
    "ReasonCode",
    "ReasonOut",
    "VendorContact",
    "VendorSale",
    "WorkRow",
];

/// Fields that only they have.
const FIELDS: &[&str] = &[
    "assigned_because",
    "assignee",
    "escalation",
    "external_id",
    "notes",
    "obstacles",
    "raised_by",
    "rank",
    "root_cause",
    "suppressed_for",
    "task",
];

/// The schemas and the fields to which the answers of some operations lead.
fn told(is_wanted: impl Fn(&str) -> bool) -> (BTreeSet<&'static str>, BTreeSet<&'static str>) {
    let (mut types, mut fields) = (BTreeSet::new(), BTreeSet::new());
    for (_, _, operation) in operations().filter(|(_, path, _)| is_wanted(path)) {
        follow(&operation["responses"], &mut types, &mut fields);
    }
    (types, fields)
}

fn follow(part: &'static Value, types: &mut BTreeSet<&'static str>, fields: &mut BTreeSet<&'static str>) {
    if let Some(pointer) = part["$ref"].as_str().and_then(|reference| reference.strip_prefix('#')) {
        let name = pointer.rsplit('/').next().unwrap();
        if types.insert(name) {
            follow(DOCUMENT.pointer(pointer).unwrap(), types, fields);
        }
    }
    fields.extend(part["properties"].as_object().into_iter().flat_map(|it| it.keys().map(String::as_str)));
    match part {
        Value::Object(members) => members.values().for_each(|it| follow(it, types, fields)),
        Value::Array(items) => items.iter().for_each(|it| follow(it, types, fields)),
        _ => {}
    }
}

#[test]
fn no_answer_to_a_customer_has_a_place_for_what_is_the_vendors() {
    let (customers, their_fields) = told(is_customers);
    let (vendors, our_fields) = told(|path| !is_customers(path));
    for name in VENDORS {
        assert!(vendors.contains(name), "{name} is the vendor's no longer: take it off the list");
        assert!(!customers.contains(name), "{name} is told to customers");
    }
    for name in FIELDS {
        assert!(our_fields.contains(name), "{name} is the vendor's no longer: take it off the list");
        assert!(!their_fields.contains(name), "{name} is told to customers");
    }
}
