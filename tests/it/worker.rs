//! What time brings happens once, when it is due or, after a pause, all at once.

use std::thread;

use followthrough_backend::worker::{Backoff, run_once};
use serde_json::json;

use crate::{
    builders::a_sale,
    clients::open_ask,
    harness::{TestApp, at},
};

/// How often each event stands on the record.
fn events(app: &TestApp) -> Vec<String> {
    app.database.texts(
        "SELECT kind || ' ' || CAST(count(*) AS TEXT) AS value FROM sale_event GROUP BY kind ORDER BY kind",
    )
}

both!(workers_that_race_do_everything_once);
fn workers_that_race_do_everything_once(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sales: Vec<_> = (0..5).map(|_| a_sale().open(app, &vendor)).collect();
    app.pass_until("2026-11-09T10:00:00Z");
    for sale in &sales {
        sale.vendor_does("/deliveries", &json!({"reference": "D-1", "delivered_on": "2026-11-09"}));
    }
    app.clock.set(at("2026-11-11T10:00:00Z"));
    let twin = app.twin();
    thread::scope(|scope| {
        for server in [app, &twin, app, &twin] {
            let server = server.app.clone();
            scope.spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                runtime.block_on(run_once(&server, &mut Backoff::default())).unwrap();
            });
        }
    });
    while app.run_worker().ticked > 0 {}
    let offered = app.database.texts(
        "SELECT CAST(count(*) AS TEXT) AS value FROM ask WHERE check_name = 'expected@1' GROUP BY sale_id",
    );
    assert_eq!(offered, ["1"; 5], "each customer is asked once");
    for sale in &sales {
        assert_eq!(open_ask(&sale.view()).check, "expected@1");
    }
    let gaps = app.database.texts(
        "SELECT sale_id AS value FROM sale_event GROUP BY sale_id HAVING count(*) <> max(seq) OR min(seq) <> 1",
    );
    assert_eq!(gaps, Vec::<String>::new());
    assert_eq!(app.run_worker().ticked, 0, "nothing is left to do");
}

both!(after_a_pause_the_worker_catches_up);
fn after_a_pause_the_worker_catches_up(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().open(app, &vendor);
    app.clock.set(at("2026-11-09T10:00:00Z"));
    sale.vendor_does("/deliveries", &json!({"reference": "D-1", "delivered_on": "2026-11-09"}));
    // Nobody worked for three weeks: the question is asked late, but asked, and only one is open.
    app.clock.set(at("2026-11-30T10:00:00Z"));
    while app.run_worker().ticked > 0 {}
    let view = sale.view();
    open_ask(&view);
    let once = events(app);
    assert_eq!(app.run_worker().ticked, 0);
    assert_eq!(events(app), once);
    let failed = app.run_worker().failed;
    assert_eq!(failed, 0);
}

both!(thirty_days_without_a_worker_bring_each_thing_once_and_no_storm);
fn thirty_days_without_a_worker_bring_each_thing_once_and_no_storm(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sales: Vec<_> = (0..3).map(|_| a_sale().open(app, &vendor)).collect();
    app.pass_until("2026-11-09T10:00:00Z");
    for sale in &sales {
        sale.vendor_does("/deliveries", &json!({"reference": "D-1", "delivered_on": "2026-11-09"}));
    }
    let problem = json!({"kind": "problem", "severity": "big", "words": "It drips"});
    let concern = sales[0].customer_does("/concerns", &problem).concerns[0].id;
    sales[0].vendor_does(&format!("/concerns/{concern}/propose"), &json!({"text": "A new seal"}));
    let call = sales[1].touchpoint("A quick call to say thank you").id;
    app.pass_until("2026-11-10T12:00:00Z");
    sales[1].vendor_reports(call, &json!({"note": "No questions left"}));
    let before = app.database.count("sale_event");

    // Everything stands still for thirty days; then the worker looks again.
    app.clock.set(at("2026-12-10T12:00:00Z"));
    while app.run_worker().ticked > 0 {}
    let kinds = "SELECT sale_id || ' ' || kind || ' ' || body AS value FROM sale_event \
                 WHERE at = (SELECT max(at) FROM sale_event)";
    let mut once = std::collections::BTreeSet::new();
    for row in app.database.texts(kinds) {
        let [sale, kind, body]: [&str; 3] = row.splitn(3, ' ').collect::<Vec<_>>().try_into().unwrap();
        let body: serde_json::Value = serde_json::from_str(body).unwrap();
        let what = (sale.to_owned(), kind.to_owned(), body["id"].to_string());
        assert!(once.insert(what.clone()), "{what:?} happened twice");
    }
    assert_eq!(once.len(), app.database.count("sale_event") - before);
    let of = |kind: &str| once.iter().filter(|(_, known, _)| known == kind).count();
    assert_eq!((of("concern.lapsed"), of("concern.reminded")), (1, 0), "{once:?}");
    assert_eq!(of("touchpoint.window_ended"), 1, "{once:?}");
    for sale in &sales {
        let id = sale.id.to_string();
        let of_sale = |kind: &str| once.iter().filter(|(of, known, _)| *of == id && known == kind).count();
        assert!(of_sale("ask.offered") <= 1 && of_sale("sale.silent") <= 1, "{once:?}");
    }
    assert_eq!(app.run_worker().ticked, 0, "nothing is left to do");
}

both!(a_test_clock_goes_forward_only_and_moves_one_vendor);
fn a_test_clock_goes_forward_only_and_moves_one_vendor(app: &TestApp) {
    let (vendor, other) = (app.vendor("Nordic Coffee"), app.vendor("Best Boats"));
    let (sale, system) = (a_sale().open(app, &vendor), other.client(app));
    sale.wait_until("2026-11-20T10:00:00Z");
    let shown =
        |system: &crate::clients::VendorClient| system.get("/v1/test-clock").must(200).json()["now"].clone();
    assert_eq!(shown(&sale.system), "2026-11-20T10:00:00Z");
    assert_eq!(shown(&system), crate::harness::MONDAY);
    let back = json!({"to": "2026-11-19T10:00:00Z"});
    sale.system.post("/v1/test-clock/advance", &back).refuses_field("/to");
    let far = json!({"to": "2090-01-01T00:00:00Z"});
    sale.system.post("/v1/test-clock/advance", &far).refuses_field("/to");
    // Real customers live in real time.
    let live = crate::harness::TestVendor::live(app, "Real Roasters").client(app);
    live.post("/v1/test-clock/advance", &json!({"to": "2026-11-20T10:00:00Z"})).stands("clock live", &[]);
    // Tokens go by real time, wherever the vendor's clock is.
    sale.view();
}
