//! Orders of the past: the made-up file of the shape of a real export, on both databases, and what customers
//! then see of it.

use std::path::{Path, PathBuf};

use followthrough_backend::import::command::{Options, run};
use serde_json::{Value, json};

use crate::harness::{TestApp, TestVendor};

fn examples(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/examples").join(name)
}

/// What became of the lines: read, stored, unchanged, refused.
fn import(app: &TestApp, vendor: &TestVendor) -> [u64; 4] {
    let options = Options {
        file: examples("small-orders.csv"),
        map: examples("olist-map.toml"),
        vendor: Some(vendor.id),
        owner: None,
        report: None,
        format: None,
        batch: 5,
    };
    let counts = app.wait(run(&app.app, &options)).unwrap().counts;
    [counts.lines, counts.stored, counts.unchanged, counts.refused]
}

both!(an_import_twice_gives_the_same_and_wakes_nothing);
fn an_import_twice_gives_the_same_and_wakes_nothing(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let [lines, stored, unchanged, refused] = import(app, &vendor);
    assert!(
        lines >= 10 && stored + refused == lines && unchanged == 0,
        "{lines} {stored} {unchanged} {refused}"
    );
    let summary = || vendor.client(app).get("/v1/reports/summary").must(200).body;
    let (sales, events, report) = (app.database.count("sale"), app.database.count("sale_event"), summary());
    assert_eq!(u64::try_from(sales).unwrap(), stored);
    assert_eq!(import(app, &vendor), [lines, 0, stored, refused], "a second time changes nothing");
    assert_eq!(
        (app.database.count("sale"), app.database.count("sale_event"), summary()),
        (sales, events, report)
    );
    // What is over asks nobody anything and owes nobody a word.
    app.run_worker();
    assert_eq!(app.database.count("sale_event"), events);
    assert_eq!(app.database.count("concern"), 0);
    let figures: Value = serde_json::from_str(&summary()).unwrap();
    assert_eq!(figures["sales"]["total"], json!(stored));
}

both!(the_person_of_an_imported_order_sees_it);
fn the_person_of_an_imported_order_sees_it(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    import(app, &vendor);
    let browser = vendor.customer(app, "person-01");
    let items = browser.get("/v1/portal/sales").must(200).json()["items"].clone();
    assert!(items.as_array().unwrap().iter().any(|item| item["reference"] == "example-0001"), "{items}");
    let view = browser.get("/v1/portal/sales/example-0001").must(200).json();
    assert_eq!(view["deliveries"][0]["delivered_on"], "2017-03-10");
    assert_eq!(view["promises"][0]["original_due"], "2017-03-20");
    assert_eq!(view["asks"][0]["answer"]["value"], "5");
    assert_eq!(view["touchpoints"], json!([]), "nothing is invented");
    vendor.customer(app, "person-02").get("/v1/portal/sales/example-0001").must(404);
    app.vendor("Best Boats").customer(app, "person-01").get("/v1/portal/sales/example-0001").must(404);
}

both!(lines_over_http_are_judged_one_by_one);
fn lines_over_http_are_judged_one_by_one(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let system = vendor.client(app);
    let order = |number: u32| json!({"reference": format!("OLD-{number}"), "customer": "old", "title": "An order", "purchased": "2025-03-01T10:00:00Z"});
    let mut unknown = order(3);
    unknown["colour"] = json!("red");
    let mut undated = order(4);
    undated["purchased"] = json!("last spring");
    let lines = [
        order(1).to_string(),
        "{".to_owned(),
        unknown.to_string(),
        undated.to_string(),
        order(2).to_string(),
    ];
    let send = |headers: &[(&str, &str)]| {
        system.send("POST", "/v1/imports", headers, Some(lines.join("\n").as_bytes()))
    };
    let result = send(&[("Content-Type", "application/x-ndjson")]).must(200).json();
    assert_eq!([&result["lines"], &result["stored"], &result["refused"]], [5, 2, 3]);
    let told: Vec<(u64, &str)> = result["refusals"]
        .as_array()
        .unwrap()
        .iter()
        .map(|refusal| (refusal["line"].as_u64().unwrap(), refusal["field"].as_str().unwrap()))
        .collect();
    assert_eq!(told.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [2, 3, 4]);
    assert!(told[1].1.contains("colour") && told[2].1.contains("purchased"), "{told:?}");
    let again = send(&[("Content-Type", "application/x-ndjson")]).must(200).json();
    assert_eq!([&again["stored"], &again["unchanged"]], [0, 2]);
    let wrong = [
        ("purchased", json!("2025-03-01T10:00:60Z")),
        ("purchased", json!("2025-03-01 10:00:00Z")),
        ("purchased", json!(["2025-03-01T10:00:00Z"])),
        ("promised_delivery", json!("2025-3-1")),
        ("promised_delivery", json!("+002025-03-01")),
        ("title", json!("An \u{202e}order")),
        ("customer", json!("\u{200b}\u{3164}")),
    ];
    let lines = wrong.clone().map(|(field, value)| {
        let mut line = order(5);
        line[field] = value;
        line.to_string()
    });
    let whole = [json!(["OLD-6", "old", "An order", "2025-03-01T10:00:00Z"]).to_string()];
    let body = [&lines[..], &whole[..]].concat().join("\n");
    let headers = [("Content-Type", "application/x-ndjson")];
    let result = system.send("POST", "/v1/imports", &headers, Some(body.as_bytes())).must(200).json();
    let fields: Vec<_> =
        result["refusals"].as_array().unwrap().iter().map(|it| it["field"].clone()).collect();
    assert_eq!(fields, wrong.iter().map(|(field, _)| json!(field)).chain([json!("")]).collect::<Vec<_>>());
    send(&[("Content-Type", "application/json")]).must(415);
    let few = vendor.client_with(app, &["sales:write"]);
    few.send("POST", "/v1/imports", &[("Content-Type", "application/x-ndjson")], Some(b"{}")).must(403);
}
