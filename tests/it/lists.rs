//! Lists come in pages, and the way to the next page can be neither made up nor used elsewhere.

use std::collections::BTreeSet;

use followthrough_common::error::ErrorCode;
use serde_json::{Value, json};

use crate::{
    builders::{a_customer, a_sale},
    clients::VendorClient,
    harness::TestApp,
};

/// Every id of a list, page by page, and how many pages there were.
fn walk(system: &VendorClient, path: &str) -> (Vec<String>, usize) {
    let (mut ids, mut pages, mut cursor) = (Vec::new(), 0, None::<String>);
    loop {
        let joint = if path.contains('?') { '&' } else { '?' };
        let next = cursor.map_or_else(String::new, |cursor| format!("{joint}cursor={cursor}"));
        let page = system.get(&format!("{path}{next}")).must(200).json();
        ids.extend(
            page["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()),
        );
        pages += 1;
        match &page["next_cursor"] {
            Value::Null => return (ids, pages),
            next => cursor = Some(next.as_str().unwrap().to_owned()),
        }
    }
}

both!(a_list_is_walked_page_by_page_without_gap_or_repeat);
fn a_list_is_walked_page_by_page_without_gap_or_repeat(app: &TestApp) {
    let (vendor, other) = (app.vendor("Nordic Coffee"), app.vendor("Best Boats"));
    let sales: Vec<_> = (0..7).map(|_| a_sale().open(app, &vendor)).collect();
    a_sale().open(app, &other);
    let system = vendor.client(app);
    let expected: BTreeSet<String> = sales.iter().map(|sale| sale.id.to_string()).collect();
    for (limit, pages) in [(1, 7), (2, 4), (3, 3), (7, 1), (100, 1)] {
        let (ids, found) = walk(&system, &format!("/v1/sales?limit={limit}"));
        assert_eq!((ids.len(), found), (7, pages), "limit={limit}");
        assert_eq!(ids.into_iter().collect::<BTreeSet<_>>(), expected, "limit={limit}");
    }
    assert_eq!(walk(&system, "/v1/customers?limit=3").0.len(), 7);
    assert_eq!(walk(&system, "/v1/members?limit=1").0.len(), 1);
    sales[0].vendor_does("/cancel", &json!({}));
    assert_eq!(walk(&system, "/v1/sales?state=cancelled").0, [sales[0].id.to_string()]);
    assert_eq!(walk(&system, "/v1/sales?state=active&limit=4").0.len(), 6);
    let of_one = format!("/v1/sales?customer={}", sales[3].customer);
    assert_eq!(walk(&system, &of_one).0, [sales[3].id.to_string()]);
    let nobodys = "/v1/sales?customer=cus_01h2xcejqtf2nbrexx3vqjhp41";
    assert_eq!(walk(&system, nobodys), (Vec::new(), 1));
}

both!(a_cursor_is_of_use_in_its_own_list_only);
fn a_cursor_is_of_use_in_its_own_list_only(app: &TestApp) {
    let (vendor, other) = (app.vendor("Nordic Coffee"), app.vendor("Best Boats"));
    let system = vendor.client(app);
    for number in 0..3 {
        a_sale().open(app, &vendor);
        system.post("/v1/customers", &a_customer(&format!("more-{number}"))).must(201);
    }
    let page = system.get("/v1/sales?limit=1").must(200).json();
    let cursor = page["next_cursor"].as_str().unwrap().to_owned();
    system.get(&format!("/v1/sales?limit=2&cursor={cursor}")).must(200);
    let refused = |system: &VendorClient, path: &str, cursor: &str| {
        let joint = if path.contains('?') { '&' } else { '?' };
        system.get(&format!("{path}{joint}cursor={cursor}")).refused(ErrorCode::Malformed);
    };
    refused(&system, "/v1/customers", &cursor);
    refused(&system, "/v1/sales?state=active", &cursor);
    refused(&other.client(app), "/v1/sales", &cursor);
    // One letter in the middle: the last one may carry bits that mean nothing.
    let middle = cursor.len() / 2;
    let letter = if &cursor[middle..=middle] == "A" { "B" } else { "A" };
    let spoilt = format!("{}{letter}{}", &cursor[..middle], &cursor[middle + 1..]);
    for forged in [&*spoilt, &cursor[1..], "AAAA", "x", "", "sale_01h2xcejqtf2nbrexx3vqjhp41", "%00", "..%2f"]
    {
        refused(&system, "/v1/sales", forged);
    }
}
