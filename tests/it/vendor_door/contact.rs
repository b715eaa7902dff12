//! Contact discipline at the vendor door.

use serde_json::json;

use crate::builders::TestSale;

/// Uses every endpoint of the group at least once.
pub fn everything(sale: &TestSale) {
    sale.vendor_does("/notes", &json!({"text": "They like it quiet"}));
    sale.system.get(&format!("/v1/sales/{}/history", sale.id)).must(200);
    sale.system.get("/v1/worklist/today").must(200);
    sale.system.get("/v1/reports/without-agenda").must(200);
}
