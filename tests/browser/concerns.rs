//! Concerns from the customer's side: raised, talked about, and closed by nobody else.

use serde_json::{Value, json};

use crate::{vendor::Sale, world::World};

fn concern(view: &Value) -> &Value {
    &view["concerns"][0]
}

/// What the dealer does to the first concern; the page is loaded anew to see it.
fn vendor_does(world: &World, sale: &Sale, what: &str, body: &Value) {
    let id = concern(&world.vendor.view(sale))["id"].as_str().unwrap().to_owned();
    world.vendor.acts(sale, &format!("/concerns/{id}/{what}"), body);
    world.browser.session.reload();
    world.browser.ready();
}

#[test]
fn a_concern_is_raised_talked_about_denied_and_closed_by_the_customer_alone() {
    let world = World::new();
    let sale = world.open_sale();
    let page = &world.browser;
    page.press("Tell us something");
    page.tap("A problem");
    page.tap("A big problem");
    page.write("In your words", "The grinder is loud.");
    page.write("What would put it right?", "A quiet one.");
    page.press("Send");
    page.sees("Thank you. Anna takes care of it; you hear from us");
    page.sees("What we are putting right");
    let view = world.vendor.view(&sale);
    let raised = concern(&view);
    assert_eq!(raised["kind"], "problem");
    assert_eq!(raised["severity"], "big");
    assert_eq!(raised["words"], "The grinder is loud.");
    assert_eq!(raised["wanted"], "A quiet one.");
    assert_eq!(page.hears("ft-concern-raised")["id"], raised["id"], "{}", page.state());

    page.press("Write a message");
    page.write("Your message", "Mornings are worst.");
    page.press("Send");
    world.until(&sale, "the message", |view| {
        concern(view)["messages"].to_string().contains("Mornings are worst.")
    });
    page.sees("Mornings are worst.");

    vendor_does(&world, &sale, "acknowledge", &json!({}));
    vendor_does(&world, &sale, "propose", &json!({"text": "A new grinder comes on Friday."}));
    page.sees("A new grinder comes on Friday.");
    page.sees("Is it sorted for you?");
    page.press("Not yet");
    page.write("What is still missing?", "Friday is too late.");
    page.press("Send");
    let view = world.until(&sale, "the second round", |view| concern(view)["round"] == json!(2));
    assert!(concern(&view).to_string().contains("Friday is too late."));
    page.sees_no_more("Is it sorted for you?");

    // A second round by the same person needs a word about why.
    let again = json!({"to": world.vendor.member, "reason": "She has the spare grinder in her car"});
    vendor_does(&world, &sale, "assign", &again);
    vendor_does(&world, &sale, "propose", &json!({"text": "It comes today."}));
    page.press("Yes, sorted");
    world.until(&sale, "the customer's word", |view| concern(view)["facts"]["state"] == "confirmed");
    page.sees_no_more("What we are putting right");
    page.sees("Sorted, by your word");
}

#[test]
fn a_concern_is_taken_back() {
    let world = World::new();
    let sale = world.open_sale();
    let page = &world.browser;
    page.press("Tell us something");
    page.write("In your words", "Where is the manual?");
    page.press("Send");
    page.sees("What you asked us");
    page.press("Take it back");
    page.sees("Take back this concern?");
    page.write("A word about why", "Found it.");
    page.press("Take it back");
    world.until(&sale, "the concern is withdrawn", |view| concern(view)["facts"]["state"] == "withdrawn");
    page.sees_no_more("What you asked us");
}

#[test]
fn an_empty_form_is_not_sent_and_says_why() {
    let world = World::new();
    let sale = world.open_sale();
    let page = &world.browser;
    page.press("Tell us something");
    page.press("Send");
    page.sees("Please fill this in.");
    page.write("In your words", "Now there is something.");
    page.press("Send");
    world.until(&sale, "the concern", |view| concern(view)["words"] == "Now there is something.");
}
