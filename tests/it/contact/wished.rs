//! What wishes do to the plan and to whoever makes a contact.

use followthrough_common::domain::touchpoint::TouchpointState;
use serde_json::{Value, json};

use super::{is_listed, record, whole};
use crate::{
    builders::{TestSale, a_customer, a_sale},
    clients::path,
    harness::TestApp,
};

const OWN: &str = "/v1/portal/preferences";

fn state(sale: &TestSale, title: &str) -> TouchpointState {
    sale.touchpoint(title).facts.state
}

/// What both doors say beside the dates of an item.
fn beside(of: &Value, id: &Value) -> Value {
    let items = of["agenda"]["items"].as_array().unwrap();
    items.iter().find(|item| item["id"] == *id).unwrap().clone()
}

both!(what_is_written_beyond_the_wish_is_left_out_and_both_sides_read_why);
fn what_is_written_beyond_the_wish_is_left_out_and_both_sides_read_why(app: &TestApp) {
    use TouchpointState::{Cancelled, Planned};
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().open(app, &vendor);
    let who = "Who to contact for what";
    let before = sale.view().touchpoints;
    assert!(before.iter().all(|it| it.facts.state == Planned));
    let ready = before.iter().find(|it| it.title.starts_with("Getting ready")).unwrap().clone();
    sale.browser.put(OWN, &json!({"most_per_week": 3})).must(200);
    sale.wait_until("2026-11-02T12:30:00Z");
    // Thanks today, the reasons tomorrow and the call on Thursday are three.
    assert_eq!((state(&sale, "Why you chose this"), state(&sale, &ready.title)), (Planned, Planned));
    assert_eq!((state(&sale, who), state(&sale, "Still on schedule?")), (Cancelled, Cancelled));
    let left_out: Vec<_> =
        sale.view().touchpoints.into_iter().filter(|it| it.facts.state == Cancelled).collect();
    assert!(left_out.iter().all(|it| !it.facts.kind.is_live()), "{left_out:?}");
    let id = json!(sale.touchpoint(who).id);
    for door in [whole(&sale), record(&sale)] {
        assert_eq!(beside(&door, &id)["left_out_at"], 3);
    }
    let history = sale.browser.get(&path(sale.id, "/history?limit=100")).must(200).json().to_string();
    assert!(history.contains("touchpoint.left_out") && history.contains("wished_at_most_per_week"));
    // What hangs on the delivery is looked at when its day is real.
    assert_eq!(state(&sale, "A note from us"), Planned);
    sale.deliver();
    assert_eq!(state(&sale, "A note from us"), Cancelled);
    assert_eq!(state(&sale, "One week in: a short call"), Planned, "a call stays");
    // The next sale to this customer is planned so from the start.
    let next = json!({
        "reference": "SO-less", "title": "A grinder", "owner": vendor.member, "customers": [sale.customer],
    });
    let next = sale.system.post("/v1/sales", &next).must(201).json();
    let items = next["touchpoints"].as_array().unwrap().clone();
    let of = |item: &str| items.iter().find(|it| it["item"] == item).unwrap()["state"].clone();
    assert_eq!(
        (of("who_to_call"), of("on_track")),
        (json!("planned"), json!("cancelled")),
        "what is told again goes first"
    );
    app.run_worker();
}

both!(a_question_asked_by_hand_waits_for_the_end_of_quiet_hours_too);
fn a_question_asked_by_hand_waits_for_the_end_of_quiet_hours_too(app: &TestApp) {
    let sale = a_sale().with("without_agenda", json!(true)).open(app, &app.vendor("Nordic Coffee"));
    let quiet = json!({"quiet_hours": {"start": "00:00:00", "end": "18:00:00", "days_off": false}});
    sale.browser.put(OWN, &quiet).must(200);
    let ask = |check: &str| {
        let body = json!({"check": check, "about": {"subject": "sale"}});
        sale.system.post(&format!("/v1/sales/{}/asks", sale.id), &body)
    };
    // What a rule forbids is refused at once, and leaves nothing behind.
    ask("expected@1").must(409);
    let asks = ask("needs@1").must(200).json()["asks"].clone();
    assert_eq!(asks.as_array().unwrap().len(), 1);
    assert_eq!(
        (&asks[0]["state"], &asks[0]["planned_for"]),
        (&json!("planned"), &json!("2026-11-02T17:00:00Z"))
    );
    sale.wait_until("2026-11-02T16:59:00Z");
    assert!(sale.view().asks.is_empty());
    sale.wait_until("2026-11-02T17:00:00Z");
    assert_eq!(sale.open_ask().check, "needs@1", "six in the evening in Copenhagen");
    app.run_worker();
}

both!(whoever_makes_a_contact_reads_how_the_customer_wishes_it);
fn whoever_makes_a_contact_reads_how_the_customer_wishes_it(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    let copy = json!([{"name": "Bo Lund", "email": "bo@berg.example"}]);
    let wishes = json!({
        "channels": ["mail", "call"],
        "topics": [
            {"topic": "training", "wish": "do", "channel": "video"},
            {"topic": "note", "wish": "do_not"},
        ],
        "copy_to": copy,
        "form_of_address": "first name",
    });
    sale.browser.put(OWN, &wishes).must(200);
    sale.wait_until("2026-11-02T12:30:00Z");
    let known = record(&sale);
    let manner = |item: &str| {
        let items = known["touchpoints"].as_array().unwrap();
        items.iter().find(|it| it["item"] == item).unwrap()["manner"].clone()
    };
    assert_eq!(manner("training_1"), json!({"by": "video", "is_welcome": true, "copy_to": copy}));
    assert_eq!(manner("who_to_call"), json!({"by": "mail", "is_welcome": true, "copy_to": copy}));
    assert_eq!(manner("note")["is_welcome"], false);
    assert_eq!(manner("check_expected"), Value::Null, "nobody makes it");
    assert_eq!(known["contact"]["wishes"]["form_of_address"], "first name");
    assert!(is_listed(&sale, "due_today"));
    let page = sale.system.get("/v1/worklist/today?limit=100").must(200).json();
    let row = page["items"].as_array().unwrap().iter().find(|row| row["sale"] == json!(sale.id)).unwrap();
    assert_eq!(row["customer"]["wishes"]["copy_to"], copy);
    assert_eq!(row["customer"]["wishes"]["channels"], json!(["mail", "call"]));
}

both!(what_another_customer_of_the_sale_needs_is_read_too);
fn what_another_customer_of_the_sale_needs_is_read_too(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().to("first").open(app, &vendor);
    let second = sale.system.post("/v1/customers", &a_customer("second")).must(201).json()["id"].clone();
    let browser = vendor.customer(app, "second");
    let needs = |cups: &str| json!({"items": [{"topic": "Cups", "text": cups}]});
    browser.put("/v1/portal/needs", &needs("80 a day")).must(200);
    let both = json!({
        "reference": "SO-both", "title": "Two grinders", "owner": vendor.member,
        "customers": [sale.customer, second],
    });
    let both = sale.system.post("/v1/sales", &both).must(201).json();
    let both = TestSale { id: serde_json::from_value(both["id"].clone()).unwrap(), ..sale };
    both.wait_until("2026-11-02T12:30:00Z");
    assert_eq!(
        record(&both)["contact"]["need_changes"],
        json!([]),
        "what was known before the sale is no change"
    );
    for cups in ["80 a day", "120 a day"] {
        browser.put("/v1/portal/needs", &needs(cups)).must(200);
    }
    both.wait_until("2026-11-02T13:00:00Z");
    let changes = record(&both)["contact"]["need_changes"].clone();
    assert_eq!(changes.as_array().unwrap().len(), 1);
    assert_eq!((&changes[0]["customer"], &changes[0]["asked"]), (&second, &Value::Null));
    let difference = json!([{"topic": "Cups", "before": "80 a day", "after": "120 a day"}]);
    assert_eq!(changes[0]["change"]["differences"], difference);
    assert!(is_listed(&both, "needs_changed"));
    both.vendor_does("/needs-read", &json!({}));
    // The first one's changes are told apart from them.
    both.browser.put("/v1/portal/needs", &needs("90 a day")).must(200);
    both.wait_until("2026-11-02T13:30:00Z");
    assert_eq!(record(&both)["contact"]["need_changes"][1]["customer"], Value::Null);
    app.run_worker();
}
