//! What a customer does about how problems are handled.

use serde_json::{Value, json};

use crate::{
    attachments,
    builders::TestSale,
    clients::{fresh_key, path},
    harness::TestVendor,
};

/// What the customer reads about problems.
pub fn part(sale: &TestSale) -> Value {
    sale.browser.get(&path(sale.id, "")).must(200).json()["handling"].clone()
}

/// Replaces a thing of the customer's.
pub fn put(sale: &TestSale, what: &str, body: &Value) -> crate::http::Reply {
    let (body, key) = (body.to_string(), fresh_key());
    let headers = [("Content-Type", "application/json"), ("Idempotency-Key", &*key)];
    sale.browser.send("PUT", &path(sale.id, what), &headers, Some(body.as_bytes()))
}

/// Does everything once.
pub fn everything(sale: &TestSale, vendor: &TestVendor) {
    sale.vendor_does("/agreement", &json!({}));
    let reply = json!({"version": 1, "reply": "change_wanted", "words": "Call me, do not write"});
    sale.customer_does("/agreement/replies", &reply);
    sale.customer_does("/agreement/replies", &json!({"version": 1, "reply": "accept"}));
    assert_eq!(part(sale)["agreement"]["state"], "accepted");
    put(sale, "/vital-areas", &json!({"areas": [{"area": "Quiet", "standard": "Not heard next door"}]}))
        .must(200);
    assert_eq!(part(sale)["vital_areas"][0]["area"], "Quiet");
    concerns(sale);
    let plan = json!({"title": "All machines run", "overseer": vendor.member, "due": "2026-12-20"});
    sale.vendor_does("/milestones", &plan);
    let milestone = part(sale)["milestones"][0]["id"].as_str().unwrap().to_owned();
    sale.customer_does(&format!("/milestones/{milestone}/snags"), &json!({"text": "A scratch"}));
    let snag = part(sale)["milestones"][0]["snags"][0]["id"].as_str().unwrap().to_owned();
    let snag = format!("/milestones/{milestone}/snags/{snag}");
    sale.customer_does(&format!("{snag}/confirm"), &json!({"expected_state": "open"}));
    sale.customer_does(&format!("{snag}/reopen"), &json!({"note": "It is another one"}));
    assert_eq!(part(sale)["milestones"][0]["snags"][0]["state"], "open");
}

fn concerns(sale: &TestSale) {
    let request = json!({"kind": "request", "words": "Two more cups, please"});
    let id = sale.customer_does("/concerns", &request).concerns[0].id;
    sale.customer_does(&format!("/concerns/{id}/describe"), &json!({"kind": "complaint"}));
    attachments::everything(sale, id);
    sale.browser.get(&path(sale.id, "/clocks")).must(200);
    sale.vendor_does(&format!("/concerns/{id}/propose"), &json!({"text": "They are in the mail"}));
    sale.customer_does(&format!("/concerns/{id}/confirm"), &json!({}));
    let view = sale.customer_does(&format!("/concerns/{id}/it-is-back"), &json!({"words": "One broke"}));
    let again = view.concerns[0].id;
    sale.vendor_does(&format!("/concerns/{again}/start"), &json!({}));
    let last_word = json!({"text": "Cups break", "outside_route": "The trade board"});
    sale.vendor_does(&format!("/concerns/{again}/final-answer"), &last_word);
    sale.customer_does(&format!("/concerns/{again}/disagree"), &json!({"note": "Not at once"}));
    sale.customer_does(&format!("/concerns/{again}/withdraw"), &json!({}));
}
