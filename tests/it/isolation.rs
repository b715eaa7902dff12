//! What is somebody else's is not there: every path of both doors answers for it as for an id that nobody
//! has, with the same body.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::{
    builders::{TestSale, a_sale},
    contract::operations,
    harness::{TestApp, TestVendor},
    http::{Reply, without_request_id},
};

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

/// Ids that nobody has.
fn nobodys(name: &str) -> &'static str {
    match name {
        "sale" => "sale_01h2xcejqtf2nbrexx3vqjhp41",
        "ask" => "ask_01h2xcejqtf2nbrexx3vqjhp41",
        "touchpoint" => "tch_01h2xcejqtf2nbrexx3vqjhp41",
        "concern" => "con_01h2xcejqtf2nbrexx3vqjhp41",
        "promise" => "prm_01h2xcejqtf2nbrexx3vqjhp41",
        "adjustment" => "adj_01h2xcejqtf2nbrexx3vqjhp41",
        "delivery" => "dlv_01h2xcejqtf2nbrexx3vqjhp41",
        "customer" => "cus_01h2xcejqtf2nbrexx3vqjhp41",
        "member" => "mem_01h2xcejqtf2nbrexx3vqjhp41",
        other => panic!("a path has an id of a kind that this test does not know: {other}"),
    }
}

/// A body that the operation takes.
pub fn body_for(template: &str) -> Value {
    let slot = json!({"local_date": "2026-11-30", "time_zone": "Europe/Copenhagen"});
    let last = template.rsplit('/').next().unwrap();
    match (last, template.starts_with("/v1/portal")) {
        ("report", _) => json!({"nothing_next": true}),
        ("owner", _) => json!({"to": nobodys("member"), "reason": "Jonas is ill"}),
        ("consent", _) => json!({"is_fine": true}),
        ("move-requests" | "counter-move" | "offer-times", _) => json!({"options": [slot]}),
        ("answers", true) => json!({"value": "better"}),
        ("answers", false) => json!({"value": "better", "channel": "phone"}),
        ("at-risk", _) => json!({"reason": "The ship is late", "doing": "We look for another"}),
        ("propose-change", _) => json!({"statement": "A smaller grinder", "reason": "It is lighter"}),
        ("offer-remedy", _) => json!({"text": "A month for free"}),
        ("sessions" | "remove-session", _) => json!({"touchpoint": nobodys("touchpoint")}),
        ("adjustments" | "revise", _) => json!({"what": "A larger tank", "why": "You brew for twelve"}),
        ("withdraw", false) => json!({"reason": "It is sold out"}),
        ("reply", _) if template.contains("adjustments") => json!({"reply": "accept"}),
        ("accept-move", _) => json!({"option": 0}),
        ("reply", _) if template.contains("promises") => json!({"reply": "agree"}),
        ("reply", _) => json!({"is_complete": true}),
        ("concerns", _) => json!({"kind": "problem", "severity": "small", "words": "It drips"}),
        ("messages" | "ask-customer" | "notes", _) => json!({"text": "Hello"}),
        ("propose", _) => json!({"text": "A new seal"}),
        ("move", _) => json!({"to": slot, "reason": "Jonas is ill"}),
        ("missed", _) => json!({"by": "member"}),
        ("expected-delivery", _) => json!({"on": "2026-11-20"}),
        ("touchpoints", _) => {
            json!({"kind": "call", "title": "A call", "owner": nobodys("member"), "slot": slot})
        }
        ("calendar-feeds", _) => json!({"name": "Phone"}),
        ("asks", _) => json!({"check": "needs@1", "about": {"subject": "sale"}}),
        ("promises", _) => json!({"statement": "A grinder", "kind": "service", "source": "conversation"}),
        ("propose-date", _) => json!({"due": "2026-11-30", "reason": "The ship is late"}),
        ("give-up", _) => json!({"reason": "It is no longer made"}),
        ("deliveries", _) => json!({"reference": "D-9", "delivered_on": "2026-11-09"}),
        ("payments", _) => json!({"reference": "P-9", "amount": 100, "state": "cleared"}),
        ("updates", _) => json!({"kind": "progress", "text": "It is on its way"}),
        ("{customer}", _) => crate::builders::a_customer("nobody"),
        ("{member}", _) => json!({"name": "Nobody"}),
        _ => json!({}),
    }
}

fn names(template: &str) -> Vec<&str> {
    template.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')).collect()
}

fn fill(template: &str, id: impl Fn(&str) -> String) -> String {
    names(template)
        .into_iter()
        .fold(template.to_owned(), |path, name| path.replace(&format!("{{{name}}}"), &id(name)))
}

both!(somebody_elses_things_are_not_there_for_a_customer);
fn somebody_elses_things_are_not_there_for_a_customer(app: &TestApp) {
    let (vendor, stranger) = (app.vendor("Nordic Coffee"), app.vendor("Best Boats"));
    let ([own, neighbour], [foreign]) = (full(app, &vendor), full(app, &stranger));
    let events = app.database.count("sale_event");
    let (mine, others) = (ids(&own), [ids(&neighbour), ids(&foreign)]);
    let ask = |method: &str, template: &str, path: &str| match method {
        "GET" => own.browser.get(path),
        _ => own.browser.post(path, &body_for(template)),
    };
    let mut compared = 0;
    for (method, template, _) in operations().filter(|(_, path, _)| path.starts_with("/v1/portal/sales/{")) {
        let unknown = fill(template, |name| nobodys(name).to_owned());
        let expected = without_request_id(&ask(&method, template, &unknown).must(404));
        let compare = |what: &str, reply: &Reply| {
            assert_eq!(without_request_id(reply), expected, "{what}: {method} {template}");
        };
        for other in &others {
            compare(
                "their own whole path",
                &ask(&method, template, &fill(template, |name| other[name].clone())),
            );
            if names(template).len() > 1 {
                let mixed = fill(template, |name| if name == "sale" { &mine } else { other }[name].clone());
                compare("their part in my sale", &ask(&method, template, &mixed));
                let mixed = fill(template, |name| if name == "sale" { other } else { &mine }[name].clone());
                compare("my part in their sale", &ask(&method, template, &mixed));
            }
        }
        for odd in ["%00", "1%20OR%201=1", "%2e%2e%2f"] {
            let path =
                fill(template, |name| if name == "sale" { odd.to_owned() } else { mine[name].clone() });
            compare(odd, &ask(&method, template, &path));
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
    let mut compared = 0;
    for (method, template, _) in with_parts {
        let ask = |path: &str| match &*method {
            "GET" => own.system.get(path),
            "PUT" => own.system.put(path, &body_for(template), "\"1\""),
            _ => own.system.post(path, &body_for(template)),
        };
        let expected = without_request_id(&ask(&fill(template, |name| nobodys(name).to_owned())).must(404));
        let theirs = |name: &str| match name {
            "customer" => foreign.customer.to_string(),
            "member" => stranger.member.to_string(),
            name => parts[name].clone(),
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
