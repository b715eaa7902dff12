//! What a vendor does for completion, value and the next cycle.

use serde_json::json;

use crate::{
    builders::a_sale,
    harness::{TestApp, TestVendor},
};

/// Everything of it, each at least once.
pub fn completion_and_value(app: &TestApp, vendor: &TestVendor) {
    let sale = a_sale().open(app, vendor);
    let completion = sale.system.get(&format!("/v1/sales/{}/completion", sale.id)).must(200).json();
    assert_eq!(completion["is_complete"], false);
    sale.vendor_does("/end-unsatisfied", &json!({"reason": "We could not make it work"}));
}
