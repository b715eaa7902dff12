//! The vendor's numbers: read, replaced, and at work from then on.

use followthrough_common::error::ErrorCode;
use serde_json::json;

use crate::{builders::a_sale, harness::TestApp};

both!(a_vendor_gives_the_rules_other_numbers);
fn a_vendor_gives_the_rules_other_numbers(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().open(app, &vendor);
    sale.deliver();
    sale.vendor_does("/updates", &json!({"kind": "progress", "text": "It runs"}));
    let silences = || app.database.texts("SELECT kind AS value FROM sale_event WHERE kind = 'sale.silent'");
    let before = silences();
    let stored = sale.system.get("/v1/policy").must(200);
    let mut policy = stored.json();
    assert_eq!(policy["silence_after_delivery"], json!([5, 7, 30]));
    policy["silence_after_delivery"] = json!([1, 1, 1]);
    let replaced = sale.system.put("/v1/policy", &policy, stored.header("etag")).must(200);
    assert_eq!(replaced.json(), policy);
    sale.system.put("/v1/policy", &policy, stored.header("etag")).refused(ErrorCode::PreconditionFailed);
    assert_eq!(silences(), before);
    // What would have been due in days is due at once: the worker looks at every sale again.
    sale.wait_until("2026-11-10T12:00:00Z");
    assert_eq!(silences().len(), before.len() + 1);
}

both!(numbers_that_make_no_sense_are_refused_by_name);
fn numbers_that_make_no_sense_are_refused_by_name(app: &TestApp) {
    let system = app.vendor("Nordic Coffee").client(app);
    let stored = system.get("/v1/policy").must(200);
    for (pointer, wrong) in [
        ("/snooze_days", json!({"snooze_days": -1})),
        ("/big/acknowledge/working_hours", {
            let clock = |hours| json!({"working_hours": hours});
            json!({"big": {"acknowledge": clock(9_999), "next_word": clock(1), "propose": clock(1)}})
        }),
    ] {
        system.put("/v1/policy", &wrong, stored.header("etag")).refuses_field(pointer);
    }
    assert_eq!(system.get("/v1/policy").must(200).body, stored.body);
}
