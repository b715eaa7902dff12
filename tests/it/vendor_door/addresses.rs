//! Addresses that open something without a sign-in: customers' calendars and shared pages.

use serde_json::json;

use crate::{builders::TestSale, harness::TestApp};

/// Uses every endpoint of the group at least once.
pub fn everything(app: &TestApp, sale: &TestSale) {
    let made = sale.browser.post("/v1/portal/calendar-feeds", &json!({"name": "Phone"})).must(201).json();
    let url = made["url"].as_str().unwrap();
    app.http.get(&url[url.find("/v1/").unwrap()..]).must(200);
    let links = format!("/sales/{}/share-links", sale.id);
    let link = sale.browser.post(&format!("/v1/portal{links}"), &json!({"name": "My boss"})).must(201).json();
    let open = link["url"].as_str().unwrap();
    app.http.get(&open[open.find("/v1/").unwrap()..]).must(200);
    sale.system.get(&format!("/v1{links}")).must(200);
    let end = format!("/v1{links}/{}/revoke", link["id"].as_str().unwrap());
    sale.system.post(&end, &json!({})).must(200);
    let listed = sale.system.get(&format!("/v1/customers/{}/calendar-feeds", sale.customer)).must(200).json();
    assert_eq!(listed["items"][0]["id"], made["id"]);
    let revoke = format!("/v1/calendar-feeds/{}/revoke", made["id"].as_str().unwrap());
    assert!(sale.system.post(&revoke, &json!({})).must(200).json()["revoked_at"].is_string());
}
