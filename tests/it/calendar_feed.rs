//! The whole agenda in the customer's own calendar, read as RFC 5545 says: one event a touchpoint for ever,
//! moved and called off under the same UID, until the address is revoked.

use std::collections::{BTreeMap, BTreeSet};

use followthrough_common::error::ErrorCode;
use serde_json::json;

use crate::{
    builders::{TestSale, a_sale},
    calendar_file::lines,
    harness::TestApp,
};

/// Makes an address; gives its id and its path.
fn subscribe(sale: &TestSale) -> (String, String) {
    let made = sale.browser.post("/v1/portal/calendar-feeds", &json!({"name": "Phone"})).must(201).json();
    let url = made["url"].as_str().unwrap();
    assert!(url.strip_suffix(".ics").is_some(), "{url}");
    (made["id"].as_str().unwrap().to_owned(), url[url.find("/v1/calendar/").unwrap()..].to_owned())
}

/// What a calendar knows after reading: the properties of every event by its UID.
fn read(app: &TestApp, path: &str) -> BTreeMap<String, BTreeMap<String, String>> {
    let reply = app.http.get(path).must(200);
    assert!(reply.header("content-type").starts_with("text/calendar"), "{}", reply.header("content-type"));
    let lines = lines(&reply.body);
    let method = lines.iter().find(|(name, _)| name == "METHOD");
    assert_eq!(method.map(|(_, value)| &**value), Some("PUBLISH"));
    let mut events = BTreeMap::new();
    let mut event: Option<BTreeMap<String, String>> = None;
    for (name, value) in lines {
        match (&*name, &*value) {
            ("BEGIN", "VEVENT") => event = Some(BTreeMap::new()),
            ("END", "VEVENT") => {
                let event = event.take().unwrap();
                let known = events.insert(event["UID"].clone(), event);
                assert!(known.is_none(), "two events have one UID");
            }
            _ => {
                if let Some(event) = &mut event {
                    assert!(event.insert(name, value).is_none());
                }
            }
        }
    }
    events
}

fn sequence(event: &BTreeMap<String, String>) -> u32 {
    event["SEQUENCE"].parse().unwrap()
}

both!(a_customers_calendar_follows_the_agenda_of_all_their_sales);
fn a_customers_calendar_follows_the_agenda_of_all_their_sales(app: &TestApp) {
    let vendor = app.vendor("Nordic; Coffee");
    let sale = a_sale().to("anna").open(app, &vendor);
    let (_, path) = subscribe(&sale);
    let item = sale.touchpoint("First session: getting going");
    let early = read(app, &path);
    let uid = early.keys().find(|uid| uid.starts_with(&format!("{}@", item.id))).unwrap().clone();
    assert_eq!((sequence(&early[&uid]), &*early[&uid]["STATUS"]), (0, "TENTATIVE"));
    // An estimate follows the delivery: calendars take over only what has a higher number.
    sale.vendor_does("/expected-delivery", &json!({"on": "2026-11-10"}));
    let followed = read(app, &path);
    assert_eq!((sequence(&followed[&uid]), &*followed[&uid]["DTSTART"]), (1, "20261113T090000Z"));
    sale.deliver();
    let before = read(app, &path);
    assert_eq!(before[&uid]["DTSTART"], "20261112T090000Z", "ten o'clock in Copenhagen");
    assert_eq!(before[&uid]["SUMMARY"], "Nordic\\; Coffee: First session: getting going");
    assert_eq!((sequence(&before[&uid]), &*before[&uid]["STATUS"]), (2, "CONFIRMED"));

    // Moved: the same event, one number higher, at another time. Nothing else has changed.
    let to = json!({"local_date": "2026-11-13", "time_zone": "Europe/Copenhagen",
        "hours": {"start": "13:00:00", "end": "13:45:00"}});
    let path_of = |what: &str| format!("/touchpoints/{}{what}", item.id);
    sale.vendor_does(&path_of("/move"), &json!({"to": to, "reason": "Jonas is ill"}));
    let moved = read(app, &path);
    assert_eq!(moved.keys().collect::<BTreeSet<_>>(), before.keys().collect::<BTreeSet<_>>());
    assert_eq!((sequence(&moved[&uid]), &*moved[&uid]["DTSTART"]), (3, "20261113T120000Z"));
    for (other, event) in &moved {
        assert!(*other == uid || *event == before[other], "{other}");
    }

    // Called off: the event is taken away by its status, not by silence.
    let instead =
        json!({"kind": "training", "title": "First session, by video", "owner": vendor.member, "slot": to});
    sale.vendor_does(&path_of("/cancel"), &json!({"reason": "The trainer left", "replacement": instead}));
    let cancelled = read(app, &path);
    assert_eq!((sequence(&cancelled[&uid]), &*cancelled[&uid]["STATUS"]), (4, "CANCELLED"));

    // What is bought later comes into the same calendar; a sale that is called off leaves nothing behind.
    let second = a_sale_of(&sale, &vendor, "SO-second");
    let all = read(app, &path);
    assert!(all.len() > cancelled.len(), "{} and {}", all.len(), cancelled.len());
    sale.system.acts(second, "/cancel", &json!({"reason": "Sent back"}));
    let after = read(app, &path);
    let added = after.iter().filter(|(uid, _)| !cancelled.contains_key(*uid));
    for (uid, event) in added {
        assert_eq!((&*event["STATUS"], sequence(event)), ("CANCELLED", 1), "{uid}");
    }

    // What was called off long ago no longer stands there.
    sale.wait_until("2027-01-20T10:00:00Z");
    assert!(!read(app, &path).contains_key(&uid));
}

both!(who_ends_the_follow_up_and_goes_on_finds_everything_in_the_calendar_again);
fn who_ends_the_follow_up_and_goes_on_finds_everything_in_the_calendar_again(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    let (_, path) = subscribe(&sale);
    let uid = format!("{}@", sale.touchpoint("First session: getting going").id);
    let shown = || {
        let all = read(app, &path);
        let (_, event) = all.iter().find(|(known, _)| known.starts_with(&uid)).unwrap();
        (sequence(event), event["STATUS"].clone())
    };
    let end = json!({"action": "end", "reason": "We are fine now"});
    let resume = json!({"action": "resume"});
    let mut seen = vec![shown()];
    for body in [&end, &resume, &end, &resume] {
        sale.customer_does("/relationship", body);
        seen.push(shown());
    }
    // A calendar takes over only what has a higher number.
    assert!(seen.windows(2).all(|pair| pair[0].0 < pair[1].0), "{seen:?}");
    let states: Vec<&str> = seen.iter().map(|(_, status)| &**status).collect();
    assert_eq!(states, ["TENTATIVE", "CANCELLED", "TENTATIVE", "CANCELLED", "TENTATIVE"]);
    let one = format!("/touchpoints/{}/calendar.ics", uid.trim_end_matches('@'));
    let file = sale.browser.get(&crate::clients::path(sale.id, &one)).must(200).body;
    assert!(file.contains("SEQUENCE:4"), "{file}");
}

/// Another sale to the same customer.
fn a_sale_of(
    sale: &TestSale,
    vendor: &crate::harness::TestVendor,
    reference: &str,
) -> followthrough_common::id::SaleId {
    let input = a_sale().with("reference", json!(reference)).input(vendor, sale.customer);
    serde_json::from_value(sale.system.post("/v1/sales", &input).must(201).json()["id"].clone()).unwrap()
}

both!(an_address_works_until_it_is_revoked_and_only_its_own_request_tells_it);
fn an_address_works_until_it_is_revoked_and_only_its_own_request_tells_it(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().to("anna").open(app, &vendor);
    let (body, key) = (json!({"name": "Phone"}), "0123456789abcdef");
    let first = sale.browser.post_as("/v1/portal/calendar-feeds", &body, key).must(201).json();
    let again = sale.browser.post_as("/v1/portal/calendar-feeds", &body, key).must(201);
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert_eq!(again.json(), first, "a lost answer costs nothing: the repeat has the address too");
    assert_eq!(app.database.count("secret_link"), 1);
    // 32 bytes in base64url, which may have an underscore itself.
    let url = first["url"].as_str().unwrap().trim_end_matches(".ics");
    let secret = url[url.len() - 43..].to_owned();
    let columns = [("secret_link", "secret_hash"), ("secret_link", "sealed_secret"), ("idempotency", "body")];
    for (table, column) in columns {
        let stored =
            app.database.texts(&format!("SELECT {column} AS value FROM {table} WHERE {column} IS NOT NULL"));
        assert!(stored.iter().all(|text| !text.contains(&secret)), "{table}");
    }
    let url = first["url"].as_str().unwrap();
    let path = &url[url.find("/v1/").unwrap()..];
    app.http.get(path).must(200);

    // A guess, another customer's hand, a name that is none.
    for wrong in
        [path.replace(&secret, &"A".repeat(43)), path.replace(".ics", ""), "/v1/calendar/x.ics".to_owned()]
    {
        app.http.get(&wrong).refused(ErrorCode::NotFound);
    }
    let neighbour = a_sale().to("bent").open(app, &vendor);
    let revoke = format!("/v1/portal/calendar-feeds/{}/revoke", first["id"].as_str().unwrap());
    neighbour.browser.post(&revoke, &json!({})).refused(ErrorCode::NotFound);
    let stranger = app.vendor("Best Boats").client(app);
    let by_vendor = revoke.replace("/portal", "");
    stranger.post(&by_vendor, &json!({})).refused(ErrorCode::NotFound);
    stranger.get(&format!("/v1/customers/{}/calendar-feeds", sale.customer)).refused(ErrorCode::NotFound);
    assert_eq!(neighbour.browser.get("/v1/portal/calendar-feeds").must(200).json()["items"], json!([]));
    sale.browser.post("/v1/portal/calendar-feeds", &json!({"name": ""})).refuses_field("/name");
    sale.browser
        .post("/v1/portal/calendar-feeds", &json!({"name": "x", "url": "y"}))
        .refused(ErrorCode::Validation);
    app.http.get(path).must(200);

    // Revoked, by the customer or by the vendor: at once, and for good.
    let revoked = sale.browser.post(&revoke, &json!({})).must(200).json();
    assert_eq!(sale.browser.post(&revoke, &json!({})).must(200).json(), revoked, "twice changes nothing");
    app.http.get(path).refused(ErrorCode::NotFound);
    let (id, path) = subscribe(&sale);
    app.http.get(&path).must(200);
    sale.system.post(&format!("/v1/calendar-feeds/{id}/revoke"), &json!({})).must(200);
    app.http.get(&path).refused(ErrorCode::NotFound);
    let listed = sale.browser.get("/v1/portal/calendar-feeds").must(200);
    assert_eq!(listed.json()["items"].as_array().unwrap().len(), 2);
    assert!(!listed.body.contains("url"));
}

both!(a_token_for_some_sales_opens_no_calendar_of_all_and_nobody_has_too_many);
fn a_token_for_some_sales_opens_no_calendar_of_all_and_nobody_has_too_many(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().open(app, &vendor);
    let limited = sale.browser.clone().claiming("sales", json!([sale.id]));
    let body = json!({"name": "Phone"});
    limited.post("/v1/portal/calendar-feeds", &body).refused(ErrorCode::ForbiddenScope);
    let looking = sale.browser.clone().claiming("act", json!({"sub": vendor.member}));
    looking.post("/v1/portal/calendar-feeds", &body).refused(ErrorCode::ForbiddenScope);
    for _ in 0..10 {
        subscribe(&sale);
    }
    let may = ["customer revoke", "member revoke"];
    sale.browser.post("/v1/portal/calendar-feeds", &body).stands("calendar_feeds full", &may);
    assert_eq!(app.database.count("secret_link"), 10);
}

both!(nobody_comes_any_more_when_the_relationship_has_ended);
fn nobody_comes_any_more_when_the_relationship_has_ended(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    let (_, path) = subscribe(&sale);
    let visits = |status: &str| read(app, &path).values().filter(|event| event["STATUS"] == status).count();
    assert!(visits("CONFIRMED") > 0 && visits("CANCELLED") == 0);
    let item = sale.touchpoint("First session: getting going").id;
    let file = format!("/v1/portal/sales/{}/touchpoints/{item}/calendar.ics", sale.id);
    sale.customer_does("/relationship", &json!({"action": "end", "reason": "We sold the machine"}));
    let all = read(app, &path).len();
    assert_eq!((visits("CANCELLED"), all > 0), (all, true));
    assert!(sale.browser.get(&file).must(200).body.contains("METHOD:CANCEL"));
}
