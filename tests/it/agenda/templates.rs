//! Saving a template: its rhythm is checked before a customer waits for it.

use super::*;

fn first_30_days(sale: &TestSale) -> Value {
    let listed = sale.system.get("/v1/templates").must(200).json();
    let items = listed["items"].as_array().unwrap();
    items.iter().find(|it| it["template"]["key"] == "first-30-days").unwrap()["template"].clone()
}

fn row(template: &Value, key: &str) -> usize {
    template["items"].as_array().unwrap().iter().position(|item| item["key"] == key).unwrap()
}

both!(a_new_vendor_has_the_shipped_templates_in_six_languages);
fn a_new_vendor_has_the_shipped_templates_in_six_languages(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    let listed = sale.system.get("/v1/templates").must(200).json();
    let mut keys: Vec<&str> = listed["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["template"]["key"].as_str().unwrap())
        .collect();
    keys.sort_unstable();
    assert_eq!(keys, ["first-30-days", "long-lead-time", "service-start", "small-order"]);
    for stored in listed["items"].as_array().unwrap() {
        for item in stored["template"]["items"].as_array().unwrap() {
            let languages: Vec<&String> = item["title"].as_object().unwrap().keys().collect();
            assert_eq!(languages, ["ar", "de", "en", "es", "fr", "pt-BR"], "{}", item["key"]);
        }
        // Each can be stored again as it is.
        let mut own = stored["template"].clone();
        own["key"] = json!("our-own");
        sale.system.post("/v1/templates", &own).must(201);
    }
}

both!(a_text_with_braces_that_nothing_is_filled_into_is_refused);
fn a_text_with_braces_that_nothing_is_filled_into_is_refused(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    let good = first_30_days(&sale);
    let before = app.database.count("template");
    let row = row(&good, "training_1");
    let with = |field: &str, text: Value| {
        let mut template = good.clone();
        template["items"][row][field] = text;
        sale.system.post("/v1/templates", &template)
    };
    for (field, text) in [
        ("title", json!("Training on {date}")),
        ("text", json!("{foo} comes to you")),
        ("text", json!("{owner comes to you")),
        ("prepare", json!("Have {items} ready")),
        ("text", json!({"en": "{owner} comes to you", "de": "{besitzer} kommt zu Ihnen"})),
    ] {
        with(field, text).refuses_field(&format!("/items/{row}/{field}"));
    }
    assert_eq!(app.database.count("template"), before, "nothing is stored");
    with("text", json!({"en": "{owner} explains the {item}", "de": "{owner} kommt"})).must(201);
}

both!(a_template_that_breaks_the_rhythm_is_refused_with_item_rule_and_day);
fn a_template_that_breaks_the_rhythm_is_refused_with_item_rule_and_day(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    let good = first_30_days(&sale);
    let before = app.database.count("template");
    let refuse = |key: &str, offset: Value, words: &[&str]| {
        let mut bad = good.clone();
        let row = row(&bad, key);
        bad["items"][row]["offset"] = offset;
        let reply = sale.system.post("/v1/templates", &bad).refused(ErrorCode::Validation);
        let error = reply.json()["errors"][0].clone();
        assert_eq!(error["pointer"], format!("/items/{row}/offset"), "{}", reply.body);
        for word in words {
            assert!(error["detail"].as_str().unwrap().contains(word), "{word}: {}", reply.body);
        }
    };
    refuse("training_2", json!({"calendar_days": 14}), &["max_live_gap", "Monday", "day 14"]);
    refuse("check_vital", json!({"calendar_days": 12}), &["ask_spacing", "Tuesday", "4 days"]);
    refuse("what_next", json!({"calendar_days": 33}), &["last_day", "day 30"]);
    let mut gated = good.clone();
    let (first, second) = (row(&good, "training_1"), row(&good, "training_2"));
    gated["items"][first]["after"] = json!("training_2");
    gated["items"][second]["after"] = json!("training_1");
    sale.system.post("/v1/templates", &gated).refuses_field(&format!("/items/{first}/after"));
    gated["items"][first]["after"] = json!("nowhere");
    sale.system.post("/v1/templates", &gated).refuses_field(&format!("/items/{first}/after"));
    assert_eq!(app.database.count("template"), before, "nothing was stored");

    // The limits are the vendor's own numbers.
    let numbers = sale.system.get("/v1/policy").must(200);
    let mut policy = numbers.json();
    let record = if policy.get("policy").is_some() { &mut policy["policy"] } else { &mut policy };
    record["max_live_gap_days"] = json!([9, 12]);
    record["max_series_gap_days"] = json!(14);
    let record = record.clone();
    sale.system.put("/v1/policy", &record, numbers.header("etag")).must(200);
    let mut wide = good.clone();
    wide["items"][second]["offset"] = json!({"calendar_days": 14});
    sale.system.post("/v1/templates", &wide).must(201);
}

both!(a_sale_that_began_without_an_agenda_gets_what_still_lies_ahead_of_one);
fn a_sale_that_began_without_an_agenda_gets_what_still_lies_ahead_of_one(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let bare = || a_sale().with("without_agenda", json!(true)).open(app, &vendor);
    let (sale, called_off) = (bare(), bare());
    let without = || {
        let report = sale.system.get("/v1/reports/without-agenda").must(200).json();
        report["items"].as_array().unwrap().iter().any(|row| row["sale"] == json!(sale.id))
    };
    let path = format!("/v1/sales/{}/agenda", sale.id);
    let post = |body: &Value| sale.system.post(&path, body);
    assert!(without());
    sale.wait_until("2026-11-04T10:00:00Z");
    post(&json!({"template": "tpl_01h2xcejqtf2nbrexx3vqjhp41"})).refuses_field("/template");
    post(&json!({"version": 9})).refuses_field("/version");
    assert!(without() && sale.view().touchpoints.is_empty(), "nothing is half stored");
    // A request that is sent twice makes one agenda.
    let key = crate::clients::fresh_key();
    let made = sale.system.post_as(&path, &json!({"version": 1}), &key).must(200);
    assert_eq!(sale.system.post_as(&path, &json!({"version": 1}), &key).must(200).body, made.body);
    assert_eq!(app.database.count("sale_event WHERE kind = 'sale.agenda_made'"), 1);
    assert!(!without());
    let planned = sale.view().touchpoints;
    assert!(planned.iter().all(|it| it.slot.local_date >= "2026-11-04".parse().unwrap()), "{planned:?}");
    assert!(planned.iter().all(|it| it.title != "Thank you for your order"), "that day is behind us");
    assert_eq!(sale.touchpoint("Delivery day").slot.local_date.to_string(), "2026-11-09");
    // It is an agenda like any other: it follows the delivery, and asks.
    sale.vendor_does("/expected-delivery", &json!({"on": "2026-11-12"}));
    assert_eq!(sale.touchpoint("Delivery day").slot.local_date.to_string(), "2026-11-12");
    let told = sale.system.get(&format!("/v1/sales/{}/history?limit=100", sale.id)).must(200);
    assert!(told.body.contains("first-30-days"), "{}", told.body);
    // There is one agenda, and what was called off gets none.
    let refused = post(&json!({})).refused(ErrorCode::Conflict).json()["standing"].clone();
    let allowed = json!([{"action": "plan_touchpoint", "by": "member"}]);
    assert_eq!(refused, json!({"subject": "agenda", "state": "made", "allowed": allowed}));
    called_off.vendor_does("/cancel", &json!({}));
    let refused = called_off.system.post(&format!("/v1/sales/{}/agenda", called_off.id), &json!({}));
    let refused = refused.refused(ErrorCode::Conflict).json()["standing"].clone();
    assert_eq!((&refused["subject"], &refused["state"]), (&json!("sale"), &json!("cancelled")));
    assert!(
        refused["allowed"]
            .as_array()
            .unwrap()
            .contains(&json!({"action": "raise_concern", "by": "customer"}))
    );
}

both!(a_template_of_other_rules_is_read_with_what_it_lacks_and_sales_keep_what_they_named);
fn a_template_of_other_rules_is_read_with_what_it_lacks_and_sales_keep_what_they_named(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().open(app, &vendor);
    let bare = || a_sale().with("without_agenda", json!(true)).open(app, &vendor);
    let (named, unnamed) = (bare(), bare());
    let listed = sale.system.get("/v1/templates").must(200).json();
    let is_default = |it: &&Value| it["template"]["key"] == "first-30-days";
    let default = listed["items"].as_array().unwrap().iter().find(is_default).unwrap().clone();
    let (id, good) = (default["id"].as_str().unwrap(), default["template"].clone());
    // As if it had been stored when an item needed no roll, had a colour, and titles could be empty.
    let mut old = good.clone();
    old["items"][0].as_object_mut().unwrap().remove("roll");
    old["items"][1]["colour"] = json!("green");
    old["items"][2]["title"] = json!({"en": ""});
    old.as_object_mut().unwrap().remove("title");
    let store = |version: i64, record: &Value| {
        let (vendor, record) = (vendor.id, record.to_string().replace('\'', "''"));
        app.database.execute(&format!(
            "INSERT INTO template (vendor_id, id, version, name, record, created_at) \
             VALUES ('{vendor}', '{id}', {version}, 'Of old', '{record}', 0)"
        ));
    };
    store(2, &old);
    let lacks = ["/title", "/items/0/roll", "/items/1/colour", "/items/2/title"];
    let path = format!("/v1/templates/{id}");
    let pointers = |listed: &Value| -> Vec<String> {
        let pointer = |it: &Value| it["pointer"].as_str().unwrap().to_owned();
        listed.as_array().unwrap().iter().map(pointer).collect()
    };

    // It is there to be read, alone and with the others.
    let read = sale.system.get(&path).must(200);
    assert_eq!((&read.json()["version"], &read.json()["stored"]), (&json!(2), &old));
    assert_eq!(
        (read.json().get("template"), pointers(&read.json()["lacks"])),
        (None, lacks.map(str::to_owned).to_vec())
    );
    let all = sale.system.get("/v1/templates").must(200).json();
    let is_whole = |it: &Value| it.get("template").is_some();
    assert_eq!(all["items"].as_array().unwrap().iter().filter(|it| is_whole(it)).count(), 3);

    // Who names the version before it gets that one, and who began with it keeps it; who wants this one is told why not.
    let agenda =
        |sale: &TestSale, body: &Value| sale.system.post(&format!("/v1/sales/{}/agenda", sale.id), body);
    agenda(&named, &json!({"version": 1})).must(200);
    assert!(!named.view().touchpoints.is_empty());
    sale.vendor_does("/expected-delivery", &json!({"on": "2026-11-12"}));
    assert_eq!(sale.touchpoint("Delivery day").slot.local_date.to_string(), "2026-11-12");
    for (body, field) in [(json!({"version": 2}), "/version"), (json!({}), "/template")] {
        let refused = agenda(&unnamed, &body).refuses_field(field);
        for pointer in lacks {
            assert!(refused.body.contains(pointer), "{pointer}: {}", refused.body);
        }
    }

    // The next version is refused by what it still lacks, and mends it.
    let tag = read.header("etag").to_owned();
    sale.system.put(&path, &old, &tag).refused(ErrorCode::Validation);
    let next = sale.system.put(&path, &good, &tag).must(200).json();
    assert_eq!((&next["version"], next.get("lacks")), (&json!(3), None));
    agenda(&unnamed, &json!({})).must(200);

    // What is whole and against a rule of today says so too, and can be used as it always could.
    let mut ruled_out = good.clone();
    let check = row(&good, "check_vital");
    ruled_out["items"][check]["check"] = json!("expected@7");
    ruled_out["items"][0]["text"] = json!("Dear {name}");
    store(4, &ruled_out);
    let read = sale.system.get(&path).must(200);
    let expected = ["/items/0/text".to_owned(), format!("/items/{check}/check")];
    assert_eq!(pointers(&read.json()["lacks"]), expected);
    let refused = sale.system.put(&path, &ruled_out, read.header("etag")).refused(ErrorCode::Validation);
    assert_eq!(pointers(&refused.json()["errors"]), expected);
    agenda(&bare(), &json!({"version": 4})).must(200);
}
