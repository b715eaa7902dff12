//! The main job: a customer answers, and nothing is lost.

use serde_json::json;

use crate::{
    database::{self, AnswerRow},
    gate::Gate,
    vendor::Sale,
    world::World,
};

const QUESTION: &str = "Was everything as you had expected?";
const WORDS: &str = "The steam wand drips after use; \u{201c}ready in three minutes\u{201d} takes six.";

fn row(sale: &Sale, choice: &str, words: Option<&str>) -> AnswerRow {
    AnswerRow {
        sale_id: sale.id.clone(),
        check_name: "expected@1".to_owned(),
        choice: choice.to_owned(),
        words: words.map(str::to_owned),
    }
}

/// Waits until the customer's door has the answer with these words, or without any.
#[track_caller]
fn until_answered(world: &World, sale: &Sale, words: Option<&str>) {
    world.until(sale, "an answer with its words", |view| {
        let asks = view["asks"].as_array().unwrap();
        asks.iter().any(|ask| ask["answer"].is_object() && ask["answer"]["text"] == json!(words))
    });
}

#[test]
fn an_answer_from_another_origin_under_the_promised_policy_becomes_an_owned_concern_and_stays() {
    let world = World::new();
    let sale = world.open_question();
    let page = &world.browser;
    page.sees("Your agenda");
    page.sees("First session: getting going");
    page.sees(QUESTION);
    page.sees("espresso ready three minutes after we open");

    page.tap("Not as expected");
    page.sees("Thank you for telling us. Anna takes care of it; you hear from us");
    page.write("What was different?", WORDS);
    page.press("Send");
    until_answered(&world, &sale, Some(WORDS));

    let concern = world.vendor.view(&sale)["concerns"][0].clone();
    assert_eq!((&concern["number"], &concern["owner"]), (&json!(1), &json!(world.vendor.member)));
    let by = concern["facts"]["next_word_by"].as_str().expect("the concern has a clock");
    let clock = "return new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Copenhagen', hour: '2-digit',
        minute: '2-digit' }).format(new Date(arguments[0]))";
    let clock = page.run(clock, &[json!(by)]).as_str().unwrap().to_owned();
    let owned = |beginning: &str| {
        page.sees(beginning);
        page.sees("No. 1 · Anna Berg answers for it · next word");
        page.sees(&format!("by {clock}"));
    };
    owned(WORDS);
    assert_eq!(page.events("ft-concern-raised").len(), 1, "{}", page.state());
    let told = page.run("return JSON.stringify(told.events)", &[]);
    assert!(!told.as_str().unwrap().contains("steam"), "events carry ids and states only: {told}");

    page.session.reload();
    page.ready();
    owned(WORDS);
    assert!(!page.has("radio", "Not as expected"), "an answered question is not asked again");

    let file = world.server.database();
    assert_eq!(database::answers(&file), [row(&sale, "not_as_expected", Some(WORDS))]);
    assert_eq!(database::events(&file, "answer.given"), 1);
    assert_eq!(database::events(&file, "answer.revised"), 1);
    assert_eq!(database::events(&file, "concern.raised"), 1);
    assert_eq!(page.violations(), json!([]));
    let console = page.session.console();
    assert!(console.iter().all(|line| !line.contains("Security Policy")), "{console:#?}");
    world.server.run(&["rebuild", "--check"]);
}

#[test]
fn an_answer_that_was_on_its_way_when_the_server_died_arrives_once_when_it_is_back() {
    let mut world = World::new();
    let sale = world.open_question();
    let page = &world.browser;
    // Frozen, the server takes the request and does nothing; then it is gone.
    world.server.freeze();
    page.tap("As expected");
    page.sees("Sending…");
    world.server.kill();
    page.sees("Not sent yet. We keep trying; nothing you chose or wrote is lost.");
    assert_eq!(database::answers(&world.server.database()), []);
    world.server.start();
    page.sees("Saved. Anna reads this.");
    let file = world.server.database();
    assert_eq!(database::answers(&file), [row(&sale, "as_expected", None)]);
    assert_eq!(database::events(&file, "answer.given"), 1);
    assert_eq!(database::events(&file, "answer.revised"), 0);
    assert_eq!(page.violations(), json!([]));
}

#[test]
fn words_that_could_not_be_sent_stay_in_their_field_and_arrive_once() {
    let mut world = World::new();
    let sale = world.open_question();
    let page = &world.browser;
    page.tap("Not as expected");
    page.sees("Thank you for telling us.");
    page.write("What was different?", WORDS);
    world.server.kill();
    page.press("Send");
    page.sees("Not sent yet. We keep trying; nothing you chose or wrote is lost.");
    let field = page.find("field", "What was different?");
    let typed = page.run("return arguments[0].value", &[field.as_argument()]);
    assert_eq!(typed, json!(WORDS));
    world.server.start();
    page.sees_no_more("Not sent yet");
    until_answered(&world, &sale, Some(WORDS));
    let file = world.server.database();
    assert_eq!(database::answers(&file), [row(&sale, "not_as_expected", Some(WORDS))]);
    assert_eq!(database::events(&file, "answer.given"), 1);
    assert_eq!(database::events(&file, "answer.revised"), 1);
    assert_eq!(database::events(&file, "concern.raised"), 1);
}

#[test]
fn an_answer_that_was_stored_but_not_confirmed_is_sent_again_and_counts_once() {
    let gate = Gate::start();
    let world = World::behind(&gate);
    let sale = world.open_question();
    gate.lose_answer("/answers");
    world.browser.tap("Not as expected");
    world.browser.sees("Thank you for telling us.");
    assert_eq!(gate.count("POST", "/answers"), 2, "sent again after the answer got lost");
    let file = world.server.database();
    assert_eq!(database::answers(&file), [row(&sale, "not_as_expected", None)]);
    assert_eq!(database::events(&file, "answer.given"), 1);
    assert_eq!(database::events(&file, "concern.raised"), 1);
}

#[test]
fn two_hasty_taps_leave_the_last_answer() {
    let world = World::new();
    let sale = world.open_question();
    let page = &world.browser;
    page.tap("Cannot say yet");
    page.tap("As expected");
    page.sees("Saved.");
    world.until(&sale, "the last answer", |view| {
        let asks = view["asks"].as_array().unwrap();
        asks.iter().any(|ask| ask["answer"]["value"] == json!("as_expected"))
    });
    assert_eq!(database::answers(&world.server.database()), [row(&sale, "as_expected", None)]);
    assert_eq!(page.violations(), json!([]));
}

#[test]
fn a_question_is_put_off_and_stays_away_after_a_reload() {
    let world = World::new();
    let sale = world.open_question();
    let page = &world.browser;
    page.press("Not now");
    page.sees_no_more("Better than expected");
    world.until(&sale, "the question is put off", |view| {
        view["asks"].as_array().unwrap().iter().any(|ask| ask["facts"]["state"] == "snoozed")
    });
    page.session.reload();
    page.ready();
    assert!(!page.has("radio", "Better than expected"));
}
