//! What was promised: the original date and the original words never disappear, and nothing else counts
//! without the customer's yes.

use followthrough_common::{actor::Actor, error::ErrorCode};
use serde_json::{Value, json};

use crate::{
    builders::{TestSale, a_customer, a_sale},
    clients::path,
    harness::TestApp,
    vendor_door::handling::another_member,
};

fn bare(app: &TestApp) -> TestSale {
    let vendor = app.vendor("Nordic Coffee");
    a_sale().with("without_agenda", json!(true)).open(app, &vendor)
}

/// Writes a promise down and gives its id.
#[track_caller]
fn promise(sale: &TestSale, body: &Value) -> String {
    let made = sale.system.acts(sale.id, "/promises", body);
    made.promises.last().unwrap().id.to_string()
}

fn grinder(sale: &TestSale) -> String {
    let body = json!({"statement": "A grinder", "kind": "service", "source": "proposal", "original_due": "2026-11-12"});
    promise(sale, &body)
}

/// What stands behind the promise, as the customer sees it.
#[track_caller]
fn record(sale: &TestSale, id: &str) -> Value {
    let view = sale.browser.get(&path(sale.id, "")).must(200).json();
    let records = view["promise_records"].as_array().unwrap().clone();
    records.into_iter().find(|record| record["id"] == id).unwrap()
}

/// The promise of the list.
#[track_caller]
fn line(sale: &TestSale, id: &str) -> Value {
    let view = sale.browser.get(&path(sale.id, "")).must(200).json();
    let lines = view["promises"].as_array().unwrap().clone();
    lines.into_iter().find(|line| line["id"] == id).unwrap()
}

fn at(sale: &TestSale, id: &str, what: &str) -> String {
    format!("/v1/sales/{}/promises/{id}/{what}", sale.id)
}

/// When that was proposed which a reply would accept.
fn proposed_at(sale: &TestSale, id: &str, reply: &str) -> Value {
    let kept = record(sale, id);
    let newest = |list: &str| kept[list].as_array().and_then(|all| all.last()).map(|it| it["at"].clone());
    match reply {
        "accept_date" => line(sale, id)["proposed"]["at"].clone(),
        "accept_change" => newest("changes").unwrap_or_default(),
        "accept_remedy" => newest("remedies").unwrap_or_default(),
        _ => Value::Null,
    }
}

fn reply(sale: &TestSale, id: &str, reply: &str) {
    let body = json!({"reply": reply, "proposed_at": proposed_at(sale, id, reply)});
    sale.customer_does(&format!("/promises/{id}/reply"), &body);
}

both!(a_warning_comes_before_the_day_and_says_why_what_is_done_and_what_is_suggested);
fn a_warning_comes_before_the_day_and_says_why_what_is_done_and_what_is_suggested(app: &TestApp) {
    let sale = bare(app);
    let id = grinder(&sale);
    let warning = json!({
        "reason": "The ship is late",
        "doing": "We have asked the harbour for a smaller one",
        "suggestion": "Take ours until then",
        "due": "2026-11-16",
    });
    sale.system
        .post(&at(&sale, &id, "at-risk"), &json!({"reason": "Late", "doing": " "}))
        .refuses_field("/doing");
    let past = json!({"reason": "Late", "doing": "We hurry", "due": "2026-11-01"});
    sale.system.post(&at(&sale, &id, "at-risk"), &past).refuses_field("/due");
    assert_eq!(record(&sale, &id)["heads_up"], Value::Null, "nothing is half stored");
    let before = app.database.count("sale_event");
    for _ in 0..2 {
        sale.system.post_as(&at(&sale, &id, "at-risk"), &warning, "the-same-warning-once").must(200);
    }
    assert_eq!(app.database.count("sale_event"), before + 1, "said again, it has one effect");
    let record_now = record(&sale, &id);
    assert_eq!(record_now["heads_up"]["reason"], warning["reason"]);
    assert_eq!(record_now["heads_up"]["doing"], warning["doing"]);
    assert_eq!(record_now["heads_up"]["suggestion"], warning["suggestion"]);
    let shown = line(&sale, &id);
    assert_eq!((&shown["facts"]["state"], &shown["current_due"]), (&json!("at_risk"), &json!("2026-11-12")));
    assert_eq!(shown["proposed"]["due"], "2026-11-16");
    reply(&sale, &id, "decline_date");
    assert_eq!(line(&sale, &id)["facts"]["state"], "at_risk", "the original day stands");
    // The day that was refused stays on record, beside the one that is accepted.
    let sooner = json!({"due": "2026-11-14", "reason": "A smaller ship"});
    sale.vendor_does(&format!("/promises/{id}/propose-date"), &sooner);
    let waits = record(&sale, &id)["renegotiations"].clone();
    assert_eq!((&waits[0]["due"], &waits[0]["reason"]), (&json!("2026-11-16"), &warning["reason"]));
    assert_eq!((&waits[0]["by"], &waits[0]["consent"]["is_given"]), (&json!("Jonas Holm"), &json!(false)));
    assert_eq!((&waits[1]["due"], &waits[1]["consent"]), (&json!("2026-11-14"), &Value::Null));
    sale.vendor_does(
        &format!("/promises/{id}/propose-date"),
        &json!({"due": "2026-11-13", "reason": "Sooner"}),
    );
    reply(&sale, &id, "accept_date");
    let told = &sale.system.sale(sale.id).promises[0].renegotiations;
    let answers: Vec<_> = told.iter().map(|it| it.consent.as_ref().map(|consent| consent.is_given)).collect();
    assert_eq!(answers, [Some(false), None, Some(true)], "what another one replaced was never answered");
    assert_eq!(told[2].consent.as_ref().unwrap().by, Actor::Customer(sale.customer));
    sale.vendor_does(&format!("/promises/{id}/at-risk"), &json!({"reason": "Late", "doing": "We hurry"}));
    // On the day after, a warning is none any more.
    sale.wait_until("2026-11-14T10:00:00Z");
    let refused =
        sale.system.post(&at(&sale, &id, "at-risk"), &json!({"reason": "Late", "doing": "We hurry"}));
    let problem = refused.refused(ErrorCode::Conflict).json();
    assert_eq!(problem["standing"]["state"], "at_risk");
    let allowed = problem["standing"]["allowed"].as_array().unwrap().clone();
    assert!(allowed.contains(&json!({"action": "offer_remedy", "by": "member"})), "{allowed:?}");
    assert!(allowed.contains(&json!({"action": "dispute", "by": "customer"})), "{allowed:?}");
}

both!(the_original_day_stands_for_ever_and_three_rates_tell_what_became_of_promises);
fn the_original_day_stands_for_ever_and_three_rates_tell_what_became_of_promises(app: &TestApp) {
    let sale = bare(app);
    let make = |statement: &str| {
        promise(
            &sale,
            &json!({"statement": statement, "kind": "document", "source": "contract", "original_due": "2026-11-04"}),
        )
    };
    let [timely, agreed, late, broken, released, open] =
        ["One", "Two", "Three", "Four", "Five", "Six"].map(make);
    let kept =
        |id: &str| sale.vendor_does(&format!("/promises/{id}/claim-kept"), &json!({"evidence": "Signed"}));
    kept(&timely);
    reply(&sale, &timely, "agree");
    let later = json!({"due": "2026-11-10", "reason": "The ship is late"});
    sale.vendor_does(&format!("/promises/{agreed}/propose-date"), &later);
    sale.system
        .post(&at(&sale, &agreed, "propose-date"), &json!({"due": "2026-11-10", "reason": ""}))
        .refuses_field("/reason");
    let answers = path(sale.id, &format!("/promises/{agreed}/reply"));
    sale.browser.post(&answers, &json!({"reply": "accept_date"})).refuses_field("/proposed_at");
    let unread = json!({"reply": "accept_date", "proposed_at": "2026-11-01T09:00:00Z"});
    sale.browser.post(&answers, &unread).refused(ErrorCode::StateChanged);
    reply(&sale, &agreed, "accept_date");
    sale.browser
        .post(
            &path(sale.id, &format!("/promises/{agreed}/reply")),
            &json!({"reply": "accept_date", "proposed_at": "2026-11-02T09:00:00Z"}),
        )
        .refused(ErrorCode::Conflict);
    sale.vendor_does(&format!("/promises/{broken}/give-up"), &json!({"reason": "It is sold out"}));
    sale.customer_does(&format!("/promises/{released}/release"), &json!({}));
    sale.wait_until("2026-11-06T10:00:00Z");
    kept(&agreed);
    kept(&late);
    sale.wait_until("2026-11-12T10:00:00Z");
    let shown = line(&sale, &agreed);
    assert_eq!((&shown["original_due"], &shown["current_due"]), (&json!("2026-11-04"), &json!("2026-11-10")));
    assert_eq!((&shown["outcome"], &shown["is_agreed"]), (&json!("on_agreed"), &json!(false)));
    assert_eq!(line(&sale, &late)["outcome"], "late");
    assert_eq!(line(&sale, &open)["facts"]["state"], "made");
    let report = sale.system.get("/v1/reports/promises").must(200).json();
    let rate = |confirmed: u64, unconfirmed: u64, percent: f64| json!({"count": confirmed + unconfirmed, "confirmed": confirmed, "unconfirmed": unconfirmed, "percent": percent});
    assert_eq!(report["on_original"], rate(1, 0, 25.0));
    assert_eq!(report["on_agreed"], rate(0, 1, 25.0));
    assert_eq!(report["late"], rate(0, 1, 25.0));
    assert_eq!(report["broken"], rate(0, 1, 25.0));
    assert_eq!((&report["n"], &report["released"], &report["open"]), (&json!(4), &json!(1), &json!(1)));
    sale.vendor_does(&format!("/promises/{broken}/offer-remedy"), &json!({"text": "A month for free"}));
    reply(&sale, &broken, "accept_remedy");
    let report = sale.system.get("/v1/reports/promises").must(200).json();
    assert_eq!((&report["broken"], &report["made_good"]), (&rate(1, 0, 25.0), &json!(1)));
}

both!(promised_training_counts_down_by_the_sessions_that_took_place);
fn promised_training_counts_down_by_the_sessions_that_took_place(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().with("without_agenda", json!(true)).open(app, &vendor);
    let training = json!({"statement": "Training for two", "kind": "training", "source": "conversation", "quantity": 2, "original_due": "2026-12-01"});
    let wrong = json!({"statement": "A grinder", "kind": "service", "source": "conversation", "quantity": 2});
    sale.system.post(&format!("/v1/sales/{}/promises", sale.id), &wrong).refuses_field("/quantity");
    let id = promise(&sale, &training);
    let plan = |day: &str| {
        json!({
            "kind": "training", "title": format!("Session on {day}"), "owner": vendor.member,
            "slot": {"local_date": day, "hours": {"start": "10:00:00", "end": "10:45:00"}, "time_zone": "Europe/Copenhagen"},
        })
    };
    let sessions = format!("/promises/{id}/sessions");
    sale.vendor_does(&sessions, &json!({"plan": plan("2026-11-04")}));
    let planned = sale.system.acts(sale.id, "/touchpoints", &plan("2026-11-06"));
    let second = planned.touchpoints.last().unwrap().id;
    sale.vendor_does(&sessions, &json!({"touchpoint": second}));
    let counted = record(&sale, &id)["sessions"].clone();
    assert_eq!((&counted["total"], &counted["used"], &counted["planned"]), (&json!(2), &json!(0), &json!(2)));
    let first = counted["next"].clone();
    assert_eq!(counted["touchpoints"], json!([first, second]));
    let more = sale.system.post(&at(&sale, &id, "sessions"), &json!({"plan": plan("2026-11-09")}));
    more.refused(ErrorCode::Conflict);
    assert_eq!(sale.view().touchpoints.len(), 2, "the third session is not on the agenda");
    let nobody = json!({"plan": {"kind": "training", "title": "x", "owner": "mem_01h2xcejqtf2nbrexx3vqjhp41", "slot": plan("2026-11-09")["slot"]}});
    sale.system.post(&at(&sale, &id, "sessions"), &nobody).refuses_field("/plan/owner");
    sale.vendor_does(&format!("/promises/{id}/remove-session"), &json!({"touchpoint": second}));
    sale.system
        .post(&at(&sale, &id, "remove-session"), &json!({"touchpoint": second}))
        .refuses_field("/touchpoint");
    sale.vendor_does(&sessions, &json!({"touchpoint": second}));
    sale.wait_until("2026-11-04T12:00:00Z");
    sale.vendor_does(&format!("/touchpoints/{}/report", first.as_str().unwrap()), &json!({"next": second}));
    let counted = record(&sale, &id)["sessions"].clone();
    assert_eq!((&counted["used"], &counted["next"]), (&json!(1), &json!(second)));
    sale.wait_until("2026-11-06T12:00:00Z");
    sale.vendor_does(&format!("/touchpoints/{second}/report"), &json!({"nothing_next": true}));
    assert_eq!(record(&sale, &id)["sessions"]["used"], 2);
    let shown = line(&sale, &id);
    assert_eq!((&shown["facts"]["state"], &shown["kept_on"]), (&json!("claimed_kept"), &json!("2026-11-06")));
}

both!(nothing_that_was_described_changes_without_the_customers_consent);
fn nothing_that_was_described_changes_without_the_customers_consent(app: &TestApp) {
    let sale = bare(app);
    let id = grinder(&sale);
    let change = json!({"statement": "A smaller grinder", "reason": "The large one is not made any more"});
    sale.system
        .post(&at(&sale, &id, "propose-change"), &json!({"statement": "Smaller", "reason": ""}))
        .refuses_field("/reason");
    let unchanged = json!({"statement": "A grinder", "reason": "Because"});
    sale.system.post(&at(&sale, &id, "propose-change"), &unchanged).refuses_field("/statement");
    sale.vendor_does(&format!("/promises/{id}/propose-change"), &change);
    assert_eq!(line(&sale, &id)["statement"], "A grinder", "proposed is not agreed");
    reply(&sale, &id, "decline_change");
    sale.vendor_does(&format!("/promises/{id}/propose-change"), &change);
    reply(&sale, &id, "accept_change");
    assert_eq!(line(&sale, &id)["statement"], "A smaller grinder");
    let page = sale.browser.get(&path(sale.id, "/status-summary")).must(200).json();
    assert_eq!(page["promises"][0]["statement"], "A smaller grinder");
    let kept = record(&sale, &id);
    assert_eq!(
        (&kept["original"]["statement"], &kept["terms"]["statement"]),
        (&json!("A grinder"), &json!("A smaller grinder"))
    );
    let changes = kept["changes"].as_array().unwrap().clone();
    assert_eq!(changes.len(), 2, "the refusal stays on record too");
    assert_eq!(changes[0]["consent"]["is_given"], false);
    assert_eq!(changes[1]["consent"]["is_given"], true);
    assert_eq!(changes[1]["consent"]["is_yours"], true);
    assert_eq!(
        (&changes[1]["from"]["statement"], &changes[1]["to"]["statement"]),
        (&json!("A grinder"), &json!("A smaller grinder"))
    );
    assert_eq!(changes[1]["by"], "Jonas Holm");
    let vendors = sale.system.sale(sale.id).promises[0].changes[1].consent.clone().unwrap();
    assert_eq!(vendors.by, Actor::Customer(sale.customer));
    // There is no other way: no path edits a promise.
    sale.system.put(&format!("/v1/sales/{}/promises/{id}", sale.id), &change, "\"1\"").must(404);
    // "As described?" is asked when it is said to be kept, in the words that count.
    sale.vendor_does(&format!("/promises/{id}/claim-kept"), &json!({}));
    sale.wait_until("2026-11-02T12:00:00Z");
    let ask = sale.open_ask();
    assert_eq!((&*ask.check, &*ask.question), ("promise@1", "We said: “A smaller grinder”. Did we do it?"));
    assert_eq!(record(&sale, &id)["ask"], json!(ask.id));
    let partly = json!({"value": "partly", "text": "It is noisy"});
    sale.customer_does(&format!("/asks/{}/answers", ask.id), &partly);
    let shown = line(&sale, &id);
    assert_eq!((&shown["facts"]["state"], &shown["note"]), (&json!("disputed"), &json!("It is noisy")));
}

both!(a_late_promise_is_asked_about_and_is_made_good_by_the_customers_yes_alone);
fn a_late_promise_is_asked_about_and_is_made_good_by_the_customers_yes_alone(app: &TestApp) {
    let sale = bare(app);
    let id = grinder(&sale);
    let remedy = json!({"text": "A month of beans for free", "due": "2026-12-01"});
    sale.system.post(&at(&sale, &id, "offer-remedy"), &remedy).refused(ErrorCode::Conflict);
    sale.wait_until("2026-11-14T10:00:00Z");
    let ask = sale.open_ask();
    assert_eq!(&*ask.check, "promise@1", "nobody has said that it is kept, and its day is over");
    sale.customer_does(&format!("/asks/{}/answers", ask.id), &json!({"value": "no"}));
    assert_eq!(line(&sale, &id)["facts"]["state"], "disputed");
    sale.vendor_does(&format!("/promises/{id}/offer-remedy"), &remedy);
    reply(&sale, &id, "decline_remedy");
    sale.browser
        .post(
            &path(sale.id, &format!("/promises/{id}/reply")),
            &json!({"reply": "accept_remedy", "proposed_at": "2026-11-14T10:00:00Z"}),
        )
        .refused(ErrorCode::Conflict);
    sale.vendor_does(&format!("/promises/{id}/offer-remedy"), &remedy);
    reply(&sale, &id, "accept_remedy");
    assert_eq!(line(&sale, &id)["facts"]["state"], "made_good");
    let follow_up = sale.view().promises.into_iter().find(|it| &*it.statement == "A month of beans for free");
    let follow_up = follow_up.unwrap();
    assert_eq!(follow_up.original_due.unwrap().to_string(), "2026-12-01");
    assert_eq!(record(&sale, &follow_up.id.to_string())["makes_good"], json!(id));
}

both!(a_promise_says_who_made_it_and_when);
fn a_promise_says_who_made_it_and_when(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let said = |made_by: Value, made_on: &str| json!({"statement": "A grinder", "kind": "service", "source": "conversation", "made_by": made_by, "made_on": made_on});
    let plain = json!({"statement": "Beans", "kind": "other", "source": "proposal"});
    let stranger = json!("mem_01h2xcejqtf2nbrexx3vqjhp41");
    let with = |promises: Value| {
        a_sale()
            .with("without_agenda", json!(true))
            .with("purchased_at", json!("2026-10-30T09:00:00Z"))
            .with("promises", promises)
    };
    let sale = with(json!([plain])).open(app, &vendor);
    let refused = |promises: Value, pointer: &str| {
        let input = with(promises).input(&vendor, sale.customer);
        sale.system.post("/v1/sales", &input).refuses_field(pointer);
    };
    refused(json!([plain, said(stranger.clone(), "2026-10-30")]), "/promises/1/made_by");
    refused(json!([said(json!(vendor.member), "2026-11-03")]), "/promises/0/made_on");
    let promises = format!("/v1/sales/{}/promises", sale.id);
    sale.system.post(&promises, &said(stranger, "2026-10-30")).refuses_field("/made_by");
    sale.system.post(&promises, &said(json!(vendor.member), "2026-11-03")).refuses_field("/made_on");
    let mette = another_member(&sale, "Mette Dam");
    let (by_mette, by_hand) = (promise(&sale, &said(json!(mette), "2026-10-20")), promise(&sale, &plain));
    let made = |id: &str| {
        let record = record(&sale, id);
        (record["made_by"].clone(), record["made_on"].clone())
    };
    assert_eq!(made(&by_mette), (json!("Mette Dam"), json!("2026-10-20")));
    assert_eq!(made(&by_hand), (json!("Jonas Holm"), json!("2026-11-02")));
    let told = &sale.system.sale(sale.id).promises;
    let of_the_sale = told.iter().find(|it| it.made_on == Some("2026-10-30".parse().unwrap())).unwrap();
    assert_eq!(of_the_sale.made_by, Some(vendor.member), "said by the day of the order");
    // What a remedy becomes was offered by somebody, though the customer's yes makes it a promise.
    let remedy = json!({"text": "A month of beans", "due": "2026-12-01"});
    sale.vendor_does(&format!("/promises/{by_hand}/give-up"), &json!({"reason": "Sold out"}));
    sale.vendor_does(&format!("/promises/{by_hand}/offer-remedy"), &remedy);
    reply(&sale, &by_hand, "accept_remedy");
    let follow_up = sale.view().promises.into_iter().find(|it| &*it.statement == "A month of beans").unwrap();
    assert_eq!(made(&follow_up.id.to_string()), (json!("Jonas Holm"), json!("2026-11-02")));
}

both!(a_series_of_the_agenda_is_a_promise_that_counts_down_by_its_sessions);
fn a_series_of_the_agenda_is_a_promise_that_counts_down_by_its_sessions(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().open(app, &vendor);
    let made = sale.view().promises;
    assert_eq!(made.len(), 1);
    let (id, statement) = (made[0].id.to_string(), made[0].statement.to_string());
    assert_eq!(statement, "First session: getting going · Second session: your own questions");
    let counted = || record(&sale, &id)["sessions"].clone();
    let [first, second] = ["First session: getting going", "Second session: your own questions"]
        .map(|it| sale.touchpoint(it).id);
    assert_eq!(counted()["touchpoints"], json!([first, second]));
    assert_eq!((&counted()["total"], &counted()["planned"]), (&json!(2), &json!(2)));
    // The delivery comes a day later, and a session is moved: they stay what they are.
    sale.vendor_does("/expected-delivery", &json!({"on": "2026-11-10"}));
    sale.wait_until("2026-11-10T10:00:00Z");
    sale.vendor_does("/deliveries", &json!({"reference": "D-1", "delivered_on": "2026-11-10"}));
    let slot = |date: &str| json!({"local_date": date, "hours": {"start": "10:00:00", "end": "10:45:00"}, "time_zone": "Europe/Copenhagen"});
    let moved = json!({"to": slot("2026-11-16"), "reason": "Jonas is ill"});
    sale.vendor_does(&format!("/touchpoints/{first}/move"), &moved);
    assert_eq!(counted()["touchpoints"], json!([first, second]));
    sale.wait_until("2026-11-16T12:00:00Z");
    sale.vendor_reports(first, &json!({}));
    assert_eq!((&counted()["used"], &counted()["next"]), (&json!(1), &json!(second)));
    // What stands in for a session counts in its place, and the last one keeps the promise.
    let instead = json!({"kind": "training", "title": "Second session, by Mette", "owner": vendor.member, "slot": slot("2026-11-19")});
    let reply = json!({"reason": "Jonas is ill", "replacement": instead});
    sale.vendor_does(&format!("/touchpoints/{second}/cancel"), &reply);
    let third = sale.touchpoint("Second session, by Mette").id;
    assert_eq!((&counted()["planned"], &counted()["next"]), (&json!(1), &json!(third)));
    sale.wait_until("2026-11-19T12:00:00Z");
    sale.vendor_reports(third, &json!({}));
    assert_eq!(counted()["used"], 2);
    assert_eq!(line(&sale, &id)["facts"]["state"], "claimed_kept");
}

both!(a_promise_at_the_sale_is_checked_as_any_other_and_named_by_its_place);
fn a_promise_at_the_sale_is_checked_as_any_other_and_named_by_its_place(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let customer = vendor.client(app).post("/v1/customers", &a_customer("anna")).must(201).json();
    let customer = serde_json::from_value(customer["id"].clone()).unwrap();
    let promise = |kind: &str, quantity: Value| json!({"statement": "Training", "kind": kind, "source": "contract", "quantity": quantity});
    let open = |second: Value| {
        let promises = json!([promise("training", json!(2)), second]);
        vendor.client(app).post("/v1/sales", &a_sale().with("promises", promises).input(&vendor, customer))
    };
    open(promise("training", json!(0))).refuses_field("/promises/1/quantity");
    open(promise("price", json!(2))).refuses_field("/promises/1/quantity");
    let mut fix = promise("fix", Value::Null);
    fix["concern"] = json!("con_01h455vb4pex5vsknk084sn02q");
    open(fix).refuses_field("/promises/1/concern");
    assert_eq!(app.database.count("sale_event"), 0);
    open(promise("service", Value::Null)).must(201);
}
