//! The first view is there before the WASM, and what is done to it then counts.

use serde_json::json;

use crate::{database, gate::Gate, vendor::Sale, world::World};

const QUESTION: &str = "Was everything as you had expected?";

/// Opens the page with the question while the WASM is being held back.
fn open_held(world: &World, gate: &Gate, policy: &str) -> Sale {
    let sale = world.vendor.sell("mette");
    world.vendor.until_asked(&sale);
    world.portal.sign_in(&sale.subject);
    let page = world.page("", &world.element("loading=\"eager\"")).under(policy);
    let address = world.portal.put("/orders", page);
    gate.hold(".wasm");
    world.browser.go(&address);
    world.browser.sees(QUESTION);
    assert_eq!(world.browser.events("ft-ready").len(), 0);
    sale
}

#[test]
fn under_trusted_types_the_first_view_shows_hydrates_and_takes_an_answer() {
    let gate = Gate::start();
    let world = World::behind(&gate);
    let policy = world.policy() + "; require-trusted-types-for 'script'";
    let page = &world.browser;
    open_held(&world, &gate, &policy);
    let before = page.run("return (window.first = box().querySelector('fieldset')) !== null", &[]);
    assert_eq!(before, json!(true));
    gate.release();
    page.ready();
    let is_same = "return first.isConnected && first === box().querySelector('fieldset')";
    assert_eq!(page.run(is_same, &[]), json!(true), "the markup was hydrated, not replaced");
    page.tap("As expected");
    page.sees("Saved. Anna reads this.");
    assert_eq!(database::answers(&world.server.database()).len(), 1);
    assert_eq!(page.violations(), json!([]));
}

#[test]
fn an_answer_tapped_before_the_widget_is_alive_is_kept_and_saved_once() {
    let gate = Gate::start();
    let world = World::behind(&gate);
    let page = &world.browser;
    open_held(&world, &gate, &world.policy());
    page.tap("Better than expected");
    gate.release();
    page.ready();
    page.sees("Saved. Anna reads this.");
    let file = world.server.database();
    let answers = database::answers(&file);
    assert_eq!(answers.len(), 1);
    assert_eq!(answers[0].choice, "better");
    assert_eq!(database::events(&file, "answer.given"), 1);
    assert_eq!(database::events(&file, "answer.revised"), 0);
    let is_chosen = "return one('radio', 'Better than expected').control.checked";
    assert_eq!(page.run(is_chosen, &[]), json!(true));
}

#[test]
fn a_button_pressed_before_the_widget_is_alive_works_once_it_is() {
    let gate = Gate::start();
    let world = World::behind(&gate);
    let page = &world.browser;
    let sale = open_held(&world, &gate, &world.policy());
    page.press("Not now");
    gate.release();
    world.until(&sale, "the question is put off", |view| {
        view["asks"].as_array().unwrap().iter().any(|ask| ask["facts"]["state"] == "snoozed")
    });
    assert_eq!(database::events(&world.server.database(), "ask.snoozed"), 1);
}

#[test]
fn taking_over_moves_nothing_in_the_widget() {
    let gate = Gate::start();
    let world = World::behind(&gate);
    let page = &world.browser;
    open_held(&world, &gate, &world.policy());
    let places = "return JSON.stringify([...box().querySelectorAll('h2,h3,h4,li,fieldset,button')].map((one) => {
        const place = one.getBoundingClientRect(); return [one.tagName, place.x, place.y, place.width, place.height];
    }))";
    let before = page.run(places, &[]);
    let shift = page.run("return told.shift", &[]);
    gate.release();
    page.ready();
    assert_eq!(page.run(places, &[]), before);
    assert_eq!(page.run("return told.shift", &[]), shift);
}
