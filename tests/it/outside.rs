//! What strangers send that no route knows: made-up methods and paths. It is refused, counted against who
//! sends it, and leaves no trace of its own among the operator's counts.

use std::collections::BTreeSet;

use followthrough_common::error::ErrorCode;

use crate::{
    builders::a_sale,
    clients::path,
    harness::{Backend, TestApp},
};

/// What `/metrics` tells apart, but for being asked itself.
fn series(app: &TestApp) -> BTreeSet<String> {
    let page = app.management.get("/metrics").must(200).body;
    let lines = page.lines().filter(|line| !line.contains("route=\"/metrics\""));
    lines.filter_map(|line| Some(line.rsplit_once(' ')?.0.to_owned())).collect()
}

/// One round of everything that a stranger can think of.
fn invent(app: &TestApp, round: u32) {
    let made_up =
        [format!("M{round}"), format!("{}{round}", "A".repeat(3000)), "TRACE".to_owned(), "get".to_owned()];
    let known = ["DELETE", "PATCH", "PUT", "POST", "OPTIONS", "GET"].map(str::to_owned);
    let paths = [
        "/livez".to_owned(),
        "/v1/portal/sales".to_owned(),
        "/v1/sales".to_owned(),
        format!("/v1/sales/{round}/notes"),
        format!("/v1/portal/sales/{round}/concerns/{round}/confirm"),
        format!("/v1/nothing-{round}"),
        format!("/{round}/{round}"),
        format!("/v1/shared/{round}"),
        format!("/v1/widget-{round}.js"),
        "/openapi.json".to_owned(),
    ];
    for path in &paths {
        for method in made_up.iter().chain(&known) {
            let status = app.http.send(method, path, &[], None).status;
            let is_made_up = made_up.contains(method);
            assert!(status == 405 || (!is_made_up && matches!(status, 200 | 401 | 404)), "{status} {path}");
        }
    }
}

#[test]
fn nothing_that_a_stranger_sends_makes_a_count_of_its_own() {
    let app = TestApp::start(Backend::Sqlite);
    invent(&app, 1);
    let first = series(&app);
    invent(&app, 2);
    let second = series(&app);
    let new: Vec<_> = second.difference(&first).collect();
    assert!(new.is_empty(), "{} new series, like {}", new.len(), new[0]);
    // Ten paths with ten methods, of which the server knows five apart without a proof.
    let answers: Vec<_> = first.iter().filter(|line| line.contains("duration_seconds_count")).collect();
    assert!(answers.len() < 45, "{answers:#?}");
    assert!(answers.iter().any(|line| line.contains("method=\"other\"")), "{answers:#?}");
    let doors = answers.iter().filter(|line| line.contains("{sale}")).count();
    assert_eq!(doors, 0, "what was not let in reached no route: {answers:#?}");
}

#[test]
fn a_customers_own_requests_are_still_counted_by_route() {
    let app = TestApp::start(Backend::Sqlite);
    let sale = a_sale().open(&app, &app.vendor("Nordic Coffee"));
    sale.view();
    sale.browser.send("DELETE", &path(sale.id, ""), &[], None).refused(ErrorCode::MethodNotAllowed);
    let series = series(&app);
    let has = |labels: &str| series.iter().any(|line| line.contains(labels));
    assert!(has(r#"method="GET",route="/v1/portal/sales/{sale}",status="200""#), "{series:#?}");
    assert!(has(r#"method="DELETE",route="unmatched",status="405""#), "{series:#?}");
}
