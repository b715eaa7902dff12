//! How much of the storage somebody uses up who does one thing again and again, as fast as they may: never more
//! than ten times what they sent. Small requests are the hard case, for every one of them leaves an event, a row
//! for its repeat, and entries of indices. Measured on SQLite, where a database is one file.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::{
    builders::{TestSale, a_sale},
    clients::{fresh_key, path},
    harness::{Backend, TestApp},
    http::Reply,
};

/// The promise.
const MOST: usize = 10;
/// So often each thing is done, if it can be.
const TIMES: usize = 120;

/// Somebody who counts what they send.
struct Sender<'a> {
    app: &'a TestApp,
    sale: TestSale,
    sent: usize,
    taken: usize,
}

impl<'a> Sender<'a> {
    fn new(app: &'a TestApp) -> Self {
        let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
        Self { app, sale, sent: 0, taken: 0 }
    }

    /// Sends what a browser must send, and no header more.
    fn send(&mut self, method: &str, path: &str, body: &Value) -> Reply {
        let (body, key, token) = (body.to_string(), fresh_key(), self.sale.browser.token());
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {token}\r\nContent-Type: \
             application/json\r\nIdempotency-Key: {key}\r\nContent-Length: {}\r\n\r\n",
            self.app.http.address,
            body.len(),
        );
        self.sent += head.len() + body.len();
        let headers = [("Content-Type", "application/json"), ("Idempotency-Key", &*key)];
        let reply = self.sale.browser.send(method, path, &headers, Some(body.as_bytes()));
        self.taken += usize::from(reply.status < 300);
        reply
    }

    /// Does it, and it is taken.
    #[track_caller]
    fn does(&mut self, what: &str, body: &Value) -> Value {
        let path = path(self.sale.id, what);
        let reply = self.send("POST", &path, body);
        assert!(reply.status < 300, "{}: {}", reply.request, reply.body);
        reply.json()
    }
}

/// The size of the whole file, with nothing left beside it.
fn size(app: &TestApp) -> usize {
    app.database.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    let pages = "SELECT CAST(c.page_count * s.page_size AS TEXT) AS value FROM pragma_page_count() c, pragma_page_size() s";
    app.database.texts(pages)[0].parse().unwrap()
}

/// Prepares a sale by `begin`, does the thing, and compares what was sent with what it left.
fn grows(name: &str, begin: impl Fn(&mut Sender<'_>) -> String, act: impl Fn(&mut Sender<'_>, &str, usize)) {
    let app = TestApp::start(Backend::Sqlite);
    let mut sender = Sender::new(&app);
    let about = begin(&mut sender);
    (sender.sent, sender.taken) = (0, 0);
    let before = size(&app);
    for number in 0..TIMES {
        act(&mut sender, &about, number);
        // As the worker of a server would, every few seconds.
        if number % 5 == 0 {
            while app.run_worker().ticked > 0 {}
        }
    }
    let grown = size(&app) - before;
    let tenths = grown * 10 / sender.sent;
    let told = format!(
        "{name}: {} taken, {} bytes sent, {grown} grown, {}.{} times",
        sender.taken,
        sender.sent,
        tenths / 10,
        tenths % 10
    );
    println!("{told}");
    assert!(grown <= MOST * sender.sent, "{told}");
    app.agrees_with_its_log();
}

/// A test of each thing that a customer can do again and again.
macro_rules! grow {
    ($($name:ident: $begin:expr, $act:expr;)+) => {$(
        #[test]
        fn $name() {
            grows(stringify!($name), $begin, $act);
        }
    )+};
}

fn nothing(_: &mut Sender<'_>) -> String {
    String::new()
}

/// The other one of two, turn by turn.
fn turn<T: Copy>(number: usize, two: [T; 2]) -> T {
    two[number % 2]
}

fn a_concern(sender: &mut Sender<'_>) -> String {
    let question = json!({"kind": "question", "severity": "question", "words": "?"});
    sender.does("/concerns", &question)["concerns"][0]["id"].as_str().unwrap().to_owned()
}

fn a_snag(sender: &mut Sender<'_>) -> String {
    let member = sender.sale.system.sale(sender.sale.id).owner;
    let plan = json!({"title": "It runs", "overseer": member, "due": "2026-12-20"});
    sender.sale.vendor_does("/milestones", &plan);
    let whole = || sender.sale.browser.get(&path(sender.sale.id, "")).must(200).json()["handling"].clone();
    let milestone = whole()["milestones"][0]["id"].as_str().unwrap().to_owned();
    sender.sale.customer_does(&format!("/milestones/{milestone}/snags"), &json!({"text": "A scratch"}));
    let snag = whole()["milestones"][0]["snags"][0]["id"].as_str().unwrap().to_owned();
    format!("/milestones/{milestone}/snags/{snag}")
}

fn an_expectation(sender: &mut Sender<'_>) -> String {
    sender.sale.system.sale(sender.sale.id).value.expectations[0].id.to_string()
}

fn a_reason(sender: &mut Sender<'_>) -> String {
    sender.sale.customer_does("/reasons", &json!({"text": "One face"}));
    sender.sale.system.sale(sender.sale.id).value.reasons[0].id.to_string()
}

fn a_resource(sender: &mut Sender<'_>) -> String {
    let pick = json!({"title": "Milk", "link": "https://shop.example/milk", "why": "You asked"});
    sender.sale.system.acts(sender.sale.id, "/resources", &pick).value.resources[0].id.to_string()
}

fn a_testimonial(sender: &mut Sender<'_>) -> String {
    let sale = &sender.sale;
    let entry = json!({"sentence": "It runs", "happened_on": "2026-11-02"});
    let success = sale.system.acts(sale.id, "/successes", &entry).value.successes[0].id;
    sale.customer_does(&format!("/successes/{success}/agree"), &json!({}));
    let ask = json!({"success": success, "uses": ["portal"]});
    sale.system.acts(sale.id, "/testimonials", &ask).value.testimonials[0].id.to_string()
}

fn delivered(sender: &mut Sender<'_>) -> String {
    sender.sale.deliver();
    String::new()
}

grow! {
    messages_of_one_letter: a_concern, |it, id, _| {
        it.does(&format!("/concerns/{id}/messages"), &json!({"text": "?"}));
    };
    messages_of_four_thousand_letters: a_concern, |it, id, _| {
        it.does(&format!("/concerns/{id}/messages"), &json!({"text": "x".repeat(4_000)}));
    };
    concerns_raised_and_withdrawn: nothing, |it, _, number| {
        if number % 20 == 0 {
            it.app.clock.advance(TimeDelta::hours(24));
        }
        let id = a_concern(it);
        it.does(&format!("/concerns/{id}/withdraw"), &json!({}));
    };
    a_concern_described_otherwise: a_concern, |it, id, number| {
        let severity = turn(number, ["small", "question"]);
        it.does(&format!("/concerns/{id}/describe"), &json!({"severity": severity}));
    };
    a_small_thing_confirmed_and_opened_again: a_snag, |it, snag, number| {
        it.does(&format!("{snag}/{}", turn(number, ["confirm", "reopen"])), &json!({}));
    };
    small_things: |it| a_snag(it).split("/snags").next().unwrap().to_owned(), |it, milestone, _| {
        it.does(&format!("{milestone}/snags"), &json!({"text": "?"}));
    };
    an_expectation_in_doubt: an_expectation, |it, id, number| {
        let state = json!({"state": turn(number, ["partly", "met"])});
        it.does(&format!("/expectations/{id}/state"), &state);
    };
    a_reason_said_better: a_reason, |it, id, number| {
        it.does(&format!("/reasons/{id}/correct"), &json!({"text": turn(number, ["a", "b"])}));
    };
    something_sent_that_is_useful_and_is_not: a_resource, |it, id, number| {
        it.does(&format!("/resources/{id}/{}", turn(number, ["useful", "not-for-me"])), &json!({}));
    };
    a_testimonial_granted_and_taken_back: a_testimonial, |it, id, number| {
        let grant = json!({"words": "It runs", "shown_as": "Anna", "uses": ["portal"]});
        let body = turn(number, [&grant, &Value::Null]);
        let body = if body.is_null() { json!({}) } else { body.clone() };
        it.does(&format!("/testimonials/{id}/{}", turn(number, ["grant", "revoke"])), &body);
    };
    what_matters_most: nothing, |it, _, number| {
        let areas = json!({"areas": [{"area": turn(number, ["Quiet", "Fast"])}]});
        let path = path(it.sale.id, "/vital-areas");
        it.send("PUT", &path, &areas).must(200);
    };
    a_pause_that_ends_at_once: delivered, |it, _, number| {
        let pause = json!({"action": "pause", "until": "2026-12-20", "reason": "x"});
        it.does("/relationship", &turn(number, [pause.clone(), json!({"action": "resume"})].each_ref()).clone());
    };
    being_asked_and_answering: delivered, |it, _, _| {
        let view = it.does("/asks", &json!({"check": "complete@1"}));
        let asks = view["asks"].as_array().unwrap();
        let open = asks.iter().find(|ask| ask["facts"]["state"] == "offered").unwrap();
        let what = format!("/asks/{}/answers", open["id"].as_str().unwrap());
        it.does(&what, &json!({"value": "yes"}));
    };
    an_answer_corrected: |it| it.sale.until_asked().to_string(), |it, id, number| {
        let path = path(it.sale.id, &format!("/asks/{id}/answers"));
        it.send("POST", &path, &json!({"value": turn(number, ["better", "as_expected"])}));
    };
    wishes: nothing, |it, _, number| {
        let days = turn(number, [["monday"], ["thursday"]]);
        it.send("PUT", "/v1/portal/preferences", &json!({"best_days": days}));
    };
    needs: nothing, |it, _, number| {
        let text = turn(number, ["a", "b"]);
        it.send("PUT", "/v1/portal/needs", &json!({"items": [{"topic": "x", "text": text}]}));
    };
    calendars_opened_and_closed: nothing, |it, _, _| {
        let made = it.send("POST", "/v1/portal/calendar-feeds", &json!({"name": "x"})).must(201).json();
        let revoke = format!("/v1/portal/calendar-feeds/{}/revoke", made["id"].as_str().unwrap());
        it.send("POST", &revoke, &json!({})).must(200);
    };
    links_made_and_ended: nothing, |it, _, _| {
        let links = path(it.sale.id, "/share-links");
        let made = it.send("POST", &links, &json!({"name": "x"})).must(201).json();
        let revoke = format!("{links}/{}/revoke", made["id"].as_str().unwrap());
        it.send("POST", &revoke, &json!({})).must(200);
    };
}
