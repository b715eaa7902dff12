//! How soon somebody meets the customer: after the delivery, and for a service after the purchase already.

use super::{
    silence::{row, shipped},
    *,
};

const CALL: &str = "A first call";

both!(a_template_in_which_nobody_meets_the_customer_soon_is_refused);
fn a_template_in_which_nobody_meets_the_customer_soon_is_refused(app: &TestApp) {
    let vendor = app.vendor("Heights Coaching");
    let system = vendor.client(app);
    let refuse = |template: &Value, key: &str, words: &str| {
        let before = app.database.count("template");
        let reply = system.post("/v1/templates", template).refused(ErrorCode::Validation);
        let fault = reply.json()["errors"][0].clone();
        assert_eq!(fault["pointer"], format!("/items/{}/offset", row(template, key)), "{}", reply.body);
        assert_eq!(fault["detail"], format!("breaks first_live_within for a {words}"));
        assert_eq!(app.database.count("template"), before, "nothing was stored");
    };
    let (_, mut small) = shipped(app, &vendor, "small-order");
    let delivery = row(&small, "delivery");
    small["items"][delivery]["offset"] = json!({"business_days": 5});
    let words = "delivery on a Monday: 5 business days after the start, at most 3, on day 7";
    refuse(&small, "delivery", words);

    // A service begins when it begins, but somebody calls soon after the order.
    let (_, service) = shipped(app, &vendor, "service-start");
    assert_eq!(service["first_live_from"], "purchase");
    let call = row(&service, "first_call");
    let mut late = service.clone();
    late["items"][call]["offset"] = json!({"business_days": 4});
    let words = "purchase on a Monday: 4 business days after the start, at most 3, on day 4";
    refuse(&late, "first_call", words);
    let mut nobody = service.clone();
    nobody["items"].as_array_mut().unwrap().remove(call);
    let words = "purchase on a Monday: only with the delivery, at most 3 business days after the start";
    refuse(&nobody, "getting_ready", words);
    // Goods are not met before they are there.
    nobody.as_object_mut().unwrap().remove("first_live_from");
    nobody["key"] = json!("our-own");
    system.post("/v1/templates", &nobody).must(201);
}

both!(the_first_call_of_a_service_is_measured_from_the_purchase);
fn the_first_call_of_a_service_is_measured_from_the_purchase(app: &TestApp) {
    let vendor = app.vendor("Heights Coaching");
    let open = |key: &str| {
        let sale = a_sale().with("template", shipped(app, &vendor, key).0);
        sale.with("expected_delivery_on", json!("2026-11-23")).open(app, &vendor)
    };
    let (service, goods) = (open("service-start"), open("first-30-days"));
    let first = service.touchpoint(CALL);
    assert_eq!(first.slot.local_date.to_string(), "2026-11-04");
    assert_eq!(agenda(&service)["first_live"], json!(first.id));
    let to = |day: &str| json!({"to": slot(day), "reason": "Jonas travels on Wednesday"});
    let call = format!("/touchpoints/{}", first.id);
    let late = refused(app, &service, &format!("{call}/move"), &to("2026-11-06"), ErrorCode::MomentumGap);
    assert_eq!(breaches(&late), [("first_live_within".to_owned(), 3, 4)]);
    let by = |title: &str, day: &str| json!({"kind": "call", "title": title, "owner": vendor.member, "slot": slot(day)});
    let off = json!({"reason": "Jonas travels on Wednesday", "replacement": by("Mette", "2026-11-09")});
    let off = refused(app, &service, &format!("{call}/cancel"), &off, ErrorCode::MomentumGap);
    assert_eq!(breaches(&off), [("first_live_within".to_owned(), 3, 5)]);
    // Somebody else who calls in time makes good for it.
    let mut bridged = to("2026-11-06");
    bridged["bridge"] = by("Mette calls", "2026-11-05");
    service.vendor_does(&format!("{call}/move"), &bridged);
    assert_eq!(service.touchpoint(CALL).slot.local_date.to_string(), "2026-11-06");

    // Goods are there with the delivery: what is put off before it keeps nobody waiting.
    let ready = goods.touchpoint("Getting ready for your delivery");
    assert_eq!(ready.slot.local_date.to_string(), "2026-11-19");
    goods.vendor_does(&format!("/touchpoints/{}/move", ready.id), &to("2026-11-20"));
}
