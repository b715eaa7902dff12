//! The agenda at the vendor door.

use serde_json::json;

use crate::{
    builders::a_sale,
    harness::{TestApp, TestVendor},
};

/// Uses every endpoint of the group at least once.
pub fn everything(app: &TestApp, vendor: &TestVendor) {
    let sale = a_sale().open(app, vendor);
    let bare = a_sale().with("without_agenda", json!(true)).open(app, vendor);
    assert!(!bare.system.acts(bare.id, "/agenda", &json!({})).touchpoints.is_empty());
    assert!(bare.system.get("/v1/reports/touchpoints").must(200).json()["planned"].as_u64() > Some(0));
    let visit = sale.touchpoint("Three weeks in: is it doing what you bought it for?");
    let mut slot = serde_json::to_value(&visit.slot).unwrap();
    slot["local_date"] = json!("2026-12-01");
    let path = format!("/touchpoints/{}", visit.id);
    // The visit hangs on the delivery, so there is no time to talk about before the delivery is real.
    sale.vendor_does("/deliveries", &json!({"reference": "D-0", "delivered_on": "2026-11-05"}));
    sale.vendor_does(&format!("{path}/offer-times"), &json!({"options": [slot], "reason": "Jonas is away"}));
    let colleague = sale.system.post("/v1/members", &json!({"name": "Mette Dam"})).must(201).json();
    let change = json!({"to": colleague["id"], "reason": "She lives next door to you"});
    let changed = sale.system.acts(sale.id, &format!("{path}/owner"), &change);
    let item = changed.agenda.items.iter().find(|item| item.id == visit.id).unwrap();
    assert_eq!(item.owner_changes[0].from, vendor.member);
}
