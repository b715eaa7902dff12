//! One page about where a sale stands, to be shown to the boss.

use serde_json::json;

use crate::{
    builders::{a_customer, a_sale},
    clients::path,
    harness::TestApp,
};

both!(the_status_of_a_sale_is_one_dated_page_that_can_be_printed);
fn the_status_of_a_sale_is_one_dated_page_that_can_be_printed(app: &TestApp) {
    let vendor = app.vendor("Nordic <Coffee>");
    let sale = a_sale().with("title", json!("Machine <script>alert(1)</script> & Co")).open(app, &vendor);
    let promise = |words: &str, due: &str| json!({"statement": words, "kind": "service", "source": "contract", "original_due": due});
    sale.vendor_does("/promises", &promise("A \"grinder\"", "2026-11-05"));
    let kept = sale.system.acts(sale.id, "/promises", &promise("A manual", "2026-11-06"));
    let kept = kept.promises.iter().find(|it| &*it.statement == "A manual").unwrap().id;
    sale.vendor_does(&format!("/promises/{kept}/claim-kept"), &json!({}));
    sale.customer_does("/concerns", &json!({"kind": "problem", "severity": "small", "words": "It drips"}));
    sale.wait_until("2026-11-09T12:00:00Z");
    let own = path(sale.id, "/status-summary");
    let vendors = format!("/v1/sales/{}/status-summary", sale.id);
    let said = sale.browser.get(&own).must(200).json();
    assert_eq!(said["on"], "2026-11-09");
    assert_eq!((&said["kept"], &said["late"], &said["open_concerns"]), (&json!(1), &json!(1), &json!(1)));
    assert_eq!((&said["is_delivered"], &said["is_paid"]), (&json!(false), &json!(false)));
    assert!(said["next_contact_on"].is_string() && said["owner"] == "Jonas Holm");
    assert_eq!(sale.system.get(&vendors).must(200).json(), said);

    let html = [("Accept", "text/html,application/xhtml+xml")];
    for reply in [sale.browser.send("GET", &own, &html, None), sale.system.send("GET", &vendors, &html, None)]
    {
        let reply = reply.must(200);
        assert!(reply.body.starts_with("<!doctype html><html lang=\"en\" dir=\"ltr\">"), "{}", reply.body);
        assert!(reply.body.contains("Machine &lt;script&gt;alert(1)&lt;/script&gt; &amp; Co"));
        assert!(reply.body.contains("A &quot;grinder&quot;") && !reply.body.contains("<script"));
        assert!(!reply.body.contains("http"), "nothing from elsewhere: {}", reply.body);
        assert!(
            reply.header("content-security-policy").starts_with("default-src 'none'; style-src 'sha256-")
        );
        assert_eq!((reply.header("x-robots-tag"), reply.header("cache-control")), ("noindex", "no-store"));
    }
    let arabic = sale.browser.clone().claiming("locale", json!("ar"));
    let page = arabic.send("GET", &own, &html, None).must(200).body;
    assert!(page.contains("lang=\"ar\" dir=\"rtl\"") && page.contains("الوعود"), "{page}");

    // Another customer finds nothing there.
    sale.system.post("/v1/customers", &a_customer("bo")).must(201);
    vendor.customer(app, "bo").get(&own).must(404);
}

both!(the_vendors_pledge_is_what_a_customer_reads_first_in_their_language);
fn the_vendors_pledge_is_what_a_customer_reads_first_in_their_language(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().open(app, &vendor);
    let own = path(sale.id, "");
    let german = sale.browser.clone().claiming("locale", json!("de"));
    let first = german.get(&own).must(200);
    assert!(
        first.json()["pledge"]
            .as_str()
            .unwrap()
            .starts_with("Wir stehen für das ein, was wir zugesagt haben")
    );
    let known = sale.system.get("/v1/pledge").must(200);
    let tag = known.header("etag").to_owned();
    let new = json!({"text": {"en": "Call us first.", "de": "Rufen Sie uns zuerst an."}});
    sale.system.put("/v1/pledge", &json!({"text": {"x": "?"}}), &tag).refuses_field("/text");
    sale.system.put("/v1/pledge", &new, &tag).must(200);
    sale.system.put("/v1/pledge", &new, &tag).must(412);
    // The tag of the view changed with it, so nobody keeps the old one.
    let again = german.get(&own).must(200);
    assert_ne!(again.header("etag"), first.header("etag"));
    assert_eq!(again.json()["pledge"], "Rufen Sie uns zuerst an.");
    assert_eq!(sale.browser.get(&own).must(200).json()["pledge"], "Call us first.");
}
