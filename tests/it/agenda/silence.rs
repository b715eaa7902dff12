//! The longest silence that a template promises: its items keep it, and its sales are held to it.

use followthrough_common::domain::contact::ContactReason;

use super::*;

/// A shipped template with its id.
fn shipped(app: &TestApp, vendor: &TestVendor, key: &str) -> (Value, Value) {
    let listed = vendor.client(app).get("/v1/templates").must(200).json();
    let found = listed["items"].as_array().unwrap().iter().find(|it| it["template"]["key"] == key).unwrap();
    (found["id"].clone(), found["template"].clone())
}

fn row(template: &Value, key: &str) -> usize {
    template["items"].as_array().unwrap().iter().position(|item| item["key"] == key).unwrap()
}

/// Until when the customer hears from the vendor at the latest.
fn silence_ends(sale: &TestSale) -> String {
    let silence = sale.view().contacts.into_iter().find(|it| it.reason == ContactReason::Silence);
    silence.unwrap().at.to_rfc3339()
}

both!(a_template_that_is_silent_for_longer_than_it_promises_is_refused_with_item_rule_and_day);
fn a_template_that_is_silent_for_longer_than_it_promises_is_refused_with_item_rule_and_day(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let system = vendor.client(app);
    let refuse = |template: &Value, pointer: &str, words: &[&str]| {
        let before = app.database.count("template");
        let reply = system.post("/v1/templates", template).refused(ErrorCode::Validation);
        let errors = reply.json()["errors"].clone();
        let fault = errors.as_array().unwrap().iter().find(|fault| fault["pointer"] == pointer);
        let detail = fault.unwrap_or_else(|| panic!("{pointer}: {errors}"))["detail"].clone();
        for word in words {
            assert!(detail.as_str().unwrap().contains(word), "{word}: {detail}");
        }
        assert_eq!(app.database.count("template"), before, "nothing was stored");
    };
    let (_, mut small) = shipped(app, &vendor, "small-order");
    assert_eq!(small["longest_silence"], json!({"after_delivery": [25, 30, 30]}));
    let last = format!("/items/{}/offset", row(&small, "check_complete"));
    let rule = "breaks longest_silence for a delivery on a Monday";
    small["longest_silence"] = json!({"after_delivery": [21, 30, 30]});
    refuse(&small, &last, &[rule, "23 days after check_expected, at most 21, on day 25"]);
    small.as_object_mut().unwrap().remove("longest_silence");
    refuse(&small, &last, &[rule, "23 days after check_expected, at most 5, on day 25"]);

    let (_, mut long) = shipped(app, &vendor, "long-lead-time");
    long["longest_silence"] = json!({"before_delivery": 4});
    let repeat = format!("/items/{}/repeat", row(&long, "on_track"));
    refuse(&long, &repeat, &["longest_silence for a purchase", "every 5 business days, at most 4"]);
    // Nobody can promise no silence at all.
    long["longest_silence"] = json!({"before_delivery": 0});
    refuse(&long, "/longest_silence/before_delivery", &["1 to 366"]);

    // A month with a hole is filled by an item that talks, and not by one that the customer does themselves.
    let (_, mut month) = shipped(app, &vendor, "first-30-days");
    let (visit, check) = (row(&month, "visit_3w"), row(&month, "check_complete"));
    let vital = row(&month, "check_vital");
    month["items"][vital]["offset"] = json!({"calendar_days": 15});
    month["items"].as_array_mut().unwrap().remove(visit);
    let hole = format!("/items/{}/offset", check - 1);
    refuse(&month, &hole, &["longest_silence for a delivery", "after check_vital, at most 7"]);
}

both!(a_sale_has_the_clock_that_its_template_promises);
fn a_sale_has_the_clock_that_its_template_promises(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let open = |key: &str| a_sale().with("template", shipped(app, &vendor, key).0).open(app, &vendor);
    let (usual, long, small) = (open("first-30-days"), open("long-lead-time"), open("small-order"));
    let is_silent = |sale: &TestSale| {
        app.database.count(&format!("sale_event WHERE kind = 'sale.silent' AND sale_id = '{}'", sale.id)) > 0
    };
    // Bought on a Monday: three working days by the policy, five where a word a week is promised.
    assert_eq!(silence_ends(&usual), "2026-11-05T16:00:00+00:00");
    assert_eq!(silence_ends(&small), "2026-11-05T16:00:00+00:00");
    assert_eq!(silence_ends(&long), "2026-11-09T16:00:00+00:00");
    usual.wait_until("2026-11-06T10:00:00Z");
    assert_eq!([&usual, &small, &long].map(is_silent), [true, true, false]);
    small.deliver();
    small.vendor_does("/updates", &json!({"kind": "progress", "text": "All is there"}));
    usual.deliver();
    usual.vendor_does("/updates", &json!({"kind": "progress", "text": "All is there"}));
    // Five days by the policy, which end on a weekend, and twenty-five where there are few words.
    assert_eq!(silence_ends(&usual), "2026-11-16T08:00:00+00:00");
    assert_eq!(silence_ends(&small), "2026-12-04T10:00:00+00:00");
    // The sale keeps what its template promised when it began, also when the vendor's number changes.
    let numbers = vendor.client(app).get("/v1/policy").must(200);
    let mut policy = numbers.json();
    policy["silence_before_delivery"] = json!(9);
    vendor.client(app).put("/v1/policy", &policy, numbers.header("etag")).must(200);
    assert_eq!(silence_ends(&long), "2026-11-09T16:00:00+00:00");
    long.wait_until("2026-11-09T16:00:00Z");
    assert!(is_silent(&long));
}
