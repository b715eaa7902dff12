//! Two real servers on one PostgreSQL, one of them killed now and then, while ninety days go by: what time
//! brings is on the record exactly as if one server had done it all in peace.

use std::{
    collections::{BTreeMap, BTreeSet},
    thread,
    time::Duration,
};

use chrono::{DateTime, Datelike as _, SecondsFormat, TimeDelta, Utc};
use followthrough_backend::clock::{Clock as _, SystemClock};
use followthrough_common::id::SaleId;
use serde_json::{Value, json};

use self::server::Server;
use crate::{
    builders::a_customer,
    clients::{CustomerClient, VendorClient, open_ask},
    harness::{Backend, Database, TestApp, TestVendor},
};

pub mod server;

/// So many sales go through it all.
const SALES: usize = 5;
/// The one whose customer is satisfied.
const HAPPY: usize = 2;
/// The clock is put forward in steps of so many days, ninety in all.
const STEP: i64 = 3;
const STEPS: i64 = 30;
/// The same of one thing twice within so short a time is once too often.
const TWICE: TimeDelta = TimeDelta::hours(12);

/// The next Monday morning: weekends lie alike in every run.
fn monday(now: DateTime<Utc>) -> DateTime<Utc> {
    let days = 7 - i64::from(now.weekday().num_days_from_monday());
    let nine = chrono::NaiveTime::from_hms_opt(9, 0, 0).unwrap();
    (now + TimeDelta::days(days)).date_naive().and_time(nine).and_utc()
}

fn text(instant: DateTime<Utc>) -> String {
    instant.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn day(instant: DateTime<Utc>) -> String {
    instant.date_naive().to_string()
}

fn subject(number: usize) -> String {
    format!("customer-{number}")
}

/// A vendor whose clock shows the Monday, with sales that begin then.
fn prepare(app: &TestApp, now: DateTime<Utc>) -> (TestVendor, Vec<SaleId>) {
    app.clock.set(now);
    let vendor = app.vendor("Nordic Coffee");
    let system = vendor.client(app);
    let start = monday(now);
    system.post("/v1/test-clock/advance", &json!({"to": text(start)})).must(200);
    let open = |number: usize| {
        let customer =
            system.post("/v1/customers", &a_customer(&subject(number))).must(201).json()["id"].clone();
        let sale = json!({
            "reference": format!("SO-{number}"), "title": "Coffee machine X2", "owner": vendor.member,
            "customers": [customer], "invoiced": 100, "currency": "EUR",
            "expected_delivery_on": day(start + TimeDelta::days(7)),
        });
        serde_json::from_value(system.post("/v1/sales", &sale).must(201).json()["id"].clone()).unwrap()
    };
    let sales = (0..SALES).map(open).collect();
    (vendor, sales)
}

/// What the vendor and the happy customer do on a day of the story.
fn act(
    (system, customer): (&VendorClient, &CustomerClient),
    sales: &[SaleId],
    days: i64,
    now: DateTime<Utc>,
) {
    let id_of = |list: &Value, is_it: &dyn Fn(&Value) -> bool| {
        let found = list.as_array().unwrap().iter().find(|it| is_it(it));
        found.map(|it| it["id"].as_str().unwrap().to_owned()).unwrap()
    };
    for (number, sale) in sales.iter().enumerate() {
        let read = || system.get(&format!("/v1/sales/{sale}")).must(200).json();
        let post = |what: &str, body: &Value| system.acts(*sale, what, body);
        match days {
            // The last one never arrives, and nobody hears anything any more.
            9 if number + 1 < SALES => {
                post("/deliveries", &json!({"reference": "D-1", "delivered_on": day(now)}));
            }
            12 if number == 0 => {
                let item = |key: &str| id_of(&read()["touchpoints"], &|it| it["item"] == key);
                let done = json!({"note": "No questions left", "next": item("teething")});
                post(&format!("/touchpoints/{}/report", item("thanks_call")), &done);
            }
            // One is answered in the end, the other never.
            12 if number == 1 || number == 3 => {
                let concern = json!({"kind": "problem", "severity": "big", "words": "It drips"});
                post("/concerns", &concern);
            }
            // Nobody contradicts the delivery for a week, so time completes the sale; the promise opens it again.
            12 if number == HAPPY => {
                post("/payments", &json!({"reference": "P-1", "amount": 100, "state": "cleared"}));
                let answer = |value: &str| {
                    let ask = open_ask(&customer.view(*sale)).id;
                    customer.acts(*sale, &format!("/asks/{ask}/answers"), &json!({"value": value}));
                };
                answer("as_expected");
                customer.acts(*sale, "/asks", &json!({"check": "complete@1"}));
                answer("yes");
                post(
                    "/promises",
                    &json!({"statement": "A milk jug", "kind": "service", "source": "proposal",
                    "original_due": day(now + TimeDelta::days(12))}),
                );
            }
            15 if number == 0 => {
                let mette = system.post("/v1/members", &json!({"name": "Mette Dam"})).must(201).json();
                post(
                    "/owner-changes",
                    &json!({"to": mette["id"], "reason": "Jonas moves",
                    "effective_from": day(now + TimeDelta::days(15)), "handover": "Nothing special",
                    "introduction": "I am Mette"}),
                );
            }
            36 if number == 0 => {
                post(
                    "/relationship",
                    &json!({"action": "pause", "until": day(now + TimeDelta::days(8)),
                    "reason": "They are on holiday"}),
                );
            }
            15 if number == 1 => {
                let concern = id_of(&read()["concerns"], &|_| true);
                post(&format!("/concerns/{concern}/propose"), &json!({"text": "A new seal"}));
            }
            15 if number == HAPPY => {
                let promise = json!({"statement": "A grinder", "kind": "service", "source": "proposal",
                    "original_due": day(now)});
                post("/promises", &promise);
                let promise = id_of(&read()["promises"], &|it| it["statement"] == "A grinder");
                post(&format!("/promises/{promise}/claim-kept"), &json!({}));
            }
            _ => {}
        }
    }
}

/// What time brought: by sale (its place in the story), kind and what it is about, the instants.
type Record = BTreeMap<(usize, String, String), Vec<DateTime<Utc>>>;

fn record(database: &Database, sales: &[SaleId]) -> Record {
    let query = "SELECT sale_id || ' ' || kind || ' ' || CAST(at AS TEXT) || ' ' || body AS value \
                 FROM sale_event WHERE actor LIKE '%system%' ORDER BY sale_id, seq";
    let mut found = Record::new();
    for row in database.texts(query) {
        let [sale, kind, at, body]: [&str; 4] = row.splitn(4, ' ').collect::<Vec<_>>().try_into().unwrap();
        let place = sales.iter().position(|known| known.to_string() == sale).unwrap();
        let body: Value = serde_json::from_str(body).unwrap();
        let about = body["id"].as_str().unwrap_or_default().to_owned();
        let at = DateTime::from_timestamp_micros(at.parse().unwrap()).unwrap();
        found.entry((place, kind.to_owned(), about)).or_default().push(at);
    }
    found
}

/// Nothing happened twice: neither both servers nor one before and after its end did the same.
fn assert_once(found: &Record) {
    for (what, instants) in found {
        for pair in instants.windows(2) {
            assert!(pair[1] - pair[0] > TWICE, "{what:?} at {} and again at {}", pair[0], pair[1]);
        }
    }
}

/// The same kinds of events in each sale as in peace. Not at the same times: a test clock runs on while a run
/// takes its time, and a question that comes seconds too early for its distance is tried again a day later.
fn assert_same_kinds(found: &Record, expected: &Record) {
    let kinds = |record: &Record| -> BTreeSet<(usize, String)> {
        let kept = record.keys().filter(|(_, kind, _)| kind != "ask.suppressed");
        kept.map(|(place, kind, _)| (*place, kind.clone())).collect()
    };
    assert_eq!(kinds(found), kinds(expected));
}

/// The story on one server that nobody disturbs.
fn in_peace(now: DateTime<Utc>) -> Record {
    let app = TestApp::start(Backend::Sqlite);
    let (vendor, sales) = prepare(&app, now);
    let (system, customer) = (vendor.client(&app), vendor.customer(&app, &subject(HAPPY)));
    for step in 1..=STEPS {
        let to = monday(now) + TimeDelta::days(step * STEP);
        system.post("/v1/test-clock/advance", &json!({"to": text(to)})).must(200);
        act((&system, &customer), &sales, step * STEP, to);
    }
    record(&app.database, &sales)
}

/// Puts the clock forward. A server that was killed on the way may have done so already.
fn advance(system: &VendorClient, to: DateTime<Utc>) {
    let reply = system.post("/v1/test-clock/advance", &json!({"to": text(to)}));
    assert!(reply.status == 200 || reply.code() == "validation", "{}: {}", reply.request, reply.body);
}

mod time_brings_everything_once_whoever_is_killed {
    #[test]
    fn postgres() {
        super::ninety_days_on_two_servers();
    }
}

fn ninety_days_on_two_servers() {
    let now = SystemClock.now();
    let database = Database::fresh(Backend::Postgres);
    let (vendor, sales) = prepare(&TestApp::on(database.borrowed(), |_| {}), now);
    let app = TestApp::on(database.borrowed(), |_| {});
    // The tokens of the portal are made by this clock, and read by the servers' own.
    app.clock.set(now);
    let mut servers = [Server::start(&database), Server::start(&database)];
    let system = |server: &Server| vendor.client(&app).at(&server.http);
    let customer = |server: &Server| {
        let browser = vendor.customer(&app, &subject(HAPPY)).at(&server.http);
        browser.claiming("aud", json!(format!("http://{}", server.http.address)))
    };
    let mut kills = 0;
    for step in 1..=STEPS {
        let to = monday(now) + TimeDelta::days(step * STEP);
        let (first, second) = if step % 2 == 0 { (0, 1) } else { (1, 0) };
        if step % 3 == 0 {
            // Ever a little later in its work.
            let system = system(&servers[first]);
            let advancing = thread::spawn(move || {
                let body = json!({"to": text(to)}).to_string();
                system.try_post("/v1/test-clock/advance", body.as_bytes()).is_ok()
            });
            thread::sleep(Duration::from_millis(u64::try_from(step).unwrap() * 4));
            servers[first].kill();
            let _ = advancing.join();
            kills += 1;
        }
        advance(&system(&servers[second]), to);
        let second = &servers[second];
        act((&system(second), &customer(second)), &sales, step * STEP, to);
        if step % 3 == 0 {
            servers[first].restart(&database);
        }
    }
    assert_eq!(kills, 10);
    drop(servers);
    let found = record(&database, &sales);
    let time_driven = [
        "ask.planned",
        "ask.offered",
        "ask.suppressed",
        "ask.expired",
        "touchpoint.window_ended",
        "promise.window_ended",
        "concern.clock_warned",
        "concern.clock_ended",
        "concern.reminded",
        "concern.lapsed",
        "owner_change.took_effect",
        "relationship.resumed",
        "sale.silence_near",
        "sale.silent",
        "sale.completed",
        "sale.reopened",
    ];
    for kind in time_driven {
        assert!(found.keys().any(|(_, known, _)| known == kind), "{kind} did not happen: {:?}", found.keys());
    }
    assert_once(&found);
    assert_same_kinds(&found, &in_peace(now));
    let gaps = "SELECT sale_id AS value FROM sale_event GROUP BY sale_id HAVING count(*) <> max(seq) OR min(seq) <> 1";
    assert_eq!(database.texts(gaps), Vec::<String>::new());
    app.agrees_with_its_log();
    assert!(Server::run(&database, &["rebuild", "--check"]), "the command finds what the function does not");
}
