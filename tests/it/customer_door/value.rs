//! What a customer does with deliveries line by line, with value, and at the end.

use serde_json::json;

use crate::{
    builders::{TestSale, a_sale},
    harness::{TestApp, TestVendor},
};

/// Everything of it, each at least once.
pub fn completion_and_value(app: &TestApp, vendor: &TestVendor) {
    let sale = a_sale().open(app, vendor);
    sale.browser.get(&format!("/v1/portal/sales/{}/status-summary", sale.id)).must(200);
    let delivery = json!({"reference": "D-1", "delivered_on": "2026-11-02", "lines": [{"article": "Cups", "quantity": 2}]});
    let id = sale.system.acts(sale.id, "/deliveries", &delivery).deliveries[0].id;
    let lines = json!({"lines": [{"line": 1, "verdict": "accepted"}]});
    sale.customer_does(&format!("/deliveries/{id}/lines"), &lines);
    value(&sale);
    let offer = json!({"about": "A bar", "why": "They know milk", "other": {"name": "Bo Lund"}});
    for (row, what) in [(0, "accept"), (1, "decline")] {
        let offered = sale.system.acts(sale.id, "/introductions", &offer).value.introductions[row].id;
        sale.customer_does(&format!("/introductions/{offered}/{what}"), &json!({}));
    }
    let plan = json!({"interval": {"every": 6, "unit": "weeks"}, "topics": ["Service"], "next_review_on": "2027-05-01", "owner": vendor.member});
    sale.vendor_does("/relationship-plan", &plan);
    sale.customer_does("/relationship-plan/propose-change", &json!({"wish": "Less often"}));
    sale.customer_does("/relationship-plan/accept", &json!({"version": 1}));
    sale.customer_does("/asks", &json!({"check": "complete@1"}));
    let ask = sale.open_ask().id;
    sale.customer_does(&format!("/asks/{ask}/answers"), &json!({"value": "yes"}));
    sale.customer_does("/referrals", &json!({"name": "Roskilde", "relation": "location"}));
    let named = sale.system.sale(sale.id).value.referrals[0].id;
    sale.customer_does(&format!("/referrals/{named}/withdraw"), &json!({}));
    sale.customer_does("/end-unsatisfied", &json!({"reason": "It is too loud"}));
}

fn value(sale: &TestSale) {
    sale.customer_does("/reasons", &json!({"text": "One face"}));
    sale.customer_does("/expectations", &json!({"statement": "Quiet"}));
    let known = sale.system.sale(sale.id).value;
    let (reason, expectation) = (known.reasons[0].id, known.expectations[0].id);
    sale.customer_does(&format!("/reasons/{reason}/correct"), &json!({"text": "One face for all"}));
    sale.customer_does(&format!("/expectations/{expectation}/state"), &json!({"state": "met"}));
    let entry = json!({"sentence": "It runs", "happened_on": "2026-11-02"});
    let success = sale.system.acts(sale.id, "/successes", &entry).value.successes[0].id;
    sale.customer_does(&format!("/successes/{success}/correct"), &json!({"words": "It runs well"}));
    sale.customer_does(&format!("/successes/{success}/agree"), &json!({}));
    let ask = json!({"success": success, "uses": ["portal"]});
    let grant = json!({"words": "It runs", "shown_as": "Anna B.", "uses": ["portal"]});
    let asked: Vec<_> = (0..2)
        .map(|row| sale.system.acts(sale.id, "/testimonials", &ask).value.testimonials[row].id)
        .collect();
    sale.customer_does(&format!("/testimonials/{}/grant", asked[0]), &grant);
    sale.customer_does(&format!("/testimonials/{}/revoke", asked[0]), &json!({}));
    sale.customer_does(&format!("/testimonials/{}/decline", asked[1]), &json!({}));
    let pick = json!({"title": "Milk", "link": "https://shop.example/milk", "why": "You asked"});
    let picked = sale.system.acts(sale.id, "/resources", &pick).value.resources[0].id;
    for what in ["open", "useful", "not-for-me"] {
        sale.customer_does(&format!("/resources/{picked}/{what}"), &json!({}));
    }
}
