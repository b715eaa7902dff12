//! What a vendor does about how concerns are handled.

use serde_json::{Value, json};

use crate::{
    attachments,
    builders::TestSale,
    harness::{TestApp, TestVendor},
};

/// Another person of the vendor's.
pub fn another_member(sale: &TestSale, name: &str) -> String {
    let made = sale.system.post("/v1/members", &json!({"name": name})).must(201).json();
    made["id"].as_str().unwrap().to_owned()
}

/// Writes to a path below the sale in another way than by POST.
pub fn put(sale: &TestSale, what: &str, body: &Value) -> Value {
    let (body, path) = (body.to_string(), format!("/v1/sales/{}{what}", sale.id));
    let headers = [("Content-Type", "application/json")];
    sale.system.send("PUT", &path, &headers, Some(body.as_bytes())).must(200).json()
}

/// Does everything once.
pub fn everything(app: &TestApp, sale: &TestSale, vendor: &TestVendor) {
    let mette = another_member(sale, "Mette Dam");
    agreement(sale);
    concerns(sale, &mette);
    milestones(sale, vendor);
    assert!(app.database.count("agreement") > 0);
    let told = sale.system.get("/v1/reports/reply-times").must(200).json();
    assert_eq!(told["before_signature"]["minutes"], 90);
}

fn agreement(sale: &TestSale) {
    let standard = sale.system.get("/v1/agreement").must(200);
    assert_eq!(standard.json()["version"], 0, "the product's own words");
    let mut terms = standard.json()["terms"].clone();
    terms["outside_route"] = json!("The trade board");
    let replaced = sale.system.put("/v1/agreement", &terms, standard.header("etag")).must(200);
    assert_eq!(replaced.json()["version"], 1);
    sale.vendor_does("/agreement", &json!({}));
    put(sale, "/reply-before", &json!({"working_minutes": 90}));
    let areas = json!({"areas": [{"area": "Quiet"}, {"area": "On time", "why": "We open at six"}]});
    assert_eq!(put(sale, "/vital-areas", &areas)["handling"]["vital_areas"][1]["area"], "On time");
}

fn concerns(sale: &TestSale, mette: &str) {
    let raise = |words: &str| {
        let body = json!({"kind": "problem", "words": words, "channel": "phone", "caller": "Bo"});
        sale.system.acts(sale.id, "/concerns", &body).concerns.last().unwrap().id
    };
    let (first, second) = (raise("It hums"), raise("It hums at night"));
    let does = |what: &str, body: &Value| sale.vendor_does(&format!("/concerns/{first}/{what}"), body);
    does("start", &json!({}));
    attachments::everything_of_vendor(sale, first);
    does("extend", &json!({"due": "2026-11-20", "reason": "The part is on its way"}));
    does("assign", &json!({"to": mette}));
    does("hand-over", &json!({"to": mette, "reason": "Jonas is ill"}));
    does("notes", &json!({"text": "He was angry on the telephone"}));
    does("links", &json!({"to": second}));
    put(sale, &format!("/concerns/{first}/root-cause"), &json!({"text": "A loose screw"}));
    sale.system.get(&format!("/v1/sales/{}/clocks", sale.id)).must(200);
    does("final-answer", &json!({"text": "It is within the norm"}));
}

fn milestones(sale: &TestSale, vendor: &TestVendor) {
    let plan = |title: &str| {
        let body = json!({"title": title, "overseer": vendor.member, "due": "2026-11-20"});
        let planned = sale.system.acts(sale.id, "/milestones", &body).handling.milestones;
        planned.last().unwrap().id
    };
    let (first, second) = (plan("All machines run"), plan("A second shop"));
    let made =
        sale.system.acts(sale.id, &format!("/milestones/{first}/snags"), &json!({"text": "A scratch"}));
    let snag = made.handling.milestones[0].snags[0].id;
    sale.vendor_does(&format!("/milestones/{first}/snags/{snag}/fix"), &json!({"note": "Polished"}));
    sale.vendor_does(&format!("/milestones/{first}/slip"), &json!({"to": "2026-11-25", "reason": "Rain"}));
    sale.vendor_does(&format!("/milestones/{first}/reach"), &json!({"expected_state": "slipped"}));
    sale.vendor_does(&format!("/milestones/{second}/drop"), &json!({"reason": "They keep one shop"}));
}
