//! How the widget fits: narrow, dark, from right to left, large.

use serde_json::json;

use crate::world::World;

const CONTRAST: &str = include_str!("contrast.js");
/// Whatever sticks out of the screen.
const STICKS_OUT: &str = "const width = document.documentElement.clientWidth;
    const out = [...box().querySelectorAll('*')].filter(isInSight).filter((one) => {
      const place = one.getBoundingClientRect(); return place.right > width + 0.5 || place.left < -0.5; });
    const page = document.scrollingElement;
    return { out: out.map((one) => `${one.localName}.${one.className} ${nameOf(one).slice(0, 40)}`),
      scrolls: page.scrollWidth > page.clientWidth }";

/// A page with everything on it: a question, an open concern with a long word, a moved call, forms.
fn open_full(attributes: &str, head: &str) -> World {
    let world = World::new();
    let sale = world.vendor.sell("mette");
    world.vendor.until_asked(&sale);
    let words =
        "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetzentwurfsvorlagenprüfung, please!";
    let concern = json!({"kind": "problem", "severity": "big", "words": words});
    world.vendor.acts(&sale, "/concerns", &concern);
    let promise = json!({
        "statement": "Two sessions before the second week is over", "kind": "date", "source": "contract",
        "original_due": sale.day(9),
    });
    world.vendor.acts(&sale, "/promises", &promise);
    world.portal.sign_in(&sale.subject);
    let element = world.element(&format!("loading=\"eager\" {attributes}"));
    let address = world.portal.put("/orders", world.page(head, &element));
    world.browser.resize(320, 900);
    world.browser.go(&address);
    world.browser.ready();
    world
}

#[track_caller]
fn nothing_sticks_out(world: &World, when: &str) {
    let found = world.browser.run(STICKS_OUT, &[]);
    assert_eq!(found, json!({"out": [], "scrolls": false}), "{when}");
}

#[test]
fn at_320_pixels_nothing_scrolls_sideways_even_with_forms_open_and_large_text() {
    let world = open_full("", "<style>body{margin:0}</style>");
    let page = &world.browser;
    nothing_sticks_out(&world, "as it opens");
    page.press("First session: getting going");
    page.press("Suggest another time");
    page.find("field", "Day");
    nothing_sticks_out(&world, "with the form for another time");
    page.press("Tell us something");
    page.tap("A problem");
    nothing_sticks_out(&world, "with the form for a concern");
    // Twice the text on twice the width: what enlarging the text in a browser comes to.
    page.resize(640, 900);
    page.run("element().style.setProperty('--ft-font-size', '32px')", &[]);
    nothing_sticks_out(&world, "with text of 200 %");
}

#[test]
fn from_right_to_left_nothing_sticks_out() {
    let head = "<style>body{margin:0}</style><script>document.documentElement.dir = 'rtl'</script>";
    let world = open_full("locale=\"ar\"", head);
    nothing_sticks_out(&world, "narrow");
    world.browser.resize(1280, 900);
    nothing_sticks_out(&world, "wide");
    let sides = "return [one('heading', arguments[0]), one('button', arguments[1])]
        .map((it) => getComputedStyle(it).direction)";
    let arabic = [json!("جدول مواعيدكم"), json!("إخبارنا بشيء")];
    assert_eq!(world.browser.run(sides, &arabic), json!(["rtl", "rtl"]));
    // The direction is that of the words, whatever the page's is.
    world.browser.run("element().setAttribute('locale', 'en')", &[]);
    world.browser.sees("Your agenda");
    let english = [json!("Your agenda"), json!("Tell us something")];
    assert_eq!(world.browser.run(sides, &english), json!(["ltr", "ltr"]));
}

#[test]
fn all_text_stands_out_from_what_is_behind_it_in_both_themes() {
    let world = open_full("", "");
    let page = &world.browser;
    page.resize(1280, 1000);
    page.press("Tell us something");
    for theme in ["light", "dark"] {
        page.run(
            "element().theme = arguments[0]; return new Promise((done) => setTimeout(done, 300))",
            &[json!(theme)],
        );
        let found = page.run(CONTRAST, &[json!(4.5)]);
        assert!(found["count"].as_u64().unwrap() > 40, "{found}");
        assert_eq!(found["faults"], json!([]), "{theme}");
    }
}

#[test]
fn the_theme_follows_the_system_unless_the_page_decides() {
    let world = open_full("", "<meta name=\"color-scheme\" content=\"light dark\">");
    let page = &world.browser;
    let ink = || page.run("return getComputedStyle(one('heading', 'Your agenda')).color", &[]);
    page.prefers("light");
    let light = ink();
    page.prefers("dark");
    page.wait(
        "another colour",
        "return getComputedStyle(one('heading', 'Your agenda')).color !== arguments[0]",
        std::slice::from_ref(&light),
    );
    let dark = ink();
    page.run("element().theme = 'light'", &[]);
    page.wait(
        "the first colour",
        "return getComputedStyle(one('heading', 'Your agenda')).color === arguments[0]",
        &[light],
    );
    page.prefers("light");
    page.run("element().theme = 'dark'", &[]);
    page.wait(
        "the dark colour",
        "return getComputedStyle(one('heading', 'Your agenda')).color === arguments[0]",
        &[dark],
    );
}

#[test]
fn every_target_is_large_enough_to_hit() {
    let world = open_full("", "");
    world.browser.press("Tell us something");
    let small = "const found = [...all('button', ''), ...all('field', ''), ...all('radio', '').map((it) => it.labels[0])];
        return found.map((it) => [nameOf(it), it.getBoundingClientRect()])
          .filter(([, place]) => place.height < 24 || place.width < 24).map(([name, place]) => `${name} ${place.width}×${place.height}`)";
    assert_eq!(world.browser.run(small, &[]), json!([]));
}
