//! Adjustments at the customer door.

use serde_json::json;

use crate::builders::TestSale;

/// Uses every endpoint of the group at least once.
pub fn everything(sale: &TestSale) {
    let cup = json!({"what": "A matching cup", "why": "It matches"});
    let id = sale.system.acts(sale.id, "/adjustments", &cup).adjustments.last().unwrap().id;
    sale.customer_does(&format!("/adjustments/{id}/reply"), &json!({"reply": "decline"}));
}
