//! What a customer lets the vendor show stands beside the reasons of others, while they let it.

use serde_json::{Value, json};

use crate::{
    builders::{TestSale, a_sale},
    clients::path,
    harness::TestApp,
};

/// The vendor asks for a success that the customer agreed to; returns the testimonial's path.
fn asked(sale: &TestSale, reason_kind: &Value) -> String {
    let entry = json!({"sentence": "It came on the promised day", "happened_on": "2026-11-02"});
    let success = sale.system.acts(sale.id, "/successes", &entry).value.successes[0].id;
    sale.customer_does(&format!("/successes/{success}/agree"), &json!({}));
    let ask = json!({"success": success, "uses": ["portal", "website"], "reason_kind": reason_kind});
    let known = sale.system.acts(sale.id, "/testimonials", &ask).value.testimonials;
    format!("/testimonials/{}", known.last().unwrap().id)
}

fn grant(words: &str, uses: &Value) -> Value {
    json!({"words": words, "shown_as": "Anna B., Copenhagen", "uses": uses})
}

fn granted(sale: &TestSale, words: &str, reason_kind: &Value) -> String {
    let testimonial = asked(sale, reason_kind);
    sale.customer_does(&format!("{testimonial}/grant"), &grant(words, &json!(["portal"])));
    testimonial
}

/// The words that stand beside the reasons of this sale, in their order.
#[track_caller]
fn proof(sale: &TestSale) -> Vec<String> {
    let whole = sale.browser.get(&path(sale.id, "")).must(200).json();
    let words = |it: &Value| it["words"].as_str().unwrap().to_owned();
    whole["value"]["proof"].as_array().unwrap().iter().map(words).collect()
}

both!(what_a_customer_lets_be_shown_stands_beside_the_reasons_of_others_until_they_take_it_back);
fn what_a_customer_lets_be_shown_stands_beside_the_reasons_of_others_until_they_take_it_back(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let (giver, reader) = (a_sale().open(app, &vendor), a_sale().open(app, &vendor));
    let stranger = a_sale().open(app, &app.vendor("Best Boats"));
    let testimonial = asked(&giver, &json!("trust"));
    assert_eq!(proof(&reader), [""; 0], "a question is no consent");
    let website = grant("It came on the day", &json!(["website"]));
    giver.customer_does(&format!("{testimonial}/grant"), &website);
    assert_eq!(proof(&reader), [""; 0], "a yes for another use is none for this one");
    giver.customer_does(&format!("{testimonial}/revoke"), &json!({}));
    let own = path(reader.id, "");
    let before = reader.browser.get(&own).must(200).header("etag").to_owned();
    giver.customer_does(&format!("{testimonial}/grant"), &grant("It came on the day", &json!(["portal"])));
    // The reader's page hears of it at its next question, though nothing happened to their sale.
    let seen = reader.browser.send("GET", &own, &[("If-None-Match", &before)], None).must(200);
    let shown = &seen.json()["value"]["proof"];
    let one = json!([{
        "words": "It came on the day", "shown_as": "Anna B., Copenhagen", "reason_kind": "trust",
        "since": shown[0]["since"],
    }]);
    assert_eq!(shown, &one, "nothing else of the giver is told");
    assert_eq!(proof(&giver), [""; 0], "never one's own");
    assert_eq!(proof(&stranger), [""; 0], "never another vendor's");
    giver.customer_does(&format!("{testimonial}/revoke"), &json!({}));
    let known = seen.header("etag");
    let after = reader.browser.send("GET", &own, &[("If-None-Match", known)], None).must(200);
    assert!(!after.body.contains("It came on the day"), "{}", after.body);
    // The vendor may stop showing it, too.
    giver.customer_does(&format!("{testimonial}/grant"), &grant("It came on the day", &json!(["portal"])));
    assert_eq!(proof(&reader).len(), 1);
    giver.vendor_does(&format!("{testimonial}/withdraw"), &json!({}));
    assert_eq!(proof(&reader), [""; 0]);
}

both!(what_speaks_to_the_readers_reasons_comes_first_and_three_are_enough);
fn what_speaks_to_the_readers_reasons_comes_first_and_three_are_enough(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let reader = a_sale().open(app, &vendor);
    reader.customer_does("/reasons", &json!({"text": "Cheaper to run", "kind": "price"}));
    for (minute, (words, kind)) in
        (1..).zip([("A", json!("price")), ("B", json!(null)), ("C", json!("trust")), ("D", json!("need"))])
    {
        reader.wait_until(&format!("2026-11-02T12:0{minute}:00Z"));
        granted(&a_sale().open(app, &vendor), words, &kind);
    }
    assert_eq!(proof(&reader), ["A", "D", "C"]);
}

both!(the_vendors_library_keeps_every_question_with_the_consent_as_it_stands);
fn the_vendors_library_keeps_every_question_with_the_consent_as_it_stands(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sales = [(); 3].map(|()| a_sale().open(app, &vendor));
    granted(&sales[0], "First", &json!(null));
    sales[0].wait_until("2026-11-02T12:01:00Z");
    let second = granted(&sales[1], "Second", &json!("price"));
    sales[1].customer_does(&format!("{second}/revoke"), &json!({}));
    sales[0].wait_until("2026-11-02T12:02:00Z");
    asked(&sales[2], &json!(null));
    let list = |query: &str| {
        let page = sales[0].system.get(&format!("/v1/testimonials{query}")).must(200).json();
        (page["items"].as_array().unwrap().clone(), page["next_cursor"].as_str().map(ToOwned::to_owned))
    };
    let (all, _) = list("");
    let states: Vec<&str> = all.iter().map(|it| it["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["asked", "revoked", "granted"]);
    assert_eq!((&all[1]["grant"], &all[1]["is_shown"]), (&Value::Null, &json!(false)), "no word stays");
    assert_eq!((&all[2]["grant"]["words"], &all[2]["is_shown"]), (&json!("First"), &json!(true)));
    assert_eq!(all[2]["sale"], json!(sales[0].id));
    assert_eq!(list("?state=granted").0.len(), 1);
    let (first, cursor) = list("?limit=2");
    assert_eq!(first, all[..2]);
    assert_eq!(list(&format!("?limit=2&cursor={}", cursor.unwrap())).0, all[2..]);
    app.agrees_with_its_log();
    for planted in ["UPDATE testimonial SET is_shown = 1", "DELETE FROM testimonial"] {
        app.database.execute(planted);
        let (_, found) = app.differences(followthrough_backend::service::rebuild::Mode::Repair);
        assert!(found.iter().all(|what| what.starts_with("testimonial")) && found.len() > 1, "{found:?}");
    }
    app.agrees_with_its_log();
    assert_eq!(list("").0, all);
}
