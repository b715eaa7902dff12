//! The record of a sale as both sides read it.

use serde_json::{Value, json};

use crate::{
    builders::a_sale,
    clients::{fresh_key, path},
    harness::TestApp,
    inside::MARK,
};

fn items(reply: crate::http::Reply) -> Vec<Value> {
    reply.must(200).json()["items"].as_array().unwrap().clone()
}

fn fact<'v>(entry: &'v Value, name: &str) -> &'v str {
    let mut facts = entry["facts"].as_array().unwrap().iter();
    facts.find(|fact| fact["name"] == name).and_then(|fact| fact["value"].as_str()).unwrap_or_default()
}

both!(both_sides_read_the_whole_history_and_only_what_is_kept_by_name_is_hidden);
fn both_sides_read_the_whole_history_and_only_what_is_kept_by_name_is_hidden(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().open(app, &vendor);
    let ours = format!("/v1/sales/{}/history", sale.id);
    let theirs = path(sale.id, "/history");
    sale.wait_until("2026-11-05T12:00:00Z");
    let getting_ready = sale.touchpoint("Getting ready for your delivery").id;
    sale.vendor_does(
        &format!("/touchpoints/{getting_ready}/missed"),
        &json!({"by": "member", "note": "Nobody called"}),
    );
    sale.vendor_does("/notes", &json!({"text": "They like it quiet"}));
    let secret =
        json!({"text": format!("Ask the manager before offering anything. {MARK}"), "visibility": "vendor"});
    sale.vendor_does("/notes", &secret);
    let (all, shown) = (
        items(sale.system.get(&format!("{ours}?limit=100"))),
        items(sale.browser.get(&format!("{theirs}?limit=100"))),
    );
    assert_eq!((&all[0]["kind"], &all[0]["visibility"]), (&json!("note.written"), &json!("vendor")));
    assert_eq!(all[0]["who"], json!({"side": "member", "name": "Jonas Holm"}));
    assert!(!sale.browser.get(&theirs).body.contains("Ask the manager"));
    assert_eq!(fact(&shown[0], "text"), "They like it quiet");
    // What we missed stays visible, in our own words.
    let missed = shown.iter().find(|entry| entry["kind"] == "touchpoint.missed").unwrap();
    assert_eq!((fact(missed, "by"), fact(missed, "note")), ("member", "Nobody called"));
    let hidden = |entry: &&Value| entry["visibility"] == "vendor";
    let kept: Vec<Value> = all.iter().filter(hidden).map(|entry| entry["kind"].clone()).collect();
    assert!(kept.iter().all(|kind| kind == "note.written" || kind == "sale.silence_near"), "{kept:?}");
    assert_eq!(shown.iter().filter(hidden).count(), 0);
    let opened = items(sale.browser.get(&format!("{theirs}?limit=100"))).last().unwrap().clone();
    assert_eq!((&opened["kind"], fact(&opened, "owner")), (&json!("sale.opened"), "Jonas Holm"));
}

both!(the_history_is_walked_page_by_page_from_the_newest);
fn the_history_is_walked_page_by_page_from_the_newest(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().open(app, &vendor);
    for number in 0..5 {
        let visibility = if number % 2 == 0 { "vendor" } else { "customer" };
        sale.vendor_does("/notes", &json!({"text": format!("Note {number}"), "visibility": visibility}));
    }
    let walk = |path: &str, get: &dyn Fn(&str) -> crate::http::Reply| {
        let (mut found, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = get(&format!("{path}?limit=7{cursor}")).must(200).json();
            found
                .extend(page["items"].as_array().unwrap().iter().map(|entry| entry["seq"].as_u64().unwrap()));
            let Some(next) = page["next_cursor"].as_str() else { return found };
            cursor = format!("&cursor={next}");
        }
    };
    let version = sale.system.sale(sale.id).version;
    let ours = walk(&format!("/v1/sales/{}/history", sale.id), &|path| sale.system.get(path));
    assert_eq!(ours, (1..=version).rev().collect::<Vec<_>>());
    let theirs = walk(&path(sale.id, "/history"), &|path| sale.browser.get(path));
    assert_eq!(u64::try_from(theirs.len()).unwrap(), version - 3);
    assert!(theirs.windows(2).all(|pair| pair[0] > pair[1]));
    // Another customer's sale is not there, and a made-up cursor leads nowhere.
    let other = a_sale().to("somebody-else").open(app, &vendor);
    other.browser.get(&path(sale.id, "/history")).must(404);
    sale.browser.get(&format!("{}?cursor=x", path(sale.id, "/history"))).must(400);
    sale.system.get(&format!("/v1/sales/{}/history?cursor=12", sale.id)).must(400);
}

both!(a_note_is_written_once_and_must_say_something);
fn a_note_is_written_once_and_must_say_something(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    let (notes, key) = (format!("/v1/sales/{}/notes", sale.id), fresh_key());
    let note = json!({"text": "They like it quiet"});
    sale.system.post_as(&notes, &note, &key).must(200);
    sale.system.post_as(&notes, &note, &key).must(200);
    assert_eq!(app.database.count("sale_event WHERE kind = 'note.written'"), 1);
    sale.system.post(&notes, &json!({"text": " "})).refuses_field("/text");
    sale.system.post(&notes, &json!({"text": "x", "visibility": "everybody"})).refuses_field("/visibility");
    assert_eq!(app.database.count("sale_event WHERE kind = 'note.written'"), 1);
}
