//! The longest silence that a template promises: its items keep it, and its sales are held to it.

use followthrough_common::domain::contact::ContactReason;

use super::*;

/// A shipped template with its id.
pub fn shipped(app: &TestApp, vendor: &TestVendor, key: &str) -> (Value, Value) {
    let listed = vendor.client(app).get("/v1/templates").must(200).json();
    let found = listed["items"].as_array().unwrap().iter().find(|it| it["template"]["key"] == key).unwrap();
    (found["id"].clone(), found["template"].clone())
}

pub fn row(template: &Value, key: &str) -> usize {
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

/// The longest silence of a phase with the days from which it is another one.
type Owed = (String, i64, Vec<(String, i64)>);

fn owed(sale: &TestSale) -> Vec<Owed> {
    let seen = sale.browser.get(&path(sale.id, "")).must(200).json()["phases"].clone();
    let days = |it: &Value| it["longest_silence_days"].as_i64().unwrap();
    let word = |it: &Value| it.as_str().unwrap().to_owned();
    let phases = seen.as_array().unwrap().iter().map(|it| {
        let policy = &it["policy"];
        let changes = policy["changes"].as_array().cloned().unwrap_or_default();
        let changes = changes.iter().map(|it| (word(&it["from"]), days(it))).collect();
        (word(&it["phase"]), days(policy), changes)
    });
    phases.collect()
}

/// The limit of each stretch of the planned rhythm.
fn limits(sale: &TestSale) -> Vec<i64> {
    let cadence = sale.system.get(&format!("/v1/sales/{}/cadence", sale.id)).must(200).json();
    let planned = cadence["planned"].as_array().unwrap().clone();
    planned.iter().map(|it| it["silence_limit_days"].as_i64().unwrap()).collect()
}

both!(phases_and_the_planned_rhythm_show_the_silence_that_the_clock_counts);
fn phases_and_the_planned_rhythm_show_the_silence_that_the_clock_counts(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let open = |key: &str| a_sale().with("template", shipped(app, &vendor, key).0).open(app, &vendor);
    let (usual, long, small) = (open("first-30-days"), open("long-lead-time"), open("small-order"));
    assert_eq!(limits(&usual), [3, 5, 7, 30]);
    assert_eq!(limits(&long), [5, 5, 7, 30]);
    assert_eq!(limits(&small), [3, 25, 30, 30]);
    assert_eq!(owed(&long), [("before_delivery".to_owned(), 5, vec![])]);
    usual.deliver();
    small.deliver();
    let phase = |name: &str, days, changes: &[(&str, i64)]| {
        (name.to_owned(), days, changes.iter().map(|(from, days)| ((*from).to_owned(), *days)).collect())
    };
    // Delivered on the ninth: the clock counts otherwise from day 14 and from day 30 on.
    assert_eq!(
        owed(&usual),
        [
            phase("before_delivery", 3, &[]),
            phase("fresh", 5, &[]),
            phase("learning", 5, &[("2026-11-23", 7), ("2026-12-09", 30)]),
            phase("settled", 30, &[]),
        ]
    );
    assert_eq!(owed(&small)[2], phase("learning", 25, &[("2026-11-23", 30), ("2026-12-09", 30)]));

    // What both keep to afterwards stands there too, and no longer when the customer wants it otherwise.
    let terms = json!({
        "interval": {"every": 2, "unit": "months"}, "topics": ["Service"],
        "next_review_on": "2027-06-01", "owner": vendor.member,
    });
    usual.vendor_does("/relationship-plan", &terms);
    assert_eq!(limits(&usual), [3, 5, 7, 62]);
    let years = owed(&usual).pop().unwrap();
    assert_eq!(years, phase("relationship", 62, &[]));
    let seen = usual.browser.get(&path(usual.id, "")).must(200).json();
    let interval = json!({"every": 2, "unit": "months"});
    assert_eq!(seen["phases"][3]["policy"]["interval"], interval);
    assert_eq!(seen["contact"]["cadence"]["planned"][3]["interval"], interval);
    let wish = json!({"wish": "More often, please", "expected_state": "proposed"});
    usual.customer_does("/relationship-plan/propose-change", &wish);
    assert_eq!(limits(&usual), [3, 5, 7, 30]);
    assert_eq!(owed(&usual).pop().unwrap(), phase("relationship", 30, &[]));
}
