//! Contact discipline at the vendor door.

use serde_json::json;

use crate::{builders::TestSale, clients::fresh_key, contact::a_sheet};

/// Uses every endpoint of the group at least once.
pub fn everything(sale: &TestSale) {
    sale.vendor_does("/notes", &json!({"text": "They like it quiet"}));
    sale.system.get(&format!("/v1/sales/{}/history", sale.id)).must(200);
    sale.system.get("/v1/worklist/today").must(200);
    sale.system.get("/v1/reports/without-agenda").must(200);
    let put = |path: &str, body: &serde_json::Value| {
        let tag = sale.system.get(path).must(200).header("etag").to_owned();
        sale.system.put(path, body, &tag).must(200);
    };
    put(&format!("/v1/customers/{}/preferences", sale.customer), &json!({"every_days": 7}));
    let needs = json!({"items": [{"topic": "Cups", "text": "80 a day"}]});
    put(&format!("/v1/customers/{}/needs", sale.customer), &needs);
    put("/v1/contact-sheet", &a_sheet());
    let (sheet, key) = (a_sheet().to_string(), fresh_key());
    let headers = [("Content-Type", "application/json"), ("Idempotency-Key", &*key)];
    let path = format!("/v1/sales/{}/contact-sheet", sale.id);
    sale.system.send("PUT", &path, &headers, Some(sheet.as_bytes())).must(200);
    let people = json!({"people": [{"customer": sale.customer, "roles": ["payer"]}]});
    super::handling::put(sale, "/people", &people);
    sale.system.get(&format!("/v1/sales/{}/cadence", sale.id)).must(200);
    let mette = sale.system.post("/v1/members", &json!({"name": "Mette Dam"})).must(201).json()["id"].clone();
    let change = json!({
        "to": mette, "reason": "Jonas moves", "effective_from": "2026-12-18",
        "handover": crate::inside::MARK, "introduction": "I am Mette",
    });
    let changed = sale.system.post(&format!("/v1/sales/{}/owner-changes", sale.id), &change).must(200).json();
    let id = changed["contact"]["owner_changes"][0]["id"].as_str().unwrap().to_owned();
    sale.vendor_does(&format!("/owner-changes/{id}/withdraw"), &json!({}));
    let now = sale.system.get("/v1/test-clock").must(200).json()["now"].as_str().unwrap().to_owned();
    sale.wait_until(&now.replace(":00Z", ":01Z"));
    sale.vendor_does("/needs-read", &json!({}));
    sale.vendor_does("/relationship", &json!({"action": "end", "reason": "They moved away"}));
}
