//! What a customer does to the agenda, through the real screen, seen by the API.

use serde_json::{Value, json};

use crate::{
    vendor::{Sale, ZONE},
    world::World,
};

const CALL: &str = "A call about the water filter";

fn slot(sale: &Sale, day: u64, start: &str, end: &str) -> Value {
    let hours = json!({"start": format!("{start}:00"), "end": format!("{end}:00")});
    json!({"local_date": sale.day(day), "hours": hours, "time_zone": ZONE})
}

/// A page with a call on Thursday, whose line in the agenda is open.
fn open_with_call() -> (World, Sale) {
    let world = World::new();
    let sale = world.vendor.sell("mette");
    let call = json!({
        "kind": "call", "title": CALL, "owner": world.vendor.member, "slot": slot(&sale, 3, "14:00", "14:15"),
    });
    world.vendor.acts(&sale, "/touchpoints", &call);
    world.browser.go(&world.usual_page(&sale));
    world.browser.ready();
    world.browser.press(CALL);
    (world, sale)
}

fn call_in(view: &Value) -> &Value {
    view["touchpoints"].as_array().unwrap().iter().find(|it| it["title"] == CALL).unwrap()
}

fn last_in(view: &Value) -> &Value {
    view["touchpoints"].as_array().unwrap().last().unwrap()
}

fn id_of(call: &Value) -> &str {
    call["id"].as_str().unwrap()
}

#[track_caller]
fn until_state(world: &World, sale: &Sale, state: &str) -> Value {
    let view = world.until(sale, state, |view| call_in(view)["facts"]["state"] == state);
    call_in(&view).clone()
}

#[test]
fn a_time_is_confirmed() {
    let (world, sale) = open_with_call();
    let page = &world.browser;
    page.press(&format!("That suits me: {CALL}"));
    let call = until_state(&world, &sale, "confirmed");
    page.sees("Confirmed");
    page.wait(
        "no more question",
        "return !one('button', arguments[0])",
        &[json!(format!("That suits me: {CALL}"))],
    );
    let told = page.hears("ft-touchpoint-changed");
    assert_eq!((&told["id"], &told["sale"], &told["v"]), (&call["id"], &json!(sale.id), &json!(1)));
}

#[test]
fn another_time_is_suggested_and_the_old_one_stands() {
    let (world, sale) = open_with_call();
    let page = &world.browser;
    page.press(&format!("Suggest another time: {CALL}"));
    page.fill("Day", &sale.day(4).to_string());
    page.fill("Time", "11:30");
    page.write("Why?", "We roast on Thursdays.");
    page.press("Send");
    let view = world.until(&sale, "the wish", |view| call_in(view)["pending_move"].is_object());
    let call = call_in(&view);
    assert_eq!(call["pending_move"]["options"], json!([slot(&sale, 4, "11:30", "11:45")]));
    assert_eq!(call["pending_move"]["reason"], "We roast on Thursdays.");
    assert_eq!(call["slot"], slot(&sale, 3, "14:00", "14:15"));
    page.sees("Until Anna answers, the time above stands.");
}

#[test]
fn a_time_that_is_over_cannot_be_suggested() {
    let (world, sale) = open_with_call();
    let page = &world.browser;
    page.press(&format!("Suggest another time: {CALL}"));
    page.fill("Day", &sale.monday.to_string());
    page.fill("Time", "07:00");
    page.press("Send");
    page.sees("Please give a day and a time, later than now.");
    assert!(call_in(&world.vendor.view(&sale))["pending_move"].is_null());
}

#[test]
fn a_call_is_called_off() {
    let (world, sale) = open_with_call();
    let page = &world.browser;
    page.press(&format!("Call it off: {CALL}"));
    page.sees(&format!("Call off “{CALL}”?"));
    page.write("Why?", "Solved already.");
    page.press("Call it off");
    let call = until_state(&world, &sale, "cancelled");
    assert_eq!(call["closing_note"], "Solved already.");
    page.sees("Called off");
}

#[test]
fn a_call_that_the_dealer_reports_did_not_happen_and_did_after_all() {
    let (world, sale) = open_with_call();
    let page = &world.browser;
    world.vendor.wait_until(sale.day(3), "15:00");
    let id = id_of(call_in(&world.vendor.view(&sale))).to_owned();
    world.vendor.acts(
        &sale,
        &format!("/touchpoints/{id}/report"),
        &json!({"note": "We talked about the filter.", "next": id_of(last_in(&world.vendor.view(&sale)))}),
    );
    page.session.reload();
    page.ready();
    page.sees("Done, we say");
    page.press(&format!("This did not happen: {CALL}"));
    page.write("What happened instead?", "Nobody called.");
    page.press("This did not happen");
    let call = until_state(&world, &sale, "disputed");
    assert_eq!(call["closing_note"], "Nobody called.");
    page.sees("Did not happen");
    page.press(CALL);
    page.press(&format!("It did happen after all: {CALL}"));
    until_state(&world, &sale, "done");
}

#[test]
fn a_call_that_the_dealer_moved_is_shown_with_its_old_time_and_gets_a_yes() {
    let (world, sale) = open_with_call();
    let page = &world.browser;
    let id = id_of(call_in(&world.vendor.view(&sale))).to_owned();
    let to = json!({"to": slot(&sale, 4, "09:00", "09:15"), "reason": "Anna is at the dentist."});
    world.vendor.acts(&sale, &format!("/touchpoints/{id}/move"), &to);
    page.session.reload();
    page.ready();
    page.sees("Moved by us.");
    page.sees("Why: Anna is at the dentist.");
    page.sees("Does the new time suit you?");
    let struck = page.run("return box().querySelector('del').textContent", &[]);
    assert!(struck.as_str().unwrap().contains("14:00"), "{struck}");
    page.press(&format!("Yes: {CALL}"));
    until_state(&world, &sale, "confirmed");
    page.sees_no_more("Does the new time suit you?");
    page.sees("Moved by us.");
}

#[test]
fn a_call_goes_into_the_calendar() {
    let (world, _) = open_with_call();
    let page = &world.browser;
    // The file is handed to the browser through a link of the widget's own making; the test catches it.
    let catch = "window.caught = []; const make = URL.createObjectURL; let made;
        URL.createObjectURL = (blob) => ((made = blob), make.call(URL, blob));
        HTMLAnchorElement.prototype.click = function () {
          made.text().then((text) => caught.push({ name: this.download, type: made.type, text }));
        }";
    page.run(catch, &[]);
    page.press(&format!("Add to calendar: {CALL}"));
    let caught = page.wait("the file", "return window.caught[0]", &[]);
    assert_eq!(caught["type"], "text/calendar", "{caught}");
    let text = caught["text"].as_str().unwrap();
    assert!(text.starts_with("BEGIN:VCALENDAR") && text.contains(CALL), "{text}");
}
