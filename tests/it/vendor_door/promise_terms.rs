//! Promises that change, sessions, adjustments, questions and their figures at the vendor door.

use serde_json::json;

use crate::{builders::TestSale, harness::TestVendor};

/// Uses every endpoint of the group at least once.
pub fn everything(sale: &TestSale, vendor: &TestVendor) {
    let training = json!({"statement": "Two sessions", "kind": "training", "source": "contract", "quantity": 2, "original_due": "2027-01-20"});
    let id = sale.system.acts(sale.id, "/promises", &training).promises.last().unwrap().id;
    let slot = json!({"local_date": "2027-01-11", "time_zone": "Europe/Copenhagen"});
    let plan =
        json!({"plan": {"kind": "training", "title": "Session", "owner": vendor.member, "slot": slot}});
    let planned = sale.system.acts(sale.id, &format!("/promises/{id}/sessions"), &plan);
    let session = planned.touchpoints.last().unwrap().id;
    for (what, body) in [
        ("at-risk", json!({"reason": "Our trainer is ill", "doing": "We look for another"})),
        ("propose-change", json!({"statement": "One session", "quantity": 1, "reason": "It is enough"})),
        ("remove-session", json!({"touchpoint": session})),
        ("give-up", json!({"reason": "There is no trainer"})),
        ("offer-remedy", json!({"text": "A film of the training"})),
    ] {
        sale.vendor_does(&format!("/promises/{id}/{what}"), &body);
    }
    let tank = json!({"what": "A larger tank", "why": "You brew for twelve"});
    let adjustment = sale.system.acts(sale.id, "/adjustments", &tank).adjustments[0].id;
    sale.vendor_does(&format!("/adjustments/{adjustment}/revise"), &tank);
    sale.vendor_does(&format!("/adjustments/{adjustment}/withdraw"), &json!({"reason": "It is sold out"}));
    let asks = sale.system.get(&format!("/v1/sales/{}/asks", sale.id)).must(200).json();
    let is_waiting = |ask: &&serde_json::Value| ask["state"] == "planned";
    let ask = asks["items"].as_array().unwrap().iter().find(is_waiting).unwrap()["id"].clone();
    let spoken = json!({"value": "no", "channel": "phone"});
    let change = asks["items"].as_array().unwrap().iter().find(|ask| ask["check"] == "change@1").unwrap();
    assert!(ask.is_string());
    sale.vendor_does(&format!("/asks/{}/answers", change["id"].as_str().unwrap()), &spoken);
    sale.system.get("/v1/reports/promises").must(200);
    sale.system.get("/v1/reports/checks").must(200);
}
