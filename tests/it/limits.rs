//! How much somebody who is known may ask per minute. Writes are counted in the database, so several servers
//! count together.

use chrono::TimeDelta;
use followthrough_backend::config::Config;
use followthrough_common::error::ErrorCode;
use serde_json::json;

use crate::{
    builders::{TestSale, a_sale},
    clients::{CustomerClient, path},
    harness::{Backend, TestApp},
    http::Reply,
};

/// Not with `both!`: each has limits of its own.
macro_rules! limited {
    ($name:ident, $change:expr) => {
        mod $name {
            use crate::harness::{Backend, TestApp};

            #[test]
            fn sqlite() {
                super::$name(&TestApp::start_with(Backend::Sqlite, $change));
            }

            #[test]
            fn postgres() {
                super::$name(&TestApp::start_with(Backend::Postgres, $change));
            }
        }
    };
}

fn write(browser: &CustomerClient, sale: &TestSale) -> Reply {
    let words = json!({"kind": "question", "severity": "question", "words": "When?"});
    browser.post(&path(sale.id, "/concerns"), &words)
}

#[track_caller]
pub fn is_too_many(reply: Reply) {
    let reply = reply.refused(ErrorCode::RateLimited);
    let wait: i64 = reply.header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
    assert!(reply.header("ratelimit").contains("r=0"), "{}", reply.header("ratelimit"));
    assert!(reply.header("ratelimit-policy").contains("w=60"), "{}", reply.header("ratelimit-policy"));
    assert_eq!(reply.json()["retryable"], true);
}

limited!(a_customer_who_writes_too_often_waits_for_the_next_minute, |config: &mut super::Config| {
    config.limits.writes_per_minute_customer = 3;
});
fn a_customer_who_writes_too_often_waits_for_the_next_minute(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let (sale, other) = (a_sale().open(app, &vendor), a_sale().open(app, &vendor));
    for left in [2, 1, 0] {
        let reply = write(&sale.browser, &sale).must(200);
        assert!(reply.header("ratelimit").contains(&format!("r={left}")), "{}", reply.header("ratelimit"));
    }
    is_too_many(write(&sale.browser, &sale));
    assert_eq!(app.database.count("concern"), 3, "what is refused is not done");
    // Reading goes on, and so do others.
    sale.browser.get(&path(sale.id, "")).must(200);
    write(&other.browser, &other).must(200);
    app.clock.advance(TimeDelta::seconds(60));
    write(&sale.browser, &sale).must(200);
}

limited!(two_servers_count_writes_together, |config: &mut super::Config| {
    config.limits.writes_per_minute_customer = 4;
});
fn two_servers_count_writes_together(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    let twin = TestApp::on(app.database.borrowed(), |config| config.limits.writes_per_minute_customer = 4);
    let there = sale.browser.clone().at(&twin.http);
    for _ in 0..2 {
        write(&sale.browser, &sale).must(200);
        write(&there, &sale).must(200);
    }
    is_too_many(write(&sale.browser, &sale));
    is_too_many(write(&there, &sale));
}

limited!(a_vendor_is_bounded_as_a_whole_and_does_not_bound_others, |config: &mut super::Config| {
    config.limits.writes_per_minute_vendor = 4;
});
fn a_vendor_is_bounded_as_a_whole_and_does_not_bound_others(app: &TestApp) {
    let (vendor, other) = (app.vendor("Nordic Coffee"), app.vendor("Best Boats"));
    let sale = a_sale().open(app, &vendor);
    write(&sale.browser, &sale).must(200);
    write(&sale.browser, &sale).must(200);
    is_too_many(write(&sale.browser, &sale));
    is_too_many(sale.system.post("/v1/customers", &crate::builders::a_customer("anna")));
    a_sale().open(app, &other);
}

limited!(who_writes_too_often_does_not_use_up_what_others_have, |config: &mut super::Config| {
    config.limits.writes_per_minute_customer = 2;
    config.limits.writes_per_minute_vendor = 8;
});
fn who_writes_too_often_does_not_use_up_what_others_have(app: &TestApp) {
    // Two customers and two sales are made: four writes of the vendor's eight.
    let vendor = app.vendor("Nordic Coffee");
    let (sale, other) = (a_sale().open(app, &vendor), a_sale().open(app, &vendor));
    for _ in 0..2 {
        write(&sale.browser, &sale).must(200);
    }
    for _ in 0..20 {
        is_too_many(write(&sale.browser, &sale));
    }
    for _ in 0..2 {
        write(&other.browser, &other).must(200);
    }
}

limited!(what_is_wrong_with_a_body_does_not_spare_its_sender_the_count, |config: &mut super::Config| {
    config.limits.writes_per_minute_customer = 60;
});
fn what_is_wrong_with_a_body_does_not_spare_its_sender_the_count(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().open(app, &vendor);
    let wrong = |number: u32| match number % 3 {
        0 => sale.browser.post(&path(sale.id, "/concerns"), &json!({"nam": 1})),
        1 => sale.browser.send("POST", &path(sale.id, "/concerns"), &[], Some(b"text")),
        _ => sale.browser.post(&path(sale.id, "/asks/none/answers"), &json!({"value": "yes"})),
    };
    let statuses: Vec<u16> = (0..75).map(|number| wrong(number).status).collect();
    assert!(statuses[..60].iter().all(|status| matches!(status, 400 | 404 | 415 | 422)), "{statuses:?}");
    assert_eq!(statuses[60..], [429; 15]);
    assert_eq!(app.database.count("concern"), 0);
    // A vendor's system is counted in the same way.
    let twin = TestApp::on(app.database.borrowed(), |config| config.limits.writes_per_minute_vendor = 80);
    let system = sale.system.clone().at(&twin.http);
    let statuses: Vec<u16> =
        (0..40).map(|_| system.post("/v1/customers", &json!({"nam": 1})).status).collect();
    assert_eq!(statuses.iter().filter(|status| **status == 422).count(), 80 - 60 - 2, "{statuses:?}");
    assert_eq!(statuses.last(), Some(&429));
}

/// Reads are counted in memory, so one database is enough.
#[test]
fn a_customer_who_reads_too_often_waits_too() {
    let app = TestApp::start_with(Backend::Sqlite, |config: &mut Config| {
        config.limits.reads_per_minute_customer = 2;
    });
    let sale = a_sale().open(&app, &app.vendor("Nordic Coffee"));
    sale.view();
    sale.view();
    is_too_many(sale.browser.get(&path(sale.id, "")));
    is_too_many(sale.browser.get("/v1/portal/sales"));
}
