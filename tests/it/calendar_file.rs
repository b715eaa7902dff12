//! A touchpoint as a file for the customer's own calendar, read as RFC 5545 says.

use serde_json::json;

use crate::{builders::a_sale, clients::path, harness::TestApp};

/// The lines of a calendar, unfolded, as name (without parameters) and value.
pub fn lines(file: &str) -> Vec<(String, String)> {
    assert!(file.ends_with("\r\n") && !file.replace("\r\n", "").contains(['\r', '\n']), "{file:?}");
    for line in file.split("\r\n") {
        assert!(line.len() <= 75, "{} octets: {line}", line.len());
    }
    let unfolded = file.replace("\r\n ", "");
    let pair = |line: &str| {
        let (name, value) = line.split_once(':').unwrap();
        (name.split(';').next().unwrap().to_owned(), value.to_owned())
    };
    unfolded.trim_end().split("\r\n").map(pair).collect()
}

fn value<'l>(lines: &'l [(String, String)], name: &str) -> &'l str {
    let mut found = lines.iter().filter(|(known, _)| known == name);
    let value = &found.next().unwrap_or_else(|| panic!("no {name} in {lines:?}")).1;
    assert!(found.next().is_none(), "two of {name} in {lines:?}");
    value
}

both!(a_touchpoint_goes_into_the_customers_own_calendar);
fn a_touchpoint_goes_into_the_customers_own_calendar(app: &TestApp) {
    let vendor = app.vendor("Nordic; Coffee, & \\ Co");
    let sale = a_sale().open(app, &vendor);
    sale.deliver();
    let item = sale.touchpoint("First session: getting going");
    let file = |id: &str| sale.browser.get(&path(sale.id, &format!("/touchpoints/{id}/calendar.ics")));
    let reply = file(&item.id.to_string()).must(200);
    assert!(reply.header("content-type").starts_with("text/calendar"), "{}", reply.header("content-type"));
    assert!(reply.header("content-disposition").starts_with("attachment"));
    let read = lines(&reply.body);
    assert_eq!(read.first().map(|(name, value)| (&**name, &**value)), Some(("BEGIN", "VCALENDAR")));
    assert_eq!(read.last().map(|(name, value)| (&**name, &**value)), Some(("END", "VCALENDAR")));
    assert_eq!(read.iter().filter(|(name, value)| name == "BEGIN" && value == "VEVENT").count(), 1);
    assert_eq!(value(&read, "VERSION"), "2.0");
    assert!(value(&read, "UID").starts_with(&format!("{}@", item.id)));
    assert_eq!(value(&read, "DTSTART"), "20261112T090000Z", "ten o'clock in Copenhagen");
    assert_eq!(value(&read, "DTEND"), "20261112T094500Z");
    assert_eq!(value(&read, "SUMMARY"), "Nordic\\; Coffee\\, & \\\\ Co: First session: getting going");
    assert_eq!(value(&read, "STATUS"), "CONFIRMED");
    assert_eq!(value(&read, "SEQUENCE"), "1", "it followed the delivery once");
    file("tch_01h2xcejqtf2nbrexx3vqjhp41").must(404);
}

both!(no_text_breaks_out_of_its_line);
fn no_text_breaks_out_of_its_line(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().open(app, &vendor);
    let touchpoint = json!({
        "kind": "visit",
        "title": "Æ".repeat(150),
        "text": "One\nEND:VEVENT\r\nBEGIN:VALARM\nTRIGGER:-PT1M",
        "place": "Room 1; floor 2, \"west\": X-EVIL:1",
        "owner": vendor.member,
        "slot": {"local_date": "2026-11-20", "time_zone": "Europe/Copenhagen"},
    });
    let planned = sale.system.acts(sale.id, "/touchpoints", &touchpoint);
    let id = planned.touchpoints.iter().find(|item| item.item.is_none()).unwrap().id;
    let read =
        lines(&sale.browser.get(&path(sale.id, &format!("/touchpoints/{id}/calendar.ics"))).must(200).body);
    assert!(!read.iter().any(|(name, value)| name == "TRIGGER" || value == "VALARM" || name == "X-EVIL"));
    assert!(value(&read, "DESCRIPTION").contains("\\nEND:VEVENT"));
    assert_eq!(value(&read, "DTSTART"), "20261120", "a whole day is a date");
    assert_eq!(value(&read, "LOCATION"), "Room 1\\; floor 2\\, \"west\": X-EVIL:1");
    // Called off: the same event again, with a higher number, so that the calendar takes it away.
    sale.vendor_does(&format!("/touchpoints/{id}/cancel"), &json!({}));
    let after =
        lines(&sale.browser.get(&path(sale.id, &format!("/touchpoints/{id}/calendar.ics"))).must(200).body);
    assert_eq!((value(&after, "METHOD"), value(&after, "STATUS")), ("CANCEL", "CANCELLED"));
    assert_eq!((value(&after, "UID"), value(&after, "SEQUENCE")), (value(&read, "UID"), "1"));
}
