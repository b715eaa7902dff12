//! The widget by keyboard alone, and as assistive technology gets it.

use serde_json::{Value, json};

use crate::{database, webdriver::key, world::World};

/// What has the focus: its kind and its name.
const FOCUS: &str = "const at = focused(); return [at.type ?? at.localName, nameOf(at)]";
/// The most steps from the top of the page to anything.
const FAR: usize = 60;

/// Presses Tab until something of this kind has the focus.
#[track_caller]
fn tab_to(world: &World, kind: &str) -> Value {
    for _ in 0..FAR {
        world.browser.session.press(&[key::TAB]);
        let focus = world.browser.run(FOCUS, &[]);
        if focus[0] == kind {
            return focus[1].clone();
        }
    }
    panic!("Tab never comes to a {kind}: {}", world.browser.state());
}

#[test]
fn a_question_is_answered_by_keyboard_and_arrows_alone_save_nothing() {
    let world = World::new();
    world.open_question();
    let page = &world.browser;
    let at_rest = "return document.activeElement === document.body";
    assert_eq!(page.run(at_rest, &[]), json!(true), "loading moves no focus");

    tab_to(&world, "radio");
    page.session.press(&[key::DOWN]);
    page.session.press(&[key::DOWN]);
    let chosen = page.run("return nameOf(all('radio', '').find((it) => it.checked))", &[]);
    assert_eq!(chosen, "Not as expected");
    assert_eq!(page.run(FOCUS, &[]), json!(["radio", "Not as expected"]), "the focus is where the choice is");
    page.find("button", "Save");
    assert_eq!(page.events("ft-answer").len(), 0);
    assert_eq!(database::answers(&world.server.database()), [], "arrows choose, they do not answer");

    page.session.press(&[key::ENTER]);
    page.sees("Thank you for telling us.");
    let answers = database::answers(&world.server.database());
    assert_eq!(answers.len(), 1);
    assert_eq!(answers[0].choice, "not_as_expected");
    let is_inside = "return document.activeElement === element()";
    assert_eq!(page.run(is_inside, &[]), json!(true), "saving does not lose the focus");
}

#[test]
fn a_form_opens_and_closes_by_keyboard_and_the_focus_returns_to_its_button() {
    let world = World::new();
    world.open_sale();
    let page = &world.browser;
    let tell = page.find("button", "Tell us something");
    page.run("arguments[0].focus()", &[tell.as_argument()]);
    page.session.press(&[key::ENTER]);
    page.find("field", "In your words");
    let is_open = "return one('button', 'Tell us something').getAttribute('aria-expanded')";
    assert_eq!(page.run(is_open, &[]), "true");
    let back = page.find("button", "Not now, go back");
    page.run("arguments[0].focus()", &[back.as_argument()]);
    page.session.press(&[key::SPACE]);
    page.wait("the form is closed", "return !one('field', 'In your words')", &[]);
    page.wait("the focus is back", "return nameOf(focused()).startsWith('Tell us something')", &[]);
}

/// Every node that Chromium hands to assistive technology: role, name and properties.
fn nodes(world: &World) -> Vec<(String, String, Value)> {
    let tree = world.browser.session.chromium("Accessibility.getFullAXTree", &json!({}));
    let nodes = tree["nodes"].as_array().unwrap().iter().filter(|node| node["ignored"] != json!(true));
    let text = |value: &Value| value["value"].as_str().unwrap_or_default().to_owned();
    nodes.map(|node| (text(&node["role"]), text(&node["name"]), node["properties"].clone())).collect()
}

fn property<'a>(properties: &'a Value, name: &str) -> Option<&'a Value> {
    let all = properties.as_array()?;
    all.iter().find(|property| property["name"] == name).map(|property| &property["value"]["value"])
}

#[test]
fn every_control_has_a_name_and_headings_and_announcements_are_in_order() {
    let world = World::new();
    world.open_question();
    let page = &world.browser;
    let controls = ["button", "radio", "textbox", "combobox", "link", "Date", "InputTime"];
    let mut seen = 0;
    for open in ["", "Tell us something", "First session: getting going"] {
        if !open.is_empty() {
            page.press(open);
            page.wait(
                "it is open",
                "return one('button', arguments[0]).ariaExpanded === 'true'",
                &[json!(open)],
            );
        }
        for (role, name, _) in nodes(&world) {
            if controls.contains(&&*role) {
                assert!(!name.trim().is_empty(), "a {role} without a name, with “{open}” open");
                seen += 1;
            }
        }
    }
    assert!(seen > 20, "only {seen} controls were looked at");

    let all = nodes(&world);
    let groups: Vec<_> = all.iter().filter(|(role, ..)| role == "group" || role == "radiogroup").collect();
    assert!(
        groups.iter().any(|(_, name, _)| name.contains("Was everything as you had expected?")),
        "{groups:?}"
    );
    let live = all.iter().filter(|(role, ..)| matches!(&**role, "status" | "alert" | "log")).count();
    assert_eq!(live, 1, "one live region");
    let mut before = 0;
    for (_, name, properties) in all.iter().filter(|(role, ..)| role == "heading") {
        let level = property(properties, "level").and_then(Value::as_i64).unwrap();
        assert!(level <= before + 1, "“{name}” of level {level} follows level {before}");
        assert!(!name.is_empty());
        before = level;
    }
    let doubled = "const ids = [...box().querySelectorAll('[id]')].map((it) => it.id);
        return ids.filter((id, at) => ids.indexOf(id) !== at)";
    assert_eq!(page.run(doubled, &[]), json!([]), "an id stands for one element");
}

#[test]
fn what_was_saved_is_announced() {
    let world = World::new();
    world.open_question();
    let page = &world.browser;
    page.tap("As expected");
    page.sees("Saved.");
    let spoken = "return element().shadowRoot.querySelector('[role=status]').textContent || null";
    let spoken = page.wait("words in the live region", spoken, &[]);
    assert!(spoken.as_str().unwrap().contains("Saved"), "{spoken}");
}
