//! Questions: when they are asked and why not, in which language, how they count.

use followthrough_common::{actor::Actor, domain::check::AskState, error::ErrorCode, id::AskId};
use serde_json::{Value, json};

use crate::{
    builders::{TestSale, a_sale},
    clients::path,
    contact::is_listed,
    harness::{TestApp, TestVendor},
};

fn bare(app: &TestApp, vendor: &TestVendor) -> TestSale {
    a_sale().with("without_agenda", json!(true)).open(app, vendor)
}

/// The question as the rules of asking see it.
#[track_caller]
fn standing(sale: &TestSale, check: &str) -> Value {
    let asks = sale.system.get(&format!("/v1/sales/{}/asks", sale.id)).must(200).json();
    let items = asks["items"].as_array().unwrap().clone();
    items.into_iter().find(|ask| ask["check"] == check).unwrap_or_else(|| panic!("no {check}"))
}

#[track_caller]
fn not_now(sale: &TestSale, check: &str) -> Vec<String> {
    let reasons = standing(sale, check)["not_now"].as_array().unwrap().clone();
    reasons.into_iter().map(|reason| reason["rule"].as_str().unwrap().to_owned()).collect()
}

fn whole_expectations(sale: &TestSale) -> Vec<Value> {
    let view = sale.browser.get(&path(sale.id, "")).must(200).json();
    view["value"]["expectations"].as_array().unwrap().clone()
}

fn answer(sale: &TestSale, ask: AskId, body: &Value) {
    sale.customer_does(&format!("/asks/{ask}/answers"), body);
}

fn ask_now(sale: &TestSale, check: &str) -> crate::http::Reply {
    let body = json!({"check": check, "about": {"subject": "sale"}});
    sale.system.post(&format!("/v1/sales/{}/asks", sale.id), &body)
}

both!(a_no_opens_an_owned_concern_and_the_rules_say_why_nothing_else_is_asked);
fn a_no_opens_an_owned_concern_and_the_rules_say_why_nothing_else_is_asked(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    assert_eq!(not_now(&sale, "expected@1"), ["not_happened_yet"]);
    let ask = sale.until_asked();
    assert_eq!(&*sale.open_ask().question, "Was everything as you had expected?");
    assert_eq!(not_now(&sale, "change@1"), ["another_is_open", "too_soon"]);
    let may = ["system suppress", "system drop", "member record"];
    let refused = ask_now(&sale, "change@1").stands("question planned", &may).json();
    let detail = refused["detail"].as_str().unwrap().to_owned();
    assert!(detail.contains("still open") && detail.contains("too short a time ago"), "{detail}");
    let asks = sale.system.sale(sale.id).asks.len();
    sale.browser
        .post(&path(sale.id, &format!("/asks/{ask}/answers")), &json!({"value": "maybe"}))
        .refuses_field("/value");
    answer(&sale, ask, &json!({"value": "not_as_expected", "text": "It drips"}));
    let concern = sale.view().concerns[0].clone();
    assert_eq!((concern.words.as_deref(), concern.ask), (Some("It drips"), Some(ask)));
    assert_eq!(sale.system.sale(sale.id).asks.len(), asks, "a refused question leaves nothing behind");
    assert!(not_now(&sale, "change@1").contains(&"concern_is_open".to_owned()));
    sale.wait_until("2026-11-19T10:00:00Z");
    let change = standing(&sale, "change@1");
    assert_eq!(
        (&change["state"], &change["suppressed_for"][0]["rule"]),
        (&json!("suppressed"), &json!("concern_is_open"))
    );
    assert_eq!(change["suppressed_for"][0]["words"], "a concern is open, and this question is not about it");
    sale.wait_until("2026-11-27T10:00:00Z");
    assert_eq!(standing(&sale, "change@1")["state"], "dropped", "its moment has passed");
    assert_eq!(standing(&sale, "expected@1")["is_locked"], true);
    let late =
        sale.browser.post(&path(sale.id, &format!("/asks/{ask}/answers")), &json!({"value": "better"}));
    late.refused(ErrorCode::CheckClosed);
}

both!(a_correction_within_a_day_is_kept_beside_the_first_answer);
fn a_correction_within_a_day_is_kept_beside_the_first_answer(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    let ask = sale.until_asked();
    answer(&sale, ask, &json!({"value": "cannot_say"}));
    answer(&sale, ask, &json!({"value": "better", "text": "Now I know"}));
    let kept = sale.system.sale(sale.id).asks.into_iter().find(|it| it.id == ask).unwrap().answers;
    let values: Vec<&str> = kept.iter().map(|answer| &*answer.value).collect();
    assert_eq!(values, ["cannot_say", "better"]);
}

both!(what_is_expected_is_answered_one_by_one_in_the_customers_own_words);
fn what_is_expected_is_answered_one_by_one_in_the_customers_own_words(app: &TestApp) {
    let expected = json!(["Quiet enough for the office", "Ready in three minutes"]);
    let sale = a_sale().with("expectations", expected).open(app, &app.vendor("Nordic Coffee"));
    for due in ["2026-11-10", "2026-12-24"] {
        sale.vendor_does("/expectations", &json!({"statement": format!("Saves time by {due}"), "due": due}));
    }
    let ask = sale.until_asked();
    let view = sale.browser.get(&path(sale.id, "")).must(200).json();
    let record = view["ask_records"][0].clone();
    assert_eq!(record["lists"][0]["statement"], "Quiet enough for the office");
    assert_eq!(
        record["lists"].as_array().unwrap().len(),
        3,
        "what is due in December is not asked about yet"
    );
    let december =
        whole_expectations(&sale).iter().find(|it| it["due"] == "2026-12-24").unwrap()["id"].clone();
    let [quiet, ready] = [0, 1].map(|row: usize| record["lists"][row]["id"].clone());
    let wrong = |parts: Value| {
        let body = json!({"value": "not_as_expected", "expectations": parts});
        sale.browser.post(&path(sale.id, &format!("/asks/{ask}/answers")), &body)
    };
    wrong(json!([{"expectation": "exp_01h2xcejqtf2nbrexx3vqjhp41", "value": "better"}]))
        .refuses_field("/expectations/0/expectation");
    wrong(json!([{"expectation": quiet, "value": "better"}, {"expectation": quiet, "value": "better"}]))
        .refuses_field("/expectations/1/expectation");
    wrong(json!([{"expectation": quiet, "value": "loud"}])).refuses_field("/expectations/0/value");
    wrong(json!([{"expectation": december, "value": "better"}])).refuses_field("/expectations/0/expectation");
    assert_eq!(sale.open_ask().facts.state, AskState::Offered, "nothing is half stored");
    let parts = json!([{"expectation": quiet, "value": "not_as_expected"}, {"expectation": ready, "value": "better"}]);
    answer(&sale, ask, &json!({"value": "not_as_expected", "text": "It hums", "expectations": parts}));
    let view = sale.browser.get(&path(sale.id, "")).must(200).json();
    assert_eq!(view["ask_records"][0]["parts"], parts);
    assert_eq!(view["concerns"].as_array().unwrap().len(), 1, "one answer opens one concern");
    // Each answer says whether that expectation came true; what was not answered is not known.
    let states = |sale: &TestSale| -> Vec<Value> {
        whole_expectations(sale).iter().map(|it| it["state"].clone()).collect()
    };
    assert_eq!(states(&sale), ["not_met", "met", "not_yet", "not_yet"]);
    // A word that is added changes no part; a corrected part changes its expectation.
    answer(&sale, ask, &json!({"value": "not_as_expected", "text": "It hums at night"}));
    assert_eq!(states(&sale), ["not_met", "met", "not_yet", "not_yet"]);
    let view = sale.browser.get(&path(sale.id, "")).must(200).json();
    assert_eq!(view["ask_records"][0]["parts"], parts);
    let later = json!([{"expectation": quiet, "value": "cannot_say"}]);
    answer(&sale, ask, &json!({"value": "not_as_expected", "expectations": later}));
    assert_eq!(states(&sale), ["not_yet", "met", "not_yet", "not_yet"]);
    app.run_worker();
}

both!(the_answer_about_one_expectation_is_its_state_if_the_customer_gave_it);
fn the_answer_about_one_expectation_is_its_state_if_the_customer_gave_it(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    for (is_own, state) in [(true, "not_met"), (false, "not_yet")] {
        let sale = bare(app, &vendor);
        sale.deliver();
        let about = json!({"subject": "expectation", "id": whole_expectations(&sale)[0]["id"]});
        sale.vendor_does("/asks", &json!({"check": "expected@1", "about": about}));
        let ask = sale.open_ask().id;
        let said = json!({"value": "not_as_expected", "text": "It howls"});
        if is_own {
            answer(&sale, ask, &said);
        } else {
            let said = json!({"value": "not_as_expected", "text": "It howls", "channel": "phone"});
            sale.vendor_does(&format!("/asks/{ask}/answers"), &said);
        }
        let known = whole_expectations(&sale)[0].clone();
        assert_eq!(known["state"], state);
        assert_eq!(known["note"], if is_own { json!("It howls") } else { Value::Null });
        assert_eq!(sale.view().concerns.len(), 1, "either way it is somebody's task");
    }
}

both!(a_no_to_one_of_several_expectations_is_somebodys_task_too);
fn a_no_to_one_of_several_expectations_is_somebodys_task_too(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    let ask = sale.until_asked();
    let quiet = whole_expectations(&sale)[0]["id"].clone();
    let part = json!([{"expectation": quiet, "value": "not_as_expected"}]);
    answer(&sale, ask, &json!({"value": "as_expected", "text": "But it hums", "expectations": part}));
    let concern = sale.view().concerns[0].clone();
    assert_eq!(concern.words.as_deref(), Some("Quiet enough for the open office\nBut it hums"));
    assert_eq!(concern.ask, Some(ask));
}

both!(a_customer_reads_the_questions_in_their_own_language);
fn a_customer_reads_the_questions_in_their_own_language(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    let ask = sale.until_asked();
    for (locale, question, label) in [
        ("en-GB", "Was everything as you had expected?", "Not as expected"),
        ("de-AT", "War alles so, wie Sie es erwartet hatten?", "Nicht wie erwartet"),
        ("fr", "Tout s’est-il passé comme vous l’attendiez\u{202f}?", "Pas comme prévu"),
        ("es", "¿Fue todo como usted esperaba?", "No como esperaba"),
        ("pt-BR", "Foi tudo como você esperava?", "Não como esperado"),
        ("ar", "هل كان كل شيء كما توقعتم؟", "ليس كما توقعت"),
        ("ja", "Was everything as you had expected?", "Not as expected"),
    ] {
        let view = sale.browser.clone().claiming("locale", json!(locale)).view(sale.id);
        let shown = view.asks.iter().find(|it| it.id == ask).unwrap();
        assert_eq!((&*shown.question, &*shown.choices[2].label), (question, label), "{locale}");
    }
    answer(&sale, ask, &json!({"value": "not_as_expected"}));
    let german = sale.browser.clone().claiming("locale", json!("de")).view(sale.id);
    assert_eq!(german.concerns[0].answered.as_deref(), Some("Nicht wie erwartet"));
}

both!(has_anything_changed_is_asked_and_a_yes_is_somebodys_task);
fn has_anything_changed_is_asked_and_a_yes_is_somebodys_task(app: &TestApp) {
    let sale = bare(app, &app.vendor("Nordic Coffee"));
    ask_now(&sale, "needs@1").must(200);
    let ask = sale.open_ask();
    assert_eq!(&*ask.question, "Has anything changed in what you need from us?");
    // What is on record stands beside the question.
    let needs = json!({"items": [{"topic": "Cups", "text": "80 a day"}]});
    sale.browser.put("/v1/portal/needs", &needs).must(200);
    assert_eq!(sale.open_ask().expectations[0].to_string(), "Cups: 80 a day");
    sale.wait_until("2026-11-02T10:30:00Z");
    sale.vendor_does("/needs-read", &json!({}));
    // One tap is enough; words may follow, also after somebody has read it.
    for text in [Value::Null, json!("We are twelve now")] {
        answer(&sale, ask.id, &json!({"value": "yes", "text": text}));
        let changes = sale.system.get(&format!("/v1/sales/{}", sale.id)).must(200).json()["contact"].clone();
        let said = changes["need_changes"].as_array().unwrap().last().unwrap().clone();
        assert_eq!((&said["words"], &said["asked"]), (&text, &json!(ask.id)));
        assert_eq!((&said["change"]["by"], &said["change"]["differences"]), (&json!("customer"), &json!([])));
        assert_eq!(changes["need_changes"].as_array().unwrap().len(), 2, "one answer is one change");
        assert!(is_listed(&sale, "needs_changed"), "somebody has to read it");
        sale.vendor_does("/needs-read", &json!({"note": "The larger tank fits twelve"}));
        assert!(!is_listed(&sale, "needs_changed"));
    }
    assert!(sale.view().concerns.is_empty(), "nothing is wrong");
    let history = sale.browser.get(&path(sale.id, "/history")).must(200).json().to_string();
    assert!(history.contains("We are twelve now") && history.contains("The larger tank fits twelve"));
    app.run_worker();
}

both!(an_answer_by_telephone_is_kept_as_such_and_makes_no_sale_complete);
fn an_answer_by_telephone_is_kept_as_such_and_makes_no_sale_complete(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = bare(app, &vendor);
    ask_now(&sale, "complete@1").must(200);
    let ask = sale.open_ask().id;
    let spoken = json!({"value": "yes", "text": "All is well", "channel": "phone"});
    let answers = format!("/v1/sales/{}/asks/{ask}/answers", sale.id);
    sale.system.post(&answers, &json!({"value": "yes", "channel": "smoke"})).refuses_field("/channel");
    sale.system.post(&answers, &json!({"value": "perhaps", "channel": "phone"})).refuses_field("/value");
    for _ in 0..2 {
        sale.system.post_as(&answers, &spoken, "the-same-call-once").must(200);
    }
    let kept = sale.system.sale(sale.id).asks[0].answers.clone();
    assert_eq!((kept.len(), kept[0].by), (1, Actor::Member(vendor.member)));
    assert_eq!(sale.view().completion.satisfied_at, None, "only the customer's own hand sets it");
    let view = sale.browser.get(&path(sale.id, "")).must(200).json();
    let recorded = &view["ask_records"][0]["recorded"];
    assert_eq!((&recorded["channel"], &recorded["by"]), (&json!("phone"), &json!("Jonas Holm")));
    sale.system.post(&answers, &spoken).refused(ErrorCode::Conflict);
    // What others wrote down for them can be put right at any time.
    sale.wait_until("2026-11-12T10:00:00Z");
    answer(&sale, ask, &json!({"value": "yes"}));
    assert!(sale.view().completion.satisfied_at.is_some());
    let report = sale.system.get("/v1/reports/checks").must(200).json();
    assert_eq!(report["items"][0]["asks"]["recorded"], 0, "the answer that counts is their own");
}

both!(who_puts_a_question_off_twice_has_declined_and_silence_is_told_from_it);
fn who_puts_a_question_off_twice_has_declined_and_silence_is_told_from_it(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let (later, silent) = (bare(app, &vendor), bare(app, &vendor));
    for sale in [&later, &silent] {
        ask_now(sale, "change@1").must(200);
    }
    let ask = later.open_ask().id;
    later.customer_does(&format!("/asks/{ask}/snooze"), &json!({}));
    later.wait_until("2026-11-06T10:00:00Z");
    assert_eq!(later.open_ask().facts.offers, 2, "it came back after three days");
    let again = later.browser.post(&path(later.id, &format!("/asks/{ask}/snooze")), &json!({}));
    again.refused(ErrorCode::CheckClosed);
    later.wait_until("2026-11-30T10:00:00Z");
    assert_eq!(standing(&later, "change@1")["fate"], "declined");
    assert_eq!(standing(&silent, "change@1")["fate"], "expired");
    let report = later.system.get("/v1/reports/checks").must(200).json();
    let asks = report["items"][0]["asks"].clone();
    assert_eq!((&asks["offered"], &asks["declined"], &asks["expired"]), (&json!(2), &json!(1), &json!(1)));
    assert_eq!(asks["response_percent"], 0.0);
}

both!(scores_stand_on_five_answers_by_their_exact_definitions);
fn scores_stand_on_five_answers_by_their_exact_definitions(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let figures = |system: &crate::clients::VendorClient, check: &str| {
        let report = system.get("/v1/reports/checks").must(200).json();
        let items = report["items"].as_array().unwrap().clone();
        items.into_iter().find(|item| item["check"] == check).unwrap()
    };
    for (row, value) in ["5", "4", "3", "not_yet", "1", "5"].into_iter().enumerate() {
        let sale = bare(app, &vendor);
        let areas = path(sale.id, "/vital-areas");
        let areas = sale.browser.put(&areas, &json!({"areas": [{"area": "Quiet"}]})).must(200).json();
        let area = json!({"subject": "vital_area", "id": areas["handling"]["vital_areas"][0]["id"]});
        sale.vendor_does("/asks", &json!({"check": "vital@1", "about": area}));
        answer(&sale, sale.open_ask().id, &json!({"value": value}));
        let told = figures(&sale.system, "vital@1");
        let n = [1, 2, 3, 3, 4, 5][row];
        assert_eq!((&told["score"]["metric"], &told["score"]["n"]), (&json!("csat"), &json!(n)));
        let score = if n < 5 { Value::Null } else { json!(60.0) };
        assert_eq!(told["score"]["value"], score, "{row}");
    }
    let told = figures(&vendor.client(app), "vital@1");
    assert_eq!((&told["asks"]["answered"], &told["asks"]["response_percent"]), (&json!(6), &json!(100.0)));
}

both!(nobody_is_asked_to_recommend_before_day_sixty_nor_unless_the_vendor_wants_it);
fn nobody_is_asked_to_recommend_before_day_sixty_nor_unless_the_vendor_wants_it(app: &TestApp) {
    let sale = bare(app, &app.vendor("Nordic Coffee"));
    sale.deliver();
    let refused = ask_now(&sale, "recommend@1").refused(ErrorCode::Conflict).json()["detail"].clone();
    let detail = refused.as_str().unwrap();
    assert!(detail.contains("too young") && detail.contains("switched off"), "{detail}");
    let policy = sale.system.get("/v1/policy").must(200);
    let mut numbers = policy.json();
    numbers["asks_to_recommend"] = json!(true);
    sale.system.put("/v1/policy", &numbers, policy.header("etag")).must(200);
    sale.wait_until("2027-01-07T12:00:00Z");
    assert!(sale.view().asks.iter().all(|ask| ask.check != "recommend@1"), "day 59");
    sale.wait_until("2027-01-08T12:00:00Z");
    let ask = sale.open_ask();
    assert_eq!((&*ask.check, ask.choices.len()), ("recommend@1", 11));
    answer(&sale, ask.id, &json!({"value": "10"}));
    sale.wait_until("2027-02-20T12:00:00Z");
    let refused = ask_now(&sale, "recommend@1").refused(ErrorCode::Conflict).json()["detail"].clone();
    assert!(refused.as_str().unwrap().contains("too short a time ago"), "{refused}");
    sale.wait_until("2027-04-10T12:00:00Z");
    ask_now(&sale, "recommend@1").must(200);
}

both!(a_question_is_asked_about_what_it_can_be_about);
fn a_question_is_asked_about_what_it_can_be_about(app: &TestApp) {
    let sale = bare(app, &app.vendor("Nordic Coffee"));
    let asks = format!("/v1/sales/{}/asks", sale.id);
    let ask = |check: &str, about: Value| sale.system.post(&asks, &json!({"check": check, "about": about}));
    ask("sorted@1", json!({"subject": "sale"})).refuses_field("/check");
    ask("nothing@1", json!({"subject": "sale"})).refuses_field("/check");
    ask("promise@1", json!({"subject": "sale"})).refuses_field("/about");
    let nowhere = json!({"subject": "promise", "id": "prm_01h2xcejqtf2nbrexx3vqjhp41"});
    ask("promise@1", nowhere).refuses_field("/about");
    // Nothing was delivered, so nothing can be as expected.
    ask("expected@1", json!({"subject": "sale"})).refused(ErrorCode::Conflict);
}
