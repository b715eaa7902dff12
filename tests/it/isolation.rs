//! What is somebody else's is not there: every path of both doors answers for it as for an id that nobody
//! has, with the same body.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::{
    builders::{TestSale, a_sale},
    clients::fresh_key,
    contract::operations,
    harness::{TestApp, TestVendor},
    http::{Reply, without_request_id},
    sample::{self, fill, names},
};

/// The member whom the document gives as an example.
const SOME_MEMBER: &str = "mem_01h455vb4pex5vsknk084sn02q";

/// A vendor's sales, each to a customer of its own and with one of everything.
fn full<const COUNT: usize>(app: &TestApp, vendor: &TestVendor) -> [TestSale; COUNT] {
    let sales = [(); COUNT].map(|()| a_sale().open(app, vendor));
    sales[0].wait_until("2026-11-09T10:00:00Z");
    for sale in &sales {
        sale.vendor_does("/deliveries", &json!({"reference": "D-1", "delivered_on": "2026-11-09"}));
        let promise = json!({"statement": "A grinder", "kind": "service", "source": "conversation"});
        sale.vendor_does("/promises", &promise);
        sale.vendor_does("/adjustments", &json!({"what": "A larger tank", "why": "You brew for twelve"}));
    }
    sales[0].wait_until("2026-11-11T10:00:00Z");
    for sale in &sales {
        let concern = json!({"kind": "problem", "severity": "small", "words": "It drips"});
        sale.customer_does("/concerns", &concern);
    }
    sales
}

/// The ids of a sale and of its parts, by the names that paths give them.
fn ids(sale: &TestSale) -> HashMap<&'static str, String> {
    let view = sale.browser.get(&crate::clients::path(sale.id, "")).must(200).json();
    let first = |list: &str| view[list][0]["id"].as_str().unwrap().to_owned();
    HashMap::from([
        ("sale", sale.id.to_string()),
        ("ask", first("asks")),
        ("touchpoint", first("touchpoints")),
        ("concern", first("concerns")),
        ("promise", first("promises")),
        ("delivery", first("deliveries")),
        ("adjustment", first("adjustments")),
    ])
}

both!(somebody_elses_things_are_not_there_for_a_customer);
fn somebody_elses_things_are_not_there_for_a_customer(app: &TestApp) {
    let (vendor, stranger) = (app.vendor("Nordic Coffee"), app.vendor("Best Boats"));
    let ([own, neighbour], [foreign]) = (full(app, &vendor), full(app, &stranger));
    let events = app.database.count("sale_event");
    let (mine, others) = (ids(&own), [ids(&neighbour), ids(&foreign)]);
    let ask = |method: &str, operation: &Value, path: &str| {
        let key = fresh_key();
        let headers =
            [("Content-Type", "application/json"), ("Idempotency-Key", &*key), ("If-Match", "\"1\"")];
        let body = sample::body(operation).to_string();
        match method {
            "GET" | "DELETE" => own.browser.send(method, path, &headers[1..], None),
            _ => own.browser.send(method, path, &headers, Some(body.as_bytes())),
        }
    };
    let mut compared = 0;
    for (method, template, operation) in
        operations().filter(|(_, path, _)| path.starts_with("/v1/portal/sales/{"))
    {
        let nobodys = |name: &str| sample::nobodys(operation, name);
        // What this test does not make one of, nobody has.
        let part =
            |of: &HashMap<&str, String>, name: &str| of.get(name).cloned().unwrap_or_else(|| nobodys(name));
        let unknown = fill(template, nobodys);
        let expected = without_request_id(&ask(&method, operation, &unknown).must(404));
        let compare = |what: &str, reply: &Reply| {
            assert_eq!(without_request_id(reply), expected, "{what}: {method} {template}");
        };
        for other in &others {
            compare(
                "their own whole path",
                &ask(&method, operation, &fill(template, |name| part(other, name))),
            );
            if names(template).len() > 1 {
                let mixed = fill(template, |name| part(if name == "sale" { &mine } else { other }, name));
                compare("their part in my sale", &ask(&method, operation, &mixed));
                let mixed = fill(template, |name| part(if name == "sale" { other } else { &mine }, name));
                compare("my part in their sale", &ask(&method, operation, &mixed));
            }
        }
        for odd in ["%00", "1%20OR%201=1", "%2e%2e%2f"] {
            let path = fill(template, |name| if name == "sale" { odd.to_owned() } else { part(&mine, name) });
            compare(odd, &ask(&method, operation, &path));
        }
        compared += 1;
    }
    assert!(compared > 20, "{compared}");
    assert_eq!(app.database.count("sale_event"), events, "nothing happened to anybody");
    assert_eq!(own.browser.get("/v1/portal/sales").json()["items"].as_array().unwrap().len(), 1);
    let first = format!("/v1/portal/view?sale={}", neighbour.id);
    own.browser.get(&first).must(404);
}

both!(another_vendors_things_are_not_there_for_a_vendor);
fn another_vendors_things_are_not_there_for_a_vendor(app: &TestApp) {
    let (vendor, stranger) = (app.vendor("Nordic Coffee"), app.vendor("Best Boats"));
    let ([own], [foreign]) = (full(app, &vendor), full(app, &stranger));
    let events = app.database.count("sale_event");
    let with_parts = operations().filter(|(_, path, _)| {
        let names = names(path);
        let is_known = |name: &&str| ["sale", "customer", "member"].contains(name);
        path.starts_with("/v1/") && !path.starts_with("/v1/portal") && names.first().is_some_and(is_known)
    });
    let parts = ids(&foreign);
    let tag = own.system.get(&format!("/v1/sales/{}", own.id)).must(200).header("etag").to_owned();
    let mut compared = 0;
    for (method, template, operation) in with_parts {
        // Whom a body names is looked up first, so it must be somebody.
        let body = sample::body(operation).to_string().replace(SOME_MEMBER, &vendor.member.to_string());
        let body: Value = serde_json::from_str(&body).unwrap();
        let ask = |path: &str| match &*method {
            "GET" => own.system.get(path),
            "PUT" => own.system.put(path, &body, &tag),
            _ => own.system.post(path, &body),
        };
        let nobodys = |name: &str| sample::nobodys(operation, name);
        let expected = without_request_id(&ask(&fill(template, nobodys)).must(404));
        let theirs = |name: &str| match name {
            "customer" => foreign.customer.to_string(),
            "member" => stranger.member.to_string(),
            name => parts.get(name).cloned().unwrap_or_else(|| nobodys(name)),
        };
        assert_eq!(without_request_id(&ask(&fill(template, theirs))), expected, "{method} {template}");
        if names(template).len() > 1 {
            let mixed = fill(template, |name| if name == "sale" { own.id.to_string() } else { theirs(name) });
            assert_eq!(
                without_request_id(&ask(&mixed)),
                expected,
                "{method} {template}: their part in my sale"
            );
        }
        compared += 1;
    }
    assert!(compared > 25, "{compared}");
    assert_eq!(app.database.count("sale_event"), events, "nothing happened to anybody");
}

both!(a_body_names_only_what_is_the_vendors_own);
fn a_body_names_only_what_is_the_vendors_own(app: &TestApp) {
    let (vendor, stranger) = (app.vendor("Nordic Coffee"), app.vendor("Best Boats"));
    let (own, foreign) = (a_sale().open(app, &vendor), a_sale().open(app, &stranger));
    let settings = |path: &str| foreign.system.get(path).must(200).json()["items"][0]["id"].clone();
    for (field, value, pointer) in [
        ("owner", json!(stranger.member), "/owner"),
        ("customers", json!([foreign.customer]), "/customers/0"),
        ("customers", json!([own.customer, foreign.customer]), "/customers/1"),
        ("template", settings("/v1/templates"), "/template"),
        ("calendar", settings("/v1/calendars"), "/calendar"),
    ] {
        let mut input = a_sale().input(&vendor, own.customer);
        input[field] = value;
        own.system.post("/v1/sales", &input).refuses_field(pointer);
    }
    let touchpoint = json!({"kind": "call", "title": "A call", "owner": stranger.member,
        "slot": {"local_date": "2026-11-30", "time_zone": "Europe/Copenhagen"}});
    own.system.post(&format!("/v1/sales/{}/touchpoints", own.id), &touchpoint).refuses_field("/owner");
    let stranger = stranger.member.to_string();
    let headers = [("Content-Type", "application/json"), ("Followthrough-Member", &*stranger)];
    let cancel = format!("/v1/sales/{}/cancel", own.id);
    own.system.send("POST", &cancel, &headers, Some(b"{}")).refuses_field("Followthrough-Member");
}
