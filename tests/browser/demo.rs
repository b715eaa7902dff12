//! The demo portal, the first thing that a newcomer opens.

use serde_json::json;

use crate::{browser::Browser, database, dealer::Dealer};

/// The demo as `cargo xtask demo` starts it.
fn open() -> (Dealer, Browser) {
    let dealer = Dealer::open();
    let browser = Browser::open();
    browser.go(&dealer.origin());
    browser.ready();
    (dealer, browser)
}

/// Becomes another customer, as a visitor does: through the list at the top.
fn switch_to(browser: &Browser, key: &str) {
    let link = "const link = document.querySelector(`a[href='/?customer=${arguments[0]}']`);
        link.closest('details').open = true; setTimeout(() => link.click())";
    browser.run(link, &[json!(key)]);
    let there = "return location.search === `?customer=${arguments[0]}` && told.events.some((it) => it.name === 'ft-ready')";
    browser.wait("the other customer's page", there, &[json!(key)]);
}

#[test]
fn each_of_the_three_customers_of_the_demo_has_their_own_story() {
    let (_dealer, browser) = open();
    let name = "return document.querySelector('h1').textContent";
    assert!(browser.run(name, &[]).as_str().unwrap().ends_with("Mette"));
    browser.sees("Was everything as you had expected?");
    browser.sees("Espresso ready three minutes after we open.");
    switch_to(&browser, "henrik");
    browser.sees("Moved by us.");
    browser.sees("Does the new time suit you?");
    let struck =
        "const counts = [...box().querySelectorAll('li')].map((it) => it.querySelectorAll('del').length);
        return Math.max(...counts)";
    assert_eq!(browser.run(struck, &[]), json!(2), "both old times of the session that moved twice");
    switch_to(&browser, "sara");
    browser.sees("What we are putting right");
    browser.sees("Is it sorted for you?");
    browser.find("button", "Yes, sorted");
    assert_eq!(browser.violations(), json!([]));
}

#[test]
fn an_answer_in_the_demo_survives_a_restart() {
    let (mut dealer, browser) = open();
    let before = database::answers(&dealer.server.database()).len();
    browser.tap("As expected");
    browser.sees("Saved.");
    dealer.restart();
    browser.session.reload();
    browser.ready();
    browser.sees("Your agenda");
    assert!(!browser.has("radio", "As expected"), "it is not asked again");
    let answers = database::answers(&dealer.server.database());
    assert_eq!(answers.len(), before + 1);
    assert!(answers.iter().any(|row| row.check_name == "expected@1" && row.choice == "as_expected"));
}

#[test]
fn the_day_slider_plays_the_story_on() {
    let (_dealer, browser) = open();
    let slide = "const slider = document.getElementById('day'); const day = Number(slider.value) + arguments[0];
        told.events = []; slider.value = day;
        for (const type of ['input', 'change']) slider.dispatchEvent(new Event(type, { bubbles: true })); return day";
    let before = browser.run("return words()", &[]);
    let day = browser.run(slide, &[json!(7)]);
    browser.ready();
    let shown = browser.wait(
        "the new day",
        "return document.getElementById('shown').textContent.startsWith(`Day ${arguments[0]} `) && words()",
        &[day],
    );
    assert_ne!(shown, before);
    browser.sees("Your agenda");
    assert_eq!(browser.run("return document.querySelectorAll('follow-through').length", &[]), json!(1));
    assert_eq!(browser.violations(), json!([]));
}
