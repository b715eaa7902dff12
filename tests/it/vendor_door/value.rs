//! What a vendor does for completion, value and the next cycle.

use serde_json::json;

use crate::{
    builders::{TestSale, a_sale},
    harness::{TestApp, TestVendor},
};

/// Everything of it, each at least once.
pub fn completion_and_value(app: &TestApp, vendor: &TestVendor) {
    let sale = a_sale().open(app, vendor);
    let completion = sale.system.get(&format!("/v1/sales/{}/completion", sale.id)).must(200).json();
    assert_eq!(completion["is_complete"], false);
    let tag = sale.system.get("/v1/pledge").must(200).header("etag").to_owned();
    sale.system.put("/v1/pledge", &json!({"text": "Call us first."}), &tag).must(200);
    sale.system.get(&format!("/v1/sales/{}/status-summary", sale.id)).must(200);
    successes(&sale);
    let offer = json!({"about": "A bar", "why": "They know milk", "other": {"name": "Bo Lund"}});
    let offered = sale.system.acts(sale.id, "/introductions", &offer).value.introductions[0].id;
    let said = json!({"is_yes": true, "said": "By mail"});
    sale.vendor_does(&format!("/introductions/{offered}/record-answer"), &said);
    sale.vendor_does(&format!("/introductions/{offered}/withdraw"), &json!({"note": "They moved"}));
    let plan = json!({"interval": {"every": 6, "unit": "weeks"}, "topics": ["Service"], "next_review_on": "2027-05-01", "owner": vendor.member});
    sale.vendor_does("/relationship-plan", &plan);
    referrals(&sale);
    sale.vendor_does("/end-unsatisfied", &json!({"reason": "We could not make it work"}));
}

fn successes(sale: &TestSale) {
    sale.vendor_does("/reasons", &json!({"text": "One face", "kind": "trust"}));
    sale.vendor_does("/expectations", &json!({"statement": "Quiet", "is_vital": true}));
    let pick = json!({"title": "Milk", "link": "https://shop.example/milk", "why": "You asked"});
    sale.vendor_does("/resources", &pick);
    let entry = json!({"sentence": "It runs", "happened_on": "2026-11-02"});
    let first = sale.system.acts(sale.id, "/successes", &entry).value.successes[0].id;
    let second = sale.system.acts(sale.id, "/successes", &entry).value.successes[0].id;
    sale.vendor_does(&format!("/successes/{first}/rewrite"), &json!({"sentence": "It runs well"}));
    sale.vendor_does(&format!("/successes/{second}/withdraw"), &json!({}));
    sale.customer_does(&format!("/successes/{first}/agree"), &json!({}));
    let ask = json!({"success": first, "uses": ["portal"]});
    let asked = sale.system.acts(sale.id, "/testimonials", &ask).value.testimonials[0].id;
    sale.vendor_does(&format!("/testimonials/{asked}/withdraw"), &json!({}));
    sale.system.get("/v1/testimonials?state=withdrawn").must(200);
}

fn referrals(sale: &TestSale) {
    sale.vendor_does("/deliveries", &json!({"reference": "D-9", "delivered_on": "2026-11-02"}));
    sale.vendor_does("/asks", &json!({"check": "complete@1", "about": {"subject": "sale"}}));
    let ask = sale.open_ask().id;
    sale.customer_does(&format!("/asks/{ask}/answers"), &json!({"value": "yes"}));
    let name = json!({"name": "Roskilde", "relation": "location"});
    let ids: Vec<_> =
        (0..2).map(|row| sale.system.acts(sale.id, "/referrals", &name).value.referrals[row].id).collect();
    for (row, what) in [(0, "approach"), (0, "win"), (1, "lose")] {
        sale.vendor_does(&format!("/referrals/{}/{what}", ids[row]), &json!({}));
    }
}
