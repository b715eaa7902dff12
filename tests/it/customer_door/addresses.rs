//! Addresses that open something without a sign-in: customers' calendars and shared pages.

use serde_json::json;

use crate::builders::TestSale;

/// Uses every endpoint of the group at least once.
pub fn everything(sale: &TestSale) {
    let made = sale.browser.post("/v1/portal/calendar-feeds", &json!({"name": "Phone"})).must(201).json();
    let links = format!("/v1/portal/sales/{}/share-links", sale.id);
    let link = sale.browser.post(&links, &json!({"name": "My boss"})).must(201).json();
    assert_eq!(sale.browser.get(&links).must(200).json()["items"][0]["id"], link["id"]);
    let end = format!("{links}/{}/revoke", link["id"].as_str().unwrap());
    sale.browser.post(&end, &json!({})).must(200);
    let listed = sale.browser.get("/v1/portal/calendar-feeds").must(200).json();
    assert_eq!(listed["items"][0]["id"], made["id"]);
    let revoke = format!("/v1/portal/calendar-feeds/{}/revoke", made["id"].as_str().unwrap());
    assert!(sale.browser.post(&revoke, &json!({})).must(200).json()["revoked_at"].is_string());
}
