//! Pages that hate us, and pages that move us around.

use serde_json::{Value, json};

use crate::world::World;

const RESET: &str = "<style>html{font-size:62.5%!important}*{all:unset!important}button{display:none}p{color:red;font-size:5px}</style>";
/// Acts on every letter that is not typed into a field, as web applications do.
const HOTKEYS: &str = "<script>window.hotkeys = [];
    for (const type of ['keydown', 'keypress', 'keyup']) addEventListener(type, (event) => {
      if (!/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) hotkeys.push(type + event.key);
    });</script>";

fn open(world: &World, head: &str, body: &str) {
    let address = world.portal.put("/orders", world.page(head, body));
    world.browser.go(&address);
    world.browser.ready();
}

#[test]
fn a_page_that_resets_everything_gets_a_widget_that_looks_and_works_as_ever() {
    let world = World::new();
    let sale = world.vendor.sell("mette");
    world.vendor.until_asked(&sale);
    world.portal.sign_in(&sale.subject);
    let page = &world.browser;
    let look = "const of = (it) => { const style = getComputedStyle(it); return ['fontSize', 'color', 'display',
          'backgroundColor', 'paddingTop', 'borderTopWidth'].map((name) => style[name]); };
        return [getComputedStyle(element()).display, of(one('heading', 'Your agenda')), of(one('radio', 'As expected')),
          of(one('button', 'Tell us something'))]";
    open(&world, "", &world.element("loading=\"eager\""));
    let usual = page.run(look, &[]);
    assert_eq!(usual[0], "block");
    open(&world, RESET, &world.element("loading=\"eager\""));
    assert_eq!(page.run(look, &[]), usual);
    page.tap("As expected");
    page.sees("Saved.");
}

#[test]
fn typing_in_the_widget_fires_no_hotkey_of_the_page() {
    let world = World::new();
    let sale = world.vendor.sell("mette");
    world.portal.sign_in(&sale.subject);
    open(&world, HOTKEYS, &world.element("loading=\"eager\""));
    let page = &world.browser;
    page.press("Tell us something");
    page.write("In your words", "jkx? g");
    assert_eq!(page.run("return hotkeys", &[]), json!([]));
    page.run("document.activeElement.blur()", &[]);
    page.session.press(&["j"]);
    assert_eq!(page.run("return hotkeys.length", &[]), json!(3), "the page's own keys still work");
}

#[test]
fn two_widgets_on_one_page_live_side_by_side() {
    let world = World::new();
    let first = world.vendor.sell("mette");
    let other = world.vendor.sell_now("soren");
    let token = |subject: &str| world.vendor.signer.sign(subject, 600);
    let one = world.element(&format!("loading=\"eager\" token=\"{}\"", token(&first.subject)));
    let two = world.element(&format!("loading=\"eager\" token=\"{}\"", token(&other.subject)));
    open(&world, "", &(one + &two));
    let page = &world.browser;
    page.sees_in(0, "SO-mette");
    page.sees_in(1, "SO-soren");
    page.wait(
        "both are ready",
        "return told.events.filter((event) => event.name === 'ft-ready').length === 2",
        &[],
    );
    page.press("Tell us something");
    page.write("In your words", "From the first of two.");
    page.press("Send");
    page.sees_in(0, "Thank you.");
    let ids = [&first, &other].map(|sale| world.vendor.view(sale)["concerns"].as_array().unwrap().len());
    assert_eq!(ids, [1, 0]);
    assert_eq!(page.run("return words(1).includes('From the first of two.')", &[]), json!(false));
}

#[test]
fn an_element_that_is_moved_keeps_what_was_typed_and_asks_for_nothing() {
    let world = World::new();
    let sale = world.vendor.sell("mette");
    world.portal.sign_in(&sale.subject);
    open(&world, "", &format!("<main></main>{}", world.element("loading=\"eager\"")));
    let page = &world.browser;
    page.press("Tell us something");
    page.write("In your words", "Half a sent");
    let tokens = world.portal.tokens();
    page.run("document.querySelector('main').append(element())", &[]);
    page.run("return new Promise((done) => setTimeout(done, 100))", &[]);
    assert_eq!(page.run("return one('field', 'In your words').value", &[]), "Half a sent");
    page.write("In your words", "ence.");
    page.press("Send");
    world.until(&sale, "the concern", |view| view["concerns"][0]["words"] == "Half a sentence.");
    assert_eq!(page.events("ft-ready").len(), 1);
    assert_eq!(world.portal.tokens(), tokens);
}

#[test]
fn a_body_replaced_as_by_turbo_and_a_double_mount_leave_one_working_widget() {
    let world = World::new();
    let sale = world.vendor.sell("mette");
    world.portal.sign_in(&sale.subject);
    open(&world, "", &world.element("loading=\"eager\""));
    let page = &world.browser;
    let replace = "const html = document.body.innerHTML; told.events = [];
        document.body.replaceWith(document.createElement('body')); document.body.innerHTML = html;
        const it = element(); it.remove(); document.body.append(it); it.remove();
        return Promise.resolve().then(() => document.body.append(it))";
    page.run(replace, &[]);
    page.ready();
    page.sees("Your agenda");
    page.press("Tell us something");
    page.find("field", "In your words");
    let errors = page.run("return told.errors", &[]);
    assert_eq!(errors, json!([]));
}

#[test]
fn thirty_rounds_of_connecting_and_disconnecting_leave_nothing_behind() {
    let world = World::new();
    let sale = world.vendor.sell("mette");
    world.portal.sign_in(&sale.subject);
    open(&world, "", &world.element("loading=\"eager\""));
    let page = &world.browser;
    let rounds = "const html = document.body.innerHTML; const ready = () => new Promise((done) =>
          document.addEventListener('ft-ready', done, { once: true }));
        return (async () => { for (let round = 0; round < arguments[0]; round += 1) {
          element().remove(); const next = ready(); document.body.innerHTML = html; await next;
        } })()";
    let measure = || {
        // What one collection frees lets go of more, in a task of its own.
        for _ in 0..4 {
            page.session.chromium("HeapProfiler.collectGarbage", &json!({}));
            page.run("return new Promise((done) => setTimeout(done, 50))", &[]);
        }
        let metrics = page.session.chromium("Performance.getMetrics", &json!({}));
        let of = |name: &str| {
            let all = metrics["metrics"].as_array().unwrap();
            all.iter().find(|it| it["name"] == name).and_then(|it| it["value"].as_f64()).unwrap()
        };
        ["JSEventListeners", "Nodes", "JSHeapUsedSize"].map(of)
    };
    page.session.chromium("Performance.enable", &json!({}));
    page.run(rounds, &[json!(5)]);
    let before = measure();
    page.run(rounds, &[json!(30)]);
    let after = measure();
    let [listeners, nodes, heap] = [0, 1, 2].map(|at| after[at] - before[at]);
    assert!(listeners < 30.0, "{listeners} more listeners: {before:?} {after:?}");
    assert!(nodes < 300.0, "{nodes} more nodes: {before:?} {after:?}");
    assert!(heap < 3e6, "{heap} more bytes: {before:?} {after:?}");
    page.sees("Your agenda");
}

#[test]
fn storage_that_throws_and_a_patched_fetch_change_nothing() {
    let world = World::new();
    let sale = world.vendor.sell("mette");
    world.portal.sign_in(&sale.subject);
    let head = "<script>for (const name of ['localStorage', 'sessionStorage', 'indexedDB'])
        Object.defineProperty(window, name, { get() { throw new DOMException('no', 'SecurityError'); } });
        const own = fetch; window.fetch = function (...given) { window.fetches = (window.fetches ?? 0) + 1;
          return own.apply(this, given).then((answer) => (answer.clone().text().catch(() => {}), answer)); };
        Array.prototype.extra = () => {}; Object.prototype.surprise = 1;</script>";
    open(&world, head, &world.element("loading=\"eager\""));
    let page = &world.browser;
    page.press("Tell us something");
    page.write("In your words", "All the same.");
    page.press("Send");
    world.until(&sale, "the concern", |view: &Value| view["concerns"][0]["words"] == "All the same.");
}
