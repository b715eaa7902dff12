//! The customer's own calendars at their door.

use serde_json::json;

use crate::builders::TestSale;

/// Uses every endpoint of the group at least once.
pub fn everything(sale: &TestSale) {
    let made = sale.browser.post("/v1/portal/calendar-feeds", &json!({"name": "Phone"})).must(201).json();
    let listed = sale.browser.get("/v1/portal/calendar-feeds").must(200).json();
    assert_eq!(listed["items"][0]["id"], made["id"]);
    let revoke = format!("/v1/portal/calendar-feeds/{}/revoke", made["id"].as_str().unwrap());
    assert!(sale.browser.post(&revoke, &json!({})).must(200).json()["revoked_at"].is_string());
}
