//! A database that takes requests in and does not answer: nobody waits longer than the deadline, and what was sent
//! twice because nobody knew has one effect.

use std::time::{Duration, Instant};

use followthrough_backend::config::Secret;
use followthrough_common::error::ErrorCode;
use serde_json::json;

use crate::{
    builders::a_sale,
    clients::{fresh_key, path},
    harness::{Backend, Database, TestApp},
    http::Reply,
};

/// A server whose statements wait for locks as long as a frozen database would let them wait.
fn patient(backend: Backend) -> TestApp {
    let database = Database::fresh(backend);
    let url = database.plain_url();
    TestApp::on(database, |config| {
        if backend == Backend::Postgres {
            let joint = if url.contains('?') { '&' } else { '?' };
            config.database.url = Secret::from(format!("{url}{joint}options=-c%20lock_timeout%3D0").as_str());
        }
    })
}

/// The refusal that says when to come again, in time.
#[track_caller]
fn is_told_in_time(asked: Instant, reply: Reply) -> Reply {
    let reply = reply.refused(ErrorCode::StorageUnavailable);
    assert!(asked.elapsed() < Duration::from_secs(4), "it took {:?}", asked.elapsed());
    assert_eq!(reply.header("retry-after"), "1");
    reply
}

fn a_change_that_hangs_is_told_as_unknown_and_its_repeat_has_one_effect(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    let (areas, body) = (path(sale.id, "/vital-areas"), json!({"areas": [{"area": "Quiet"}]}));
    let events = || app.database.count("sale_event");
    sale.browser.put(&areas, &json!({"areas": [{"area": "On time"}]})).must(200);
    let (before, key) = (events(), fresh_key());
    let held = app.database.hold("sale_event");
    let asked = Instant::now();
    let told = is_told_in_time(asked, sale.browser.put_as(&areas, &body, &key));
    if app.database.backend() == Backend::Postgres {
        assert!(told.json()["detail"].as_str().unwrap().contains("same Idempotency-Key"), "{told:?}");
    }
    drop(held);
    let again = || sale.browser.put_as(&areas, &body, &key);
    let answered = (0..100).map(|_| again()).find(|reply| reply.status == 200).expect("it goes on");
    assert_eq!(answered.json()["handling"]["vital_areas"][0]["area"], "Quiet");
    again().must(200);
    assert_eq!(events(), before + 1);
}

mod sqlite {
    use super::*;

    #[test]
    fn a_change_that_hangs_is_told_as_unknown_and_its_repeat_has_one_effect() {
        let app = patient(Backend::Sqlite);
        super::a_change_that_hangs_is_told_as_unknown_and_its_repeat_has_one_effect(&app);
        app.agrees_with_its_log();
    }
}

mod postgres {
    use super::*;

    #[test]
    fn a_change_that_hangs_is_told_as_unknown_and_its_repeat_has_one_effect() {
        let app = patient(Backend::Postgres);
        super::a_change_that_hangs_is_told_as_unknown_and_its_repeat_has_one_effect(&app);
        app.agrees_with_its_log();
    }
    /// On SQLite nobody can keep others from reading.
    #[test]
    fn who_only_reads_is_told_in_time_too() {
        let app = patient(Backend::Postgres);
        let sale = a_sale().open(&app, &app.vendor("Nordic Coffee"));
        sale.view();
        let held = app.database.hold("customer");
        let asked = Instant::now();
        is_told_in_time(asked, sale.browser.get(&path(sale.id, "")));
        drop(held);
        sale.view();
    }
}
