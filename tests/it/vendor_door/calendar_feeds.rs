//! Customers' calendars at the vendor door, and what a calendar reads.

use serde_json::json;

use crate::{builders::TestSale, harness::TestApp};

/// Uses every endpoint of the group at least once.
pub fn everything(app: &TestApp, sale: &TestSale) {
    let made = sale.browser.post("/v1/portal/calendar-feeds", &json!({"name": "Phone"})).must(201).json();
    let url = made["url"].as_str().unwrap();
    app.http.get(&url[url.find("/v1/").unwrap()..]).must(200);
    let listed = sale.system.get(&format!("/v1/customers/{}/calendar-feeds", sale.customer)).must(200).json();
    assert_eq!(listed["items"][0]["id"], made["id"]);
    let revoke = format!("/v1/calendar-feeds/{}/revoke", made["id"].as_str().unwrap());
    assert!(sale.system.post(&revoke, &json!({})).must(200).json()["revoked_at"].is_string());
}
