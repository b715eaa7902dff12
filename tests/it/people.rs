//! The people on the customer's side of a sale: they come and go, all see the same, and what each does there is
//! known to both sides.

use serde_json::{Value, json};

use crate::{
    builders::{TestSale, a_customer, a_sale},
    clients::path,
    harness::TestApp,
    http::Reply,
};

/// Asks for these people.
fn put(sale: &TestSale, people: &Value) -> Reply {
    let body = json!({"people": people}).to_string();
    let headers = [("Content-Type", "application/json")];
    sale.system.send("PUT", &format!("/v1/sales/{}/people", sale.id), &headers, Some(body.as_bytes()))
}

#[track_caller]
fn set(sale: &TestSale, people: &Value) -> Value {
    put(sale, people).must(200).json()
}

both!(a_colleague_sees_the_same_and_both_sides_know_who_does_what);
fn a_colleague_sees_the_same_and_both_sides_know_who_does_what(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().open(app, &vendor);
    let needs = json!({"items": [{"topic": "Noise", "text": "Quiet in the morning"}]});
    let mut bo = a_customer("people-bo");
    bo["name"] = json!("Bo Lund");
    let mut renamed = bo.clone();
    renamed["name"] = json!("Bo Dahl");
    let bo = sale.system.post("/v1/customers", &bo).must(201).json()["id"].clone();
    let browser = vendor.customer(app, "people-bo");
    browser.put("/v1/portal/needs", &needs).must(200);
    browser.get(&path(sale.id, "")).must(404);

    let first = json!({"customer": sale.customer, "roles": ["decision_maker", "user"]});
    let second = json!({"customer": bo, "roles": ["payer"]});
    let record = set(&sale, &json!([first, second]));
    assert_eq!(record["contact"]["people"], json!([first, second]));
    assert_eq!(record["customers"], json!([sale.customer, bo]));
    assert_eq!(record["contact"]["need_changes"], json!([]), "what Bo needs is no change");
    let seen = browser.get(&path(sale.id, "")).must(200).json();
    assert_eq!(
        seen["contact"]["people"],
        json!([
            {"name": "Anna Berg", "roles": ["decision_maker", "user"], "is_you": false},
            {"name": "Bo Lund", "roles": ["payer"], "is_you": true},
        ])
    );
    assert_eq!(seen["touchpoints"], sale.browser.get(&path(sale.id, "")).must(200).json()["touchpoints"]);
    let log = sale.browser.get(&path(sale.id, "/history")).must(200).body;
    assert!(log.contains("people.set"), "{log}");
    let (version, again) = (record["version"].clone(), set(&sale, &json!([first, second])));
    assert_eq!(again["version"], version, "the same again is nothing new");

    // The others read another name at once, also from what the server keeps ready.
    let read =
        || sale.browser.get(&path(sale.id, "")).must(200).json()["contact"]["people"][1]["name"].clone();
    assert_eq!(read(), json!("Bo Lund"));
    let record = format!("/v1/customers/{}", bo.as_str().unwrap());
    let tag = sale.system.get(&record).must(200).header("etag").to_owned();
    sale.system.put(&record, &renamed, &tag).must(200);
    assert_eq!(read(), json!("Bo Dahl"));

    // Who is left out sees it no longer.
    set(&sale, &json!([first]));
    browser.get(&path(sale.id, "")).must(404);
    assert_eq!(browser.get("/v1/portal/sales").must(200).json()["items"], json!([]));
}

both!(the_one_who_is_asked_stays_first_and_nobody_stands_there_twice);
fn the_one_who_is_asked_stays_first_and_nobody_stands_there_twice(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    let bo = sale.system.post("/v1/customers", &a_customer("people-two")).must(201).json()["id"].clone();
    let refuses = |people: Value, field: &str| {
        put(&sale, &people).refuses_field(field);
    };
    let (first, second) = (json!({"customer": sale.customer}), json!({"customer": bo}));
    refuses(json!([]), "/people");
    refuses(json!([second, first]), "/people/0/customer");
    refuses(json!([first, second, second]), "/people/2/customer");
    let nobody = json!({"customer": "cus_01h455vb4pex5vsknk084sn02q"});
    refuses(json!([first, nobody]), "/people/1/customer");
    refuses(json!([first, {"customer": bo, "roles": ["boss"]}]), "/people/1/roles/0");
    assert!(sale.system.sale(sale.id).customers.len() == 1, "nothing was stored");
}
