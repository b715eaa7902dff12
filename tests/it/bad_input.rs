//! Bad input is refused with a code and the field that is wrong, and nothing is stored.

use std::fmt::Write as _;

use followthrough_common::error::ErrorCode;
use serde_json::{Value, json};

use crate::{
    builders::{TestSale, a_customer, a_sale},
    clients::{fresh_key, path},
    contract::operations,
    harness::TestApp,
    http::Reply,
    sample,
};

fn opened(app: &TestApp) -> TestSale {
    a_sale().open(app, &app.vendor("Nordic Coffee"))
}

fn raise(sale: &TestSale, body: &str) -> Reply {
    let key = fresh_key();
    let headers = [("Content-Type", "application/json"), ("Idempotency-Key", &*key)];
    sale.browser.send("POST", &path(sale.id, "/concerns"), &headers, Some(body.as_bytes()))
}

/// A concern with one thing wrong.
fn concern(change: impl FnOnce(&mut Value)) -> String {
    let mut body = json!({"kind": "problem", "severity": "small", "words": "The wand drips"});
    change(&mut body);
    body.to_string()
}

both!(a_wrong_field_is_named_and_nothing_is_stored);
fn a_wrong_field_is_named_and_nothing_is_stored(app: &TestApp) {
    let sale = opened(app);
    let events = app.database.count("sale_event");
    let cases: Vec<(&str, String)> = vec![
        ("/colour", concern(|body| body["colour"] = json!("red"))),
        ("/vendor_id", concern(|body| body["vendor_id"] = json!("ven_01h2xcejqtf2nbrexx3vqjhp41"))),
        ("/state", concern(|body| body["state"] = json!("confirmed"))),
        ("/owner", concern(|body| body["owner"] = json!("mem_01h2xcejqtf2nbrexx3vqjhp41"))),
        ("/__proto__", concern(|body| body["__proto__"] = json!({}))),
        ("/kind", concern(|body| body["kind"] = json!("disaster"))),
        ("/kind", concern(|body| body["kind"] = json!(7))),
        ("/severity", concern(|body| body["severity"] = json!("awful"))),
        ("/words", concern(|body| body["words"] = json!(["drips"]))),
        ("/words", concern(|body| body["words"] = json!(""))),
        ("/words", concern(|body| body["words"] = json!(" \n "))),
        ("/words", concern(|body| body["words"] = json!("drips\u{0}"))),
        ("/words", concern(|body| body["words"] = json!("drips\u{1b}[2J"))),
        ("/words", concern(|body| body["words"] = json!("drips\u{9f}"))),
        ("/words", concern(|body| body["words"] = json!("\u{200b}\u{feff}\u{3164}"))),
        ("/words", concern(|body| body["words"] = json!("a \u{202e}gnp.exe"))),
        ("/words", concern(|body| body["words"] = json!("a \u{2067}b\u{2069} c"))),
        ("/words", concern(|body| body["words"] = json!("a \u{fffe}"))),
        ("/words", concern(|body| body["words"] = json!("ä".repeat(4001)))),
        ("/touchpoint", concern(|body| body["touchpoint"] = json!("tch_1"))),
        ("/touchpoint", concern(|body| body["touchpoint"] = json!(sale.id))),
        ("/words", r#"{"kind":"problem","severity":"small","words":"\ud800"}"#.to_owned()),
        ("/kind", r#"{"kind":"problem","severity":"small","words":"x","kind":"question"}"#.to_owned()),
        ("/words", r#"{"kind":"problem","severity":"small"}"#.to_owned()),
        ("", "[]".to_owned()),
        ("", r#"["problem","small","It drips"]"#.to_owned()),
        ("", "null".to_owned()),
        ("", "\"text\"".to_owned()),
    ];
    for (pointer, body) in cases {
        let reply = raise(&sale, &body).refused(ErrorCode::Validation);
        assert_eq!(reply.json()["errors"][0]["pointer"], pointer, "{body}: {}", reply.body);
        assert!(!reply.body.contains("line 1"), "positions say less than pointers: {}", reply.body);
    }
    assert_eq!(app.database.count("sale_event"), events);
    assert_eq!(app.database.count("concern"), 0);
    assert_eq!(app.database.count("idempotency"), 2, "the customer and the sale that were made before");
    // What is good is stored as it was written.
    let words = "Æ漢字🙂👩\u{200d}🔧 می\u{200c}خواهم \u{200f}! <b>&amp;</b>\n\t'; DROP TABLE sale; --";
    raise(&sale, &concern(|body| body["words"] = json!(words))).must(200);
    assert_eq!(sale.view().concerns[0].words.as_deref(), Some(words));
}

both!(what_is_no_json_is_malformed);
fn what_is_no_json_is_malformed(app: &TestApp) {
    let sale = opened(app);
    for body in [
        "",
        "{",
        "{'a':1}",
        "{\"a\":1,}",
        "{} {}",
        "NaN",
        "{\"kind\":01}",
        "\u{feff}{}",
        "nul",
        "{\"kind\":\"a\u{1}\"}",
    ] {
        let reply = raise(&sale, body);
        assert!(matches!(reply.status, 400 | 422), "{body}: {}", reply.body);
        assert!(matches!(&*reply.code(), "malformed" | "validation"), "{body}: {}", reply.body);
    }
    let headers = [("Content-Type", "application/json"), ("Idempotency-Key", "0123456789abcdef")];
    let reply =
        sale.browser.send("POST", &path(sale.id, "/concerns"), &headers, Some(b"{\"words\":\"\xff\xfe\"}"));
    reply.refused(ErrorCode::Malformed);
}

both!(deep_wide_and_large_bodies_are_refused);
fn deep_wide_and_large_bodies_are_refused(app: &TestApp) {
    let sale = opened(app);
    let deep = format!("{}1{}", "{\"a\":".repeat(40), "}".repeat(40));
    raise(&sale, &deep).refused(ErrorCode::Validation);
    let lists = format!("{}{}", "[".repeat(40), "]".repeat(40));
    raise(&sale, &lists).refused(ErrorCode::Validation);
    // Deep enough to overflow a stack that recurses without a bound.
    let abyss = "[".repeat(60_000);
    let reply = raise(&sale, &abyss);
    assert!(matches!(reply.status, 400 | 422), "{}", reply.body);
    let wide = format!("[{}1]", "1,".repeat(20_000));
    raise(&sale, &wide).refused(ErrorCode::Validation);
    let mut keys = String::from("{");
    for number in 0..4_000 {
        let _ = write!(keys, "\"k{number}\":1,");
    }
    raise(&sale, &format!("{keys}\"z\":1}}")).refused(ErrorCode::Validation);
    for number in ["1e999", "-1e999", "123456789012345678901234567890", "-0"] {
        raise(&sale, &format!("{{\"kind\":{number}}}")).refused(ErrorCode::Validation);
    }
    let large = concern(|body| body["words"] = json!("x".repeat(65 * 1024)));
    raise(&sale, &large).refused(ErrorCode::PayloadTooLarge);
    assert_eq!(app.database.count("concern"), 0);
}

both!(only_json_is_taken_and_never_compressed);
fn only_json_is_taken_and_never_compressed(app: &TestApp) {
    let sale = opened(app);
    let (concerns, body) = (path(sale.id, "/concerns"), concern(|_| {}));
    let send = |headers: &[(&str, &str)]| {
        let key = fresh_key();
        let mut all = vec![("Idempotency-Key", &*key)];
        all.extend(headers);
        sale.browser.send("POST", &concerns, &all, Some(body.as_bytes()))
    };
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "application/jsonx",
        "text/json",
        "application/json; charset=utf-16",
        "",
    ] {
        send(&[("Content-Type", kind)]).refused(ErrorCode::UnsupportedMediaType);
    }
    send(&[]).refused(ErrorCode::UnsupportedMediaType);
    for coding in ["gzip", "br", "identity"] {
        send(&[("Content-Type", "application/json"), ("Content-Encoding", coding)])
            .refused(ErrorCode::UnsupportedMediaType);
    }
    assert_eq!(app.database.count("concern"), 0);
    send(&[("Content-Type", "Application/JSON; charset=utf-8")]).must(200);
}

both!(dates_times_zones_and_amounts_are_checked);
fn dates_times_zones_and_amounts_are_checked(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().open(app, &vendor);
    let sales = app.database.count("sale");
    for (field, value) in [
        ("expected_delivery_on", json!("2026-02-30")),
        ("expected_delivery_on", json!("9.11.2026")),
        ("expected_delivery_on", json!("1999-12-31")),
        ("expected_delivery_on", json!("2101-01-01")),
        ("expected_delivery_on", json!("+12026-01-01")),
        ("purchased_at", json!("yesterday")),
        ("purchased_at", json!("2026-11-02")),
        ("purchased_at", json!("9999-12-31T23:59:59Z")),
        ("purchased_at", json!("1969-12-31T23:59:59Z")),
        ("time_zone", json!("Europe/Atlantis")),
        ("time_zone", json!("+99:99")),
        ("time_zone", json!("../../etc/passwd")),
        ("invoiced", json!(-1)),
        ("invoiced", json!(1.5)),
        ("invoiced", json!(9_223_372_036_854_775_808_u64)),
        ("title", json!("x".repeat(201))),
        ("reference", json!("two\nlines")),
    ] {
        let input = a_sale().with(field, value.clone()).input(&vendor, sale.customer);
        let reply = sale.system.post("/v1/sales", &input).refused(ErrorCode::Validation);
        assert_eq!(reply.json()["errors"][0]["pointer"], format!("/{field}"), "{value}: {}", reply.body);
    }
    assert_eq!(app.database.count("sale"), sales);
    let mut anna = a_customer("anna");
    anna["time_zone"] = json!("Mars/Olympus");
    sale.system.post("/v1/customers", &anna).refuses_field("/time_zone");
    sale.deliver();
    let id = sale.touchpoint("First session: getting going").id;
    let moves = path(sale.id, &format!("/touchpoints/{id}/move-requests"));
    let slot = |date: &str, zone: &str| json!({"local_date": date, "time_zone": zone});
    for (pointer, options) in [
        ("/options/0/local_date", json!([slot("2026-13-01", "Europe/Copenhagen")])),
        ("/options", json!([])),
        ("/options", json!(vec![slot("2026-11-20", "Europe/Copenhagen"); 11])),
    ] {
        let reply = sale.browser.post(&moves, &json!({"options": options})).refused(ErrorCode::Validation);
        assert_eq!(reply.json()["errors"][0]["pointer"], pointer, "{}", reply.body);
    }
    let reply = sale.browser.post(&moves, &json!({"options": [slot("2026-11-20", "Europe/Atlantis")]}));
    assert!(
        reply.refused(ErrorCode::Validation).json()["errors"][0]["pointer"]
            .as_str()
            .unwrap()
            .starts_with("/options")
    );
}

both!(queries_and_methods_are_checked);
fn queries_and_methods_are_checked(app: &TestApp) {
    let sale = opened(app);
    for query in ["colour=red", "state=asleep", "customer=anna"] {
        let reply = sale.system.get(&format!("/v1/sales?{query}"));
        assert_eq!((reply.status, &*reply.code()), (422, "validation"), "{query}: {}", reply.body);
    }
    let mut lists = 0;
    for (method, path, operation) in operations() {
        let parameters = operation["parameters"].as_array().into_iter().flatten();
        let Some(limit) = parameters.into_iter().find(|it| it["name"] == "limit") else { continue };
        assert_eq!(
            (&limit["schema"]["minimum"], &limit["schema"]["maximum"]),
            (&json!(1), &json!(100)),
            "{path}"
        );
        let path = sample::fill(path, |_| sale.id.to_string());
        for wrong in ["0", "-1", "101", "4294967296", "x", ""] {
            let asked = format!("{path}?limit={wrong}");
            let reply = if path.starts_with("/v1/portal/") {
                sale.browser.send(&method, &asked, &[], None)
            } else {
                sale.system.send(&method, &asked, &[], None)
            };
            assert_eq!(
                reply.refuses_field("limit").json()["errors"][0]["detail"],
                "must be 1 to 100",
                "{asked}"
            );
        }
        lists += 1;
    }
    assert!(lists > 8, "{lists}");
    let reply =
        sale.browser.send("DELETE", &path(sale.id, ""), &[], None).refused(ErrorCode::MethodNotAllowed);
    assert_eq!(reply.header("allow"), "GET");
    sale.browser.get(&path(sale.id, "/concerns")).refused(ErrorCode::MethodNotAllowed);
    sale.system.get("/v1/nothing-here").refused(ErrorCode::NotFound);
    app.http.get("/v1/nothing-here").refused(ErrorCode::AuthMissing);
    app.http.get("/v2/portal/sales").refused(ErrorCode::NotFound);
    sale.browser.get("/v1/portal/view?heading_level=9").refused(ErrorCode::Validation);
}

both!(the_answer_of_a_question_is_one_of_its_choices);
fn the_answer_of_a_question_is_one_of_its_choices(app: &TestApp) {
    let sale = opened(app);
    let ask = sale.until_asked();
    let answers = path(sale.id, &format!("/asks/{ask}/answers"));
    for value in ["great", "5", "BETTER", "better "] {
        let reply = sale.browser.post(&answers, &json!({"value": value}));
        if value.trim() != "better" {
            reply.refuses_field("/value");
        }
    }
    let planned = sale.system.sale(sale.id).asks.last().unwrap().id;
    let early = path(sale.id, &format!("/asks/{planned}/answers"));
    let reply = sale.browser.post(&early, &json!({"value": "yes"}));
    assert!(matches!(reply.status, 404 | 409), "not open yet: {}", reply.body);
}
