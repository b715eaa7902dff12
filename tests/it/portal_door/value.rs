//! What a customer does with deliveries line by line, with value, and at the end.

use serde_json::json;

use crate::{
    builders::a_sale,
    harness::{TestApp, TestVendor},
};

/// Everything of it, each at least once.
pub fn completion_and_value(app: &TestApp, vendor: &TestVendor) {
    let sale = a_sale().open(app, vendor);
    let delivery = json!({"reference": "D-1", "delivered_on": "2026-11-02", "lines": [{"article": "Cups", "quantity": 2}]});
    let id = sale.system.acts(sale.id, "/deliveries", &delivery).deliveries[0].id;
    let lines = json!({"lines": [{"line": 1, "verdict": "accepted"}]});
    sale.customer_does(&format!("/deliveries/{id}/lines"), &lines);
    sale.customer_does("/end-unsatisfied", &json!({"reason": "It is too loud"}));
}
