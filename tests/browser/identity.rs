//! Tokens: fetched once, refreshed when they must be, and another customer's takes everything away.

use serde_json::json;

use crate::{database, world::World};

#[test]
fn an_expired_token_is_refreshed_once_and_the_widget_works() {
    let world = World::new();
    world.portal.lifetimes(&[-120, 600]);
    let page = &world.browser;
    world.open_question();
    page.sees("Your agenda");
    assert_eq!(world.portal.tokens(), 2);
    page.tap("As expected");
    page.sees("Saved.");
    assert_eq!(world.portal.tokens(), 2, "a good token is used again");
    assert_eq!(database::answers(&world.server.database()).len(), 1);
}

#[test]
fn a_token_that_is_about_to_expire_is_replaced_before_an_answer_is_sent() {
    let world = World::new();
    world.portal.lifetimes(&[20, 600]);
    world.open_question();
    let page = &world.browser;
    page.tap("As expected");
    page.sees("Saved.");
    assert_eq!(world.portal.tokens(), 2);
    let refused = page.session.console().iter().filter(|line| line.contains("401")).count();
    assert_eq!(refused, 0, "nothing was sent with a token that had expired");
}

#[test]
fn without_any_good_token_the_page_is_told_and_a_retry_works() {
    let world = World::new();
    let sale = world.vendor.sell("mette");
    world.portal.lifetimes(&[-120]);
    let page = &world.browser;
    page.go(&world.usual_page(&sale));
    page.sees("We could not see who you are.");
    assert_eq!(page.hears("ft-auth-required")["code"], page.hears("ft-error")["code"]);
    assert_eq!(world.portal.tokens(), 2, "asked again once, not in a circle");
    world.portal.lifetimes(&[600]);
    page.press("Try again");
    page.ready();
    page.sees("Your agenda");
}

#[test]
fn a_token_in_the_page_leaves_the_page() {
    let world = World::new();
    let sale = world.vendor.sell("mette");
    let token = world.vendor.signer.sign(&sale.subject, 600);
    world.portal.sign_in(&sale.subject);
    let element = world.element(&format!("loading=\"eager\" token=\"{token}\""));
    let address = world.portal.put("/orders", world.page("", &element).under(&world.policy()));
    let page = &world.browser;
    page.go(&address);
    page.ready();
    assert_eq!(
        page.run("return document.documentElement.outerHTML.includes(arguments[0])", &[json!(token)]),
        json!(false)
    );
    assert_eq!(world.portal.tokens(), 0, "the token of the page was good enough");
    assert_eq!(page.run("return document.cookie + localStorage.length", &[]), "0");
}

#[test]
fn another_customers_token_wipes_the_first_customers_view() {
    let world = World::new();
    let first = world.vendor.sell("mette");
    let second = world.vendor.sell_now("soren");
    world.portal.lifetimes(&[30, 600]);
    let page = &world.browser;
    page.go(&world.usual_page(&first));
    page.ready();
    page.sees("SO-mette");
    page.press("Tell us something");
    page.write("In your words", "A secret of Mette's.");
    // Frame by frame: once the new customer's token is there, nothing of the old one may be painted.
    world.portal.sign_in(&second.subject);
    let watch = "window.seen = []; const look = () => {
          const text = words(); if (text !== seen.at(-1)) seen.push(text); requestAnimationFrame(look);
        }; look(); element().refresh().catch(() => {})";
    page.run(watch, &[]);
    page.sees("SO-soren");
    let seen = page.run("return seen", &[]);
    let seen: Vec<&str> = seen.as_array().unwrap().iter().filter_map(|text| text.as_str()).collect();
    let first_of_second = seen.iter().position(|text| text.contains("SO-soren")).unwrap();
    assert!(seen[first_of_second..].iter().all(|text| !text.contains("SO-mette")), "{seen:#?}");
    page.press("Tell us something");
    let typed = page.run("return one('field', 'In your words').value", &[]);
    assert_eq!(typed, "", "what one customer typed is not shown to another");
}

#[test]
fn signing_out_leaves_no_trace() {
    let world = World::new();
    world.open_sale();
    let page = &world.browser;
    page.run("return element().logout()", &[]);
    page.hears("ft-logout");
    page.wait("the fallback", "return isInSight(document.querySelector('follow-through > p'))", &[]);
    assert_eq!(page.run("return element().shadowRoot.innerHTML.includes('SO-mette')", &[]), json!(false));
}

#[test]
fn a_customer_without_an_order_is_told_so() {
    let world = World::new();
    world.portal.sign_in("nobody-yet");
    let page = world.page("", &world.element("loading=\"eager\"")).under(&world.policy());
    world.browser.go(&world.portal.put("/orders", page));
    world.browser.ready();
    world.browser.sees("There is nothing here yet");
}
