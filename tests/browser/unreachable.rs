//! The server cannot be reached when the page opens.

use serde_json::json;

use crate::{
    gate::Gate,
    world::{FALLBACK, World},
};

/// Whether the children of the element are in sight.
const FALLBACK_SHOWS: &str = "const text = document.querySelector('follow-through > p');
    return isInSight(text) && text.textContent === arguments[0]";

#[test]
fn without_the_loader_the_page_shows_its_own_fallback() {
    let mut world = World::new();
    let sale = world.vendor.sell("mette");
    let address = world.usual_page(&sale);
    world.server.kill();
    world.browser.go(&address);
    world.browser.wait("the fallback", FALLBACK_SHOWS, &[json!(FALLBACK)]);
}

#[test]
fn without_the_server_an_error_with_a_retry_shows_above_the_fallback_and_the_retry_works() {
    let gate = Gate::start();
    let mut world = World::behind(&gate);
    let sale = world.vendor.sell("mette");
    world.portal.sign_in(&sale.subject);
    let body = format!("<div style=\"height:4000px\"></div>{}", world.element(""));
    let address = world.portal.put("/long", world.page("", &body));
    let page = &world.browser;
    page.go(&address);
    page.wait("the element", "return customElements.get('follow-through') && box()", &[]);
    page.run("return new Promise((done) => requestAnimationFrame(() => setTimeout(done, 300)))", &[]);
    assert_eq!(gate.count("", "/v1/portal"), 0, "nothing is asked before the widget is near");
    assert_eq!(gate.count("", ".wasm"), 0, "nothing is loaded before the widget is near");

    world.server.kill();
    page.run("element().scrollIntoView()", &[]);
    page.sees("This part of the page could not be loaded.");
    page.sees("Nothing that you typed is lost.");
    page.wait("the fallback", FALLBACK_SHOWS, &[json!(FALLBACK)]);
    assert_eq!(page.hears("ft-error")["code"], "network");

    page.press("Try again");
    page.sees("This part of the page could not be loaded.");
    world.server.start();
    page.press("Try again");
    page.ready();
    page.sees("Your agenda");
    page.sees_no_more("could not be loaded");
    assert_eq!(page.run("return isInSight(document.querySelector('follow-through > p'))", &[]), json!(false));
}
