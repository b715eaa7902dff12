//! Contact discipline at the customer door.

use serde_json::json;

use crate::{builders::TestSale, clients::path};

/// Uses every endpoint of the group at least once.
pub fn everything(sale: &TestSale) {
    sale.browser.get(&path(sale.id, "/history")).must(200);
    sale.browser.put("/v1/portal/preferences", &json!({"every_days": 7})).must(200);
    sale.browser.get("/v1/portal/preferences").must(200);
    sale.browser.put("/v1/portal/needs", &json!({"items": []})).must(200);
    sale.browser.get("/v1/portal/needs").must(200);
    let mette = sale.system.post("/v1/members", &json!({"name": "Mette Dam"})).must(201).json()["id"].clone();
    let change = json!({
        "to": mette, "reason": "Jonas moves", "effective_from": "2026-12-18",
        "handover": crate::inside::MARK, "introduction": "I am Mette",
    });
    let changed = sale.system.post(&format!("/v1/sales/{}/owner-changes", sale.id), &change).must(200).json();
    let id = changed["contact"]["owner_changes"][0]["id"].as_str().unwrap().to_owned();
    sale.customer_does(&format!("/owner-changes/{id}/reply"), &json!({"is_fine": true}));
    let pause = json!({"action": "pause", "until": "2026-12-20", "reason": "Holidays"});
    sale.customer_does("/relationship", &pause);
    sale.customer_does("/relationship", &json!({"action": "resume"}));
}
