//! What was done: with the words that were sent, what came of it, and what comes next.

use super::*;

both!(thanks_are_done_by_their_words_a_note_by_its_copy_and_the_second_thanks_by_its_outcome);
fn thanks_are_done_by_their_words_a_note_by_its_copy_and_the_second_thanks_by_its_outcome(app: &TestApp) {
    let (_, sale) = delivered(app);
    sale.wait_until("2026-11-16T16:00:00Z");
    for (title, field, body) in [
        ("Thank you for your order", "sent", json!({"sent": "Dear Anna, thank you for choosing us."})),
        ("A note from us", "evidence", json!({"evidence": "file://notes/2026/anna.jpg"})),
        ("A quick call to say thank you", "note", json!({"note": "She asked for the grinder's manual"})),
    ] {
        let id = sale.touchpoint(title).id;
        let what = format!("/touchpoints/{id}/report");
        let next = sale.touchpoint("Three weeks in: is it doing what you bought it for?").id;
        let reply = refused(app, &sale, &what, &json!({"next": next}), ErrorCode::Validation);
        assert_eq!(reply.json()["errors"][0]["pointer"], format!("/{field}"), "{title}");
        sale.vendor_reports(id, &body);
        let shown = match field {
            "note" => json!(sale.touchpoint(title).report_note),
            _ => item(&sale, id)[field].clone(),
        };
        assert_eq!(shown, body[field], "{title}");
    }
    assert_eq!(item(&sale, sale.touchpoint("A quick call to say thank you").id)["purpose"], "thanks_again");
}

both!(whoever_reports_names_what_comes_next_and_the_customer_reads_it);
fn whoever_reports_names_what_comes_next_and_the_customer_reads_it(app: &TestApp) {
    let (vendor, sale) = delivered(app);
    let delivery = sale.touchpoint("Delivery day").id;
    let call = sale.touchpoint("A quick call to say thank you");
    let what = format!("/touchpoints/{delivery}/report");
    let post = |body: &Value| sale.system.post(&format!("/v1/sales/{}{what}", sale.id), body);
    post(&json!({})).refuses_field("/next");
    post(&json!({"next": delivery})).refuses_field("/next");
    let earlier = sale.touchpoint("Thank you for your order").id;
    post(&json!({"next": earlier})).refuses_field("/next");
    post(&json!({"nothing_next": true})).refuses_field("/nothing_next");
    post(&json!({"next": call.id, "nothing_next": true})).refuses_field("/next");
    sale.vendor_does(&what, &json!({"note": "It runs", "next": call.id}));
    let next = item(&sale, delivery)["next"].clone();
    assert_eq!((&next["id"], &next["title"]), (&json!(call.id), &json!("A quick call to say thank you")));
    assert_eq!(next["slot"]["local_date"], "2026-11-10");
    // Or it is planned in the same breath.
    sale.wait_until("2026-11-10T12:00:00Z");
    let plan =
        json!({"kind": "visit", "title": "The new seal", "owner": vendor.member, "slot": slot("2026-11-11")});
    let report = format!("/touchpoints/{}/report", call.id);
    sale.vendor_does(&report, &json!({"note": "The seal drips", "plan": plan}));
    let visit = sale.touchpoint("The new seal").id;
    assert_eq!(item(&sale, call.id)["next"]["id"], json!(visit));
    let history = sale.browser.get(&path(sale.id, "/history"));
    assert!(history.status != 200 || history.body.contains("The new seal"), "{}", history.body);
}

both!(sessions_of_a_series_count_down);
fn sessions_of_a_series_count_down(app: &TestApp) {
    let (vendor, sale) = delivered(app);
    for (title, date) in
        [("Barista one", "2026-11-12"), ("Barista two", "2026-11-17"), ("Barista three", "2026-11-23")]
    {
        sale.vendor_does("/touchpoints", &session(&vendor, title, date));
    }
    let series = |sale: &TestSale| -> Value {
        let all = agenda(sale)["series"].as_array().unwrap().clone();
        all.into_iter().find(|series| series["key"] == "coaching").unwrap()
    };
    assert_eq!((&series(&sale)["used"], &series(&sale)["total"]), (&json!(0), &json!(3)));
    let (one, two) = (sale.touchpoint("Barista one").id, sale.touchpoint("Barista two").id);
    assert_eq!(item(&sale, two)["session"], json!({"series": "coaching", "number": 2, "of": 3}));
    sale.wait_until("2026-11-12T12:00:00Z");
    sale.vendor_does(&format!("/touchpoints/{one}/report"), &json!({"next": two}));
    assert_eq!((&series(&sale)["used"], &series(&sale)["next"]), (&json!(1), &json!(two)));
    assert_eq!(
        sale.system.sale(sale.id).agenda.series.iter().find(|it| &*it.key == "coaching").unwrap().used,
        1
    );
    // A session far from the one before is refused like any other gap.
    let reply = refused(
        app,
        &sale,
        "/touchpoints",
        &session(&vendor, "Barista four", "2026-12-02"),
        ErrorCode::MomentumGap,
    );
    assert_eq!(breaches(&reply), [("max_series_gap".to_owned(), 7, 9)]);
}

both!(what_the_customer_missed_is_still_owed_and_every_outcome_is_counted);
fn what_the_customer_missed_is_still_owed_and_every_outcome_is_counted(app: &TestApp) {
    let (vendor, sale) = delivered(app);
    let told = || sale.system.get("/v1/reports/touchpoints").must(200).json();
    let codes = || {
        let list = sale.system.get("/v1/worklist/today").must(200).json();
        let reasons = list["items"][0]["reasons"].as_array().unwrap().clone();
        reasons.iter().map(|reason| reason["code"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let owed = |code: &str| codes().iter().any(|known| known == code);
    for (title, date) in [("Barista one", "2026-11-12"), ("Barista two", "2026-11-17")] {
        sale.vendor_does("/touchpoints", &session(&vendor, title, date));
    }
    let free =
        json!({"kind": "call", "title": "A short call", "owner": vendor.member, "slot": slot("2026-11-10")});
    sale.vendor_does("/touchpoints", &free);
    let before = told();
    assert_eq!((&before["planned"], &before["n"]), (&before["total"], &json!(0)));
    assert_eq!(before["done_confirmed_percent"], Value::Null);
    let total = before["total"].as_u64().unwrap();
    let contacts = sale.view().touchpoints.iter().filter(|it| it.facts.kind.is_outward()).count();
    assert_eq!(total, u64::try_from(contacts).unwrap(), "questions are no contacts");

    // A call that nobody needs is no more than missed; a session of a series is owed still.
    sale.wait_until("2026-11-12T12:00:00Z");
    let missed = |title: &str, by: &str| {
        let id = sale.touchpoint(title).id;
        sale.vendor_does(&format!("/touchpoints/{id}/missed"), &json!({"by": by}));
        id
    };
    missed("A short call", "customer");
    assert!(!owed("missed_by_customer"), "{:?}", codes());
    let one = missed("Barista one", "customer");
    assert!(owed("missed_by_customer") && !owed("missed_by_us"), "{:?}", codes());
    let series = || {
        agenda(&sale)["series"].as_array().unwrap().iter().find(|it| it["key"] == "coaching").unwrap().clone()
    };
    assert_eq!((&series()["used"], &series()["total"]), (&json!(0), &json!(2)));
    let mut instead = session(&vendor, "Barista one, again", "2026-11-16");
    instead["replaces"] = json!(one);
    sale.vendor_does("/touchpoints", &instead);
    assert!(!owed("missed_by_customer"), "{:?}", codes());
    assert_eq!(
        (&series()["used"], &series()["total"]),
        (&json!(0), &json!(2)),
        "it stands in for the missed one"
    );

    // Done by the customer's word, by silence, contradicted, missed by us, called off.
    let thanks = sale.touchpoint("A quick call to say thank you").id;
    sale.vendor_reports(thanks, &json!({"note": "They are happy"}));
    sale.customer_does(&format!("/touchpoints/{thanks}/agree"), &json!({}));
    let day = sale.touchpoint("Delivery day").id;
    sale.vendor_reports(day, &json!({"note": "It runs"}));
    let first = sale.touchpoint("First session: getting going").id;
    sale.vendor_reports(first, &json!({"note": "Two were there"}));
    sale.customer_does(&format!("/touchpoints/{first}/dispute"), &json!({"note": "Nobody came"}));
    missed("Getting ready for your delivery", "member");
    let two = sale.touchpoint("Barista two").id;
    sale.customer_does(&format!("/touchpoints/{two}/cancel"), &json!({}));
    let now = told();
    let expected = json!({
        "total": total + 1, "planned": total + 1 - 7, "n": 6, "done_confirmed": 1, "done_unconfirmed": 1,
        "disputed": 1, "missed_by_vendor": 1, "missed_by_customer": 2, "cancelled": 1,
        "done_confirmed_percent": 16.67, "done_unconfirmed_percent": 16.67,
    });
    assert_eq!(now, expected);
    assert_eq!(
        app.vendor("Best Boats").client(app).get("/v1/reports/touchpoints").must(200).json()["total"],
        0
    );
}
