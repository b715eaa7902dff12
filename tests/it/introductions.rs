//! Two people whom the vendor introduces to each other: somebody whom it asks itself, or another customer, who
//! is asked in their own portal.

use followthrough_common::{domain::introduction::IntroductionState, error::ErrorCode};
use serde_json::{Value, json};

use crate::{
    builders::{TestSale, a_customer, a_sale},
    clients::path,
    contact::is_listed,
    harness::TestApp,
    inside::MARK,
};

const STRANGER: &str = "cus_01h455vb4pex5vsknk084sn02q";

/// The introductions as the vendor sees them after it did this.
#[track_caller]
fn vendor(sale: &TestSale, what: &str, body: &Value) -> Vec<Value> {
    let done = sale.system.post(&format!("/v1/sales/{}/introductions{what}", sale.id), body).must(200).json();
    done["value"]["introductions"].as_array().unwrap().clone()
}

fn id(of: &Value) -> String {
    of["id"].as_str().unwrap().to_owned()
}

#[track_caller]
fn customer(sale: &TestSale, what: &str, body: &Value) {
    sale.browser.post(&path(sale.id, &format!("/introductions/{what}")), body).must(200);
}

/// As the customer reads it.
#[track_caller]
fn read(sale: &TestSale) -> Value {
    sale.browser.get(&path(sale.id, "")).must(200).json()["value"]["introductions"][0].clone()
}

/// Whether the customer reads any of this, beside the sale or in its history.
#[track_caller]
fn knows(sale: &TestSale, texts: &[&str]) -> bool {
    let shown = sale.browser.get(&path(sale.id, "")).must(200).body;
    let log = sale.browser.get(&path(sale.id, "/history")).must(200).body;
    texts.iter().any(|text| shown.contains(text) || log.contains(text))
}

both!(two_are_introduced_only_when_both_said_yes);
fn two_are_introduced_only_when_both_said_yes(app: &TestApp) {
    let nordic = app.vendor("Nordic Coffee");
    let sale = a_sale().open(app, &nordic);
    let other = json!({"name": "Bo Lund", "email": "bo@lund.example", "phone": "+45 11 22 33 44"});
    let offer = |other: &Value| json!({"about": "A bar with the same machine", "why": "They know milk", "other": other});
    let mut stranger = other.clone();
    stranger["customer"] = json!(STRANGER);
    let introductions = format!("/v1/sales/{}/introductions", sale.id);
    sale.system.post(&introductions, &offer(&stranger)).refuses_field("/other/customer");
    let known = sale.system.post("/v1/customers", &a_customer("bo")).must(201).json();
    stranger["customer"] = known["id"].clone();
    let introduction = id(&vendor(&sale, "", &offer(&stranger))[0]);
    let other_one = ["lund.example", "Bo Lund"];
    assert!(!knows(&sale, &other_one));
    customer(&sale, &format!("{introduction}/accept"), &json!({"expected_state": "offered"}));
    assert!(!knows(&sale, &other_one), "the other one has not said yes");
    assert!(is_listed(&sale, "introduction_waits"), "somebody has to ask the other one");
    let refused =
        sale.browser.post(&path(sale.id, &format!("/introductions/{introduction}/accept")), &json!({}));
    refused.refused(ErrorCode::Conflict);
    let yes = json!({"is_yes": true, "said": format!("By telephone on Monday. {MARK}")});
    vendor(&sale, &format!("/{introduction}/record-answer"), &yes);
    assert!(!is_listed(&sale, "introduction_waits"));
    let shown = read(&sale);
    assert_eq!(
        (&shown["state"], &shown["other"]["email"]),
        (&json!("introduced"), &json!("bo@lund.example"))
    );
    assert_eq!((&shown["other_said"], &shown["other"]["customer"]), (&Value::Null, &Value::Null));
    // A no on either side ends it, and nobody is told anything.
    let second = id(&vendor(&sale, "", &offer(&json!({"name": "Mia Dahl"})))[1]);
    let no = json!({"is_yes": false, "said": "No time"});
    vendor(&sale, &format!("/{second}/record-answer"), &no);
    assert!(!knows(&sale, &["Mia Dahl", "No time"]));
}

/// A bar and a hotel, both customers of one vendor.
fn bar_and_hotel(app: &TestApp) -> (TestSale, TestSale) {
    let nordic = app.vendor("Nordic Coffee");
    (a_sale().open(app, &nordic), a_sale().open(app, &nordic))
}

/// The bar is offered to meet the hotel, and the hotel to meet the bar.
fn offer(bar: &TestSale, hotel: &TestSale) -> Value {
    json!({
        "about": "A hotel with two machines", "why": "They train new people every season",
        "other": {"name": "Bo Lund", "email": "bo@lund.example", "customer": hotel.customer},
        "counterpart": {
            "sale": hotel.id, "about": "A bar in the old town", "why": "They know milk",
            "customer": {"name": "Mia Dahl", "phone": "+45 11 22 33 44", "customer": bar.customer},
        },
    })
}

both!(two_customers_each_say_yes_in_their_own_portal);
fn two_customers_each_say_yes_in_their_own_portal(app: &TestApp) {
    let (bar, hotel) = bar_and_hotel(app);
    let introduction = id(&vendor(&bar, "", &offer(&bar, &hotel))[0]);
    let asked = read(&hotel);
    assert_eq!((&asked["about"], &asked["why"]), (&json!("A bar in the old town"), &json!("They know milk")));
    assert_eq!((&asked["id"], &asked["other"]), (&json!(introduction), &Value::Null));
    // Nobody answers for a customer who is asked.
    let yes = json!({"is_yes": true, "said": "By telephone on Monday"});
    let records = format!("/v1/sales/{}/introductions/{introduction}/record-answer", bar.id);
    let refused = bar.system.post(&records, &yes).refused(ErrorCode::Conflict).json();
    assert!(refused["detail"].as_str().unwrap().contains("in their own portal"), "{refused}");
    let allowed = refused["standing"]["allowed"].as_array().unwrap();
    assert!(!allowed.contains(&json!({"action": "record_yes", "by": "member"})), "{refused}");

    customer(&hotel, &format!("{introduction}/accept"), &json!({"expected_state": "offered"}));
    assert_eq!(
        (&read(&hotel)["state"], &read(&bar)["state"]),
        (&json!("customer_agreed"), &json!("other_agreed"))
    );
    let (of_bar, of_hotel) = (["Mia Dahl", "11 22 33 44"], ["Bo Lund", "lund.example"]);
    assert!(!is_listed(&hotel, "introduction_waits"), "the other one is asked in their own portal");
    assert!(!knows(&bar, &of_hotel) && !knows(&hotel, &of_bar), "only one of them said yes");
    customer(&bar, &format!("{introduction}/accept"), &json!({"expected_state": "other_agreed"}));
    let (at_bar, at_hotel) = (read(&bar), read(&hotel));
    assert_eq!((&at_bar["state"], &at_hotel["state"]), (&json!("introduced"), &json!("introduced")));
    assert_eq!(at_bar["other"], json!({"name": "Bo Lund", "email": "bo@lund.example"}));
    assert_eq!(at_hotel["other"], json!({"name": "Mia Dahl", "phone": "+45 11 22 33 44"}));
    assert!(at_bar.get("asked_in").is_none_or(Value::is_null), "{at_bar}");
}

both!(a_no_in_one_portal_ends_the_introduction_in_both_and_its_reason_stays_there);
fn a_no_in_one_portal_ends_the_introduction_in_both_and_its_reason_stays_there(app: &TestApp) {
    let (bar, hotel) = bar_and_hotel(app);
    let introduction = id(&vendor(&bar, "", &offer(&bar, &hotel))[0]);
    customer(&bar, &format!("{introduction}/accept"), &json!({}));
    customer(&hotel, &format!("{introduction}/decline"), &json!({"note": "We would rather not"}));
    assert_eq!((&read(&bar)["state"], &read(&hotel)["state"]), (&json!("declined"), &json!("declined")));
    assert!(!knows(&bar, &["rather not", "Bo Lund"]) && !knows(&hotel, &["Mia Dahl"]));
    let late = path(bar.id, &format!("/introductions/{introduction}/accept"));
    bar.browser.post(&late, &json!({})).refused(ErrorCode::Conflict);
    // The vendor takes it back from either side.
    let again = id(&vendor(&bar, "", &offer(&bar, &hotel))[1]);
    vendor(&hotel, &format!("/{again}/withdraw"), &json!({"note": "They closed"}));
    let states = |sale: &TestSale| sale.system.sale(sale.id).value.introductions[1].state;
    assert_eq!((states(&bar), states(&hotel)), (IntroductionState::Withdrawn, IntroductionState::Withdrawn));
}

both!(an_introduction_names_the_sale_of_another_customer_that_goes_on);
fn an_introduction_names_the_sale_of_another_customer_that_goes_on(app: &TestApp) {
    let (bar, hotel) = bar_and_hotel(app);
    let elsewhere = a_sale().open(app, &app.vendor("Southern Tea"));
    let refuses = |change: &dyn Fn(&mut Value), field: &str| {
        let mut body = offer(&bar, &hotel);
        change(&mut body);
        bar.system.post(&format!("/v1/sales/{}/introductions", bar.id), &body).refuses_field(field);
    };
    refuses(&|body| body["counterpart"]["sale"] = json!(elsewhere.id), "/counterpart/sale");
    refuses(&|body| body["counterpart"]["sale"] = json!(bar.id), "/counterpart/sale");
    refuses(&|body| body["other"]["customer"] = json!(bar.customer), "/other/customer");
    hotel.system.acts(hotel.id, "/cancel", &json!({}));
    refuses(&|_| (), "/counterpart/sale");
    assert!(bar.system.sale(bar.id).value.introductions.is_empty(), "nothing is half stored");
    assert!(hotel.system.sale(hotel.id).value.introductions.is_empty());
}

both!(two_who_say_yes_at_the_same_moment_are_introduced);
fn two_who_say_yes_at_the_same_moment_are_introduced(app: &TestApp) {
    let (bar, hotel) = bar_and_hotel(app);
    for round in 0..5 {
        let introduction = id(&vendor(&bar, "", &offer(&bar, &hotel))[round]);
        let yes = format!("{introduction}/accept");
        std::thread::scope(|scope| {
            for sale in [&bar, &hotel] {
                scope.spawn(|| customer(sale, &yes, &json!({})));
            }
        });
        for sale in [&bar, &hotel] {
            let stands = sale.system.sale(sale.id).value.introductions[round].state;
            assert_eq!(stands, IntroductionState::Introduced, "round {round}");
        }
    }
}
