//! The widget in other languages than English: from the first paint on, in both directions of writing.

use serde_json::json;

use crate::{database, gate::Gate, vendor::Sale, world::World};

/// Opens a page whose element asks for a language.
fn open_in(world: &World, sale: &Sale, locale: &str) {
    world.portal.sign_in(&sale.subject);
    let element = world.element(&format!("loading=\"eager\" locale=\"{locale}\""));
    let address = world.portal.put("/orders", world.page("", &element).under(&world.policy()));
    world.browser.go(&address);
}

#[test]
fn an_arabic_first_view_runs_from_right_to_left_and_is_hydrated() {
    let gate = Gate::start();
    let world = World::behind(&gate);
    let sale = world.vendor.sell("mette");
    world.vendor.until_asked(&sale);
    let page = &world.browser;
    gate.hold(".wasm");
    open_in(&world, &sale, "ar-EG");
    page.sees("جدول مواعيدكم");
    page.run("window.first = box().querySelector('fieldset')", &[]);
    gate.release();
    page.ready();
    let is_same = "return first.isConnected && first === box().querySelector('fieldset')";
    assert_eq!(page.run(is_same, &[]), json!(true), "the markup was hydrated, not replaced");
    let direction = "return getComputedStyle(box().querySelector('fieldset')).direction";
    assert_eq!(page.run(direction, &[]), "rtl");
    // The page asks for the widget's language; what is asked comes in that of the token, which names none here.
    page.tap("As expected");
    page.sees("تم الحفظ");
    assert_eq!(database::answers(&world.server.database())[0].choice, "as_expected");
    assert_eq!(page.violations(), json!([]));
}

#[test]
fn a_page_that_changes_its_language_changes_the_widgets_and_nothing_typed_is_lost() {
    let world = World::new();
    let sale = world.vendor.sell("mette");
    let page = &world.browser;
    open_in(&world, &sale, "en");
    page.ready();
    page.press("Tell us something");
    page.write("In your words", "Water drips.");
    page.run("element().setAttribute('locale', 'de-AT')", &[]);
    page.sees("Ihr Fahrplan");
    page.sees("In Ihren Worten");
    let typed = "return one('field', 'In Ihren Worten').value";
    assert_eq!(page.run(typed, &[]), "Water drips.");
    assert_eq!(page.run("return box().querySelector('[lang]:not([lang=\"\"])').lang", &[]), "de");
    page.run("element().setAttribute('locale', 'ar')", &[]);
    page.sees("بكلماتكم");
    assert_eq!(page.run("return getComputedStyle(one('field', 'بكلماتكم')).direction", &[]), "rtl");
    assert_eq!(page.events("ft-error").len(), 0);
}

#[test]
fn what_the_loader_says_when_nothing_can_be_shown_is_said_in_the_language_too() {
    let world = World::new();
    let sale = world.vendor.sell("mette");
    world.portal.lifetimes(&[-120]);
    let page = &world.browser;
    open_in(&world, &sale, "de");
    page.sees("Wir konnten nicht erkennen, wer Sie sind.");
    page.sees("Nichts, was Sie eingegeben haben, ist verloren.");
    world.portal.lifetimes(&[600]);
    page.press("Noch einmal versuchen");
    page.ready();
    page.sees("Ihr Fahrplan");
}
