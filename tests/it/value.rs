//! Why the customer chose this, what came of it, whom to thank for it, and what comes next.

use followthrough_common::{
    api::view::TouchpointView,
    domain::{concern::ConcernState, contact::ContactReason, touchpoint::TouchpointState},
    error::ErrorCode,
};
use serde_json::{Value, json};

use crate::{
    builders::{TestSale, a_sale},
    clients::{fresh_key, path},
    harness::{TestApp, TestVendor},
};

/// What the customer sees beside the first paint.
#[track_caller]
fn whole(sale: &TestSale) -> Value {
    sale.browser.get(&path(sale.id, "")).must(200).json()
}

#[track_caller]
fn customer(sale: &TestSale, what: &str, body: &Value) -> Value {
    sale.browser.post(&path(sale.id, what), body).must(200).json()["value"].clone()
}

#[track_caller]
fn vendor(sale: &TestSale, what: &str, body: &Value) -> Value {
    sale.system.post(&format!("/v1/sales/{}{what}", sale.id), body).must(200).json()["value"].clone()
}

fn id(of: &Value) -> &str {
    of["id"].as_str().unwrap()
}

/// The customer is asked, and says that they are satisfied.
#[track_caller]
/// Something that went well, and that the customer agrees to.
fn agreed_success(sale: &TestSale) -> String {
    let success = json!({"sentence": "It came on the promised day", "happened_on": "2026-11-02"});
    let written = vendor(sale, "/successes", &success);
    let success = id(&written["successes"][0]).to_owned();
    let agreed =
        customer(sale, &format!("/successes/{success}/agree"), &json!({"expected_state": "written"}));
    assert_eq!(agreed["successes"][0]["state"], "agreed");
    success
}

both!(the_customer_reads_and_corrects_why_they_chose_it_beside_the_honest_way_out);
fn the_customer_reads_and_corrects_why_they_chose_it_beside_the_honest_way_out(app: &TestApp) {
    let withdrawal = json!({"until": "2026-11-16", "link": "https://shop.example/withdraw"});
    let sale =
        a_sale().with("reasons", json!(["One person who answers"])).with("withdrawal", withdrawal.clone());
    let sale = sale.open(app, &app.vendor("Nordic Coffee"));
    let reason =
        json!({"text": "Cheaper to run", "kind": "comparison", "said_by": "Anna Berg", "on": "2026-10-20"});
    vendor(&sale, "/reasons", &reason);
    customer(&sale, "/reasons", &json!({"text": "My neighbour has one", "kind": "trust"}));
    let value = whole(&sale)["value"].clone();
    assert_eq!(value["withdrawal"], withdrawal);
    let reasons = value["reasons"].as_array().unwrap();
    let kinds: Vec<&str> = reasons.iter().map(|reason| reason["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["need", "comparison", "trust"]);
    let first = id(&reasons[0]);
    let better = json!({"text": "One person who answers, and knows us"});
    let corrected = customer(&sale, &format!("/reasons/{first}/correct"), &better);
    assert_eq!(corrected["reasons"][0]["text"], better["text"]);
    assert_eq!(corrected["reasons"][0]["kind"], "need");
    assert_eq!(&*sale.view().reasons[0], "One person who answers, and knows us");
    // The vendor does not put words into their mouth: there is no such path.
    sale.system.post(&format!("/v1/sales/{}/reasons/{first}/correct", sale.id), &better).must(404);
    sale.browser.post(&path(sale.id, "/reasons"), &json!({"text": ""})).refuses_field("/text");
    sale.browser
        .post(&path(sale.id, "/reasons"), &json!({"text": "A", "kind": "luck"}))
        .refuses_field("/kind");
    // The same request again is one reason.
    let key = fresh_key();
    for _ in 0..2 {
        sale.browser.post_as(&path(sale.id, "/reasons"), &json!({"text": "It is red"}), &key).must(200);
    }
    assert_eq!(whole(&sale)["value"]["reasons"].as_array().unwrap().len(), 4);
}

both!(only_the_customer_says_whether_an_expectation_came_true_and_a_no_is_a_concern);
fn only_the_customer_says_whether_an_expectation_came_true_and_a_no_is_a_concern(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    let vital = json!({"statement": "Three minutes to the first cup", "measure": "A stopwatch", "due": "2026-11-30", "is_vital": true});
    vendor(&sale, "/expectations", &vital);
    let value = customer(&sale, "/expectations", &json!({"statement": "Nobody waits"}));
    let all = value["expectations"].as_array().unwrap();
    assert_eq!(all.len(), 3);
    assert!(all.iter().all(|it| it["state"] == "not_yet"));
    assert_eq!((&all[1]["is_vital"], &all[1]["due"]), (&json!(true), &json!("2026-11-30")));
    let (first, third) = (id(&all[1]).to_owned(), id(&all[2]).to_owned());
    let state = |which: &str, state: &str| {
        let body = json!({"state": state, "note": "Four, by my watch"});
        sale.browser.post(&path(sale.id, &format!("/expectations/{which}/state")), &body).must(200).json()
    };
    assert_eq!(state(&third, "met")["value"]["expectations"][2]["state"], "met");
    let said = state(&first, "not_met");
    assert_eq!(said["value"]["expectations"][1]["state"], "not_met");
    assert_eq!(said["concerns"][0]["words"], "Three minutes to the first cup\nFour, by my watch");
    assert_eq!(sale.view().concerns[0].facts.state, ConcernState::Raised);
    let nobody = json!({"state": "met"});
    sale.browser
        .post(&path(sale.id, "/expectations/exp_01h455vb4pex5vsknk084sn02q/state"), &nobody)
        .must(404);
    sale.system.post(&format!("/v1/sales/{}/expectations/{first}/state", sale.id), &nobody).must(404);
}

both!(a_success_stands_in_writing_and_the_customer_agrees_or_says_how_it_was);
fn a_success_stands_in_writing_and_the_customer_agrees_or_says_how_it_was(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    let expectation = id(&whole(&sale)["value"]["expectations"][0]).to_owned();
    let later = json!({"sentence": "118 cups", "happened_on": "2026-11-03"});
    let successes = format!("/v1/sales/{}/successes", sale.id);
    sale.system.post(&successes, &later).refuses_field("/happened_on");
    let unknown = json!({"sentence": "118 cups", "happened_on": "2026-11-02", "expectation": "exp_01h455vb4pex5vsknk084sn02q"});
    sale.system.post(&successes, &unknown).refuses_field("/expectation");
    let entry = json!({"sentence": "118 cups before nine", "happened_on": "2026-11-02", "evidence": "The counter", "expectation": expectation});
    let success = id(&vendor(&sale, "/successes", &entry)["successes"][0]).to_owned();
    let one = |what: &str| format!("/successes/{success}/{what}");
    let seen = json!({"words": "117, one was for the fitter", "expected_state": "written"});
    let corrected = customer(&sale, &one("correct"), &seen);
    assert_eq!(corrected["successes"][0]["correction"], "117, one was for the fitter");
    let outdated = sale.browser.post(&path(sale.id, &one("correct")), &seen);
    outdated.refused(ErrorCode::StateChanged);
    vendor(&sale, &one("rewrite"), &json!({"sentence": "117 cups before nine"}));
    assert_eq!(customer(&sale, &one("agree"), &json!({}))["successes"][0]["state"], "agreed");
    let refused = sale.system.post(&format!("/v1/sales/{}{}", sale.id, one("withdraw")), &json!({}));
    let refused = refused.refused(ErrorCode::Conflict).json();
    assert_eq!(refused["standing"]["allowed"], json!([{"action": "correct", "by": "customer"}]));
}

both!(what_was_picked_for_the_customer_leaves_a_receipt_and_their_opinion);
fn what_was_picked_for_the_customer_leaves_a_receipt_and_their_opinion(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    let pick = |link: &str| json!({"title": "Descaling", "link": link, "why": "Your water is hard"});
    let resources = format!("/v1/sales/{}/resources", sale.id);
    for bad in ["http://a.example", "javascript:alert(1)", "https://a b"] {
        sale.system.post(&resources, &pick(bad)).refuses_field("/link");
    }
    let first =
        id(&vendor(&sale, "/resources", &pick("https://shop.example/descaling"))["resources"][0]).to_owned();
    let second =
        id(&vendor(&sale, "/resources", &pick("https://shop.example/milk"))["resources"][0]).to_owned();
    for _ in 0..2 {
        customer(&sale, &format!("/resources/{first}/open"), &json!({}));
    }
    customer(&sale, &format!("/resources/{first}/useful"), &json!({"note": "Five minutes, as it says"}));
    customer(&sale, &format!("/resources/{second}/not-for-me"), &json!({"note": "We drink it black"}));
    let seen = sale.system.sale(sale.id).value.resources;
    let seen: Vec<Value> = seen.iter().map(|it| serde_json::to_value(it).unwrap()).collect();
    assert_eq!((&seen[0]["state"], &seen[0]["note"]), (&json!("not_for_me"), &json!("We drink it black")));
    assert_eq!(seen[1]["state"], "useful");
    assert!(seen[1]["opened_at"].is_string() && seen[0]["opened_at"].is_null());
}

both!(a_testimonial_is_asked_for_after_an_agreed_success_and_taken_back_at_any_time);
fn a_testimonial_is_asked_for_after_an_agreed_success_and_taken_back_at_any_time(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    let early = json!({"sentence": "It came in time", "happened_on": "2026-11-02"});
    let early = id(&vendor(&sale, "/successes", &early)["successes"][0]).to_owned();
    let asks = format!("/v1/sales/{}/testimonials", sale.id);
    let ask = |success: &str| json!({"success": success, "uses": ["portal", "website"]});
    sale.system.post(&asks, &ask(&early)).refused(ErrorCode::Conflict);
    sale.system.post(&asks, &ask("suc_01h455vb4pex5vsknk084sn02q")).refuses_field("/success");
    let success = agreed_success(&sale);
    // An open problem does not keep anybody from being asked: only good words would be a lie.
    sale.customer_does("/concerns", &json!({"kind": "problem", "severity": "small", "words": "It drips"}));
    let testimonial = id(&vendor(&sale, "/testimonials", &ask(&success))["testimonials"][0]).to_owned();
    let grant =
        |uses: Value| json!({"words": "It came on the day", "shown_as": "Anna B., Copenhagen", "uses": uses});
    let one = |what: &str| format!("/testimonials/{testimonial}/{what}");
    sale.browser.post(&path(sale.id, &one("grant")), &grant(json!(["print"]))).refuses_field("/uses");
    customer(&sale, &one("grant"), &grant(json!(["portal"])));
    assert_eq!(sale.system.sale(sale.id).value.testimonials[0].grant.as_ref().unwrap().uses.len(), 1);
    let revoked = customer(&sale, &one("revoke"), &json!({}));
    assert_eq!(
        (&revoked["testimonials"][0]["state"], &revoked["testimonials"][0]["grant"]),
        (&json!("revoked"), &Value::Null)
    );
}

both!(nobody_is_asked_for_a_referral_before_the_customer_is_satisfied);
fn nobody_is_asked_for_a_referral_before_the_customer_is_satisfied(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    let naming = json!({"name": "The bar in the lobby", "relation": "department", "may_name_customer": true});
    let vendors = format!("/v1/sales/{}/referrals", sale.id);
    for refused in [
        sale.browser.post(&path(sale.id, "/referrals"), &naming).refused(ErrorCode::Conflict).json(),
        sale.system.post(&vendors, &naming).refused(ErrorCode::Conflict).json(),
    ] {
        assert!(refused["detail"].as_str().unwrap().contains("has not said yet"), "{refused}");
    }
    sale.deliver();
    sale.is_satisfied();
    let first = customer(&sale, "/referrals", &naming);
    let referral = id(&first["referrals"][0]).to_owned();
    vendor(&sale, "/referrals", &json!({"name": "Roskilde", "relation": "location"}));
    let named = || {
        let list = sale.system.get("/v1/worklist/today?kind=next_sale").must(200).json();
        let reasons = list["items"][0]["reasons"].as_array().into_iter().flatten().cloned();
        let named = reasons.filter(|reason| reason["code"] == "referral_named");
        named.map(|reason| reason["about"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(named(), [json!(referral)], "what the customer named waits for us");
    vendor(&sale, &format!("/referrals/{referral}/approach"), &json!({}));
    assert_eq!(named(), [Value::Null; 0]);
    sale.browser
        .post(&path(sale.id, &format!("/referrals/{referral}/withdraw")), &json!({}))
        .refused(ErrorCode::Conflict);
    assert_eq!(
        vendor(&sale, &format!("/referrals/{referral}/win"), &json!({}))["referrals"][0]["state"],
        "won"
    );
    let own = sale.browser.get(&path(sale.id, "")).must(200).json()["value"]["referrals"][0].clone();
    assert_eq!(own["state"], "named", "what became of it is not the customer's to know");
    assert_eq!(own["state_since"], own["named_at"]);
    sale.wait_until("2026-11-09T12:00:00Z");
    sale.customer_does("/concerns", &json!({"kind": "problem", "severity": "small", "words": "It drips"}));
    let refused =
        sale.browser.post(&path(sale.id, "/referrals"), &naming).refused(ErrorCode::Conflict).json();
    assert!(refused["detail"].as_str().unwrap().contains("a concern is open"), "{refused}");
}

fn plan(vendor: &TestVendor) -> Value {
    json!({
        "interval": {"every": 1, "unit": "months"},
        "topics": ["Service", "What is new"],
        "next_review_on": "2027-03-01",
        "owner": vendor.member,
    })
}

both!(the_relationship_goes_on_by_a_plan_that_puts_one_contact_after_another_on_the_agenda);
fn the_relationship_goes_on_by_a_plan_that_puts_one_contact_after_another_on_the_agenda(app: &TestApp) {
    let nordic = app.vendor("Nordic Coffee");
    let sale = a_sale().open(app, &nordic);
    sale.deliver();
    let mut wrong = plan(&nordic);
    wrong["interval"]["every"] = json!(0);
    let plans = format!("/v1/sales/{}/relationship-plan", sale.id);
    sale.system.post(&plans, &wrong).refuses_field("/interval/every");
    wrong = plan(&nordic);
    wrong["owner"] = json!("mem_01h455vb4pex5vsknk084sn02q");
    sale.system.post(&plans, &wrong).refuses_field("/owner");
    vendor(&sale, "/relationship-plan", &plan(&nordic));
    let open = || {
        let items = sale.view().touchpoints.into_iter().filter(|item| item.facts.is_open());
        items.filter(|item| item.title == "Service" || item.title == "What is new").count()
    };
    sale.wait_until("2026-11-09T12:00:00Z");
    assert_eq!(open(), 1);
    let wish = json!({"wish": "Rather by mail", "expected_state": "proposed"});
    let wanted = customer(&sale, "/relationship-plan/propose-change", &wish);
    assert_eq!(wanted["relationship_plan"]["state"], "change_wanted");
    vendor(&sale, "/relationship-plan", &plan(&nordic));
    let accept = path(sale.id, "/relationship-plan/accept");
    sale.browser.post(&accept, &json!({"version": 1})).refused(ErrorCode::StateChanged);
    let accepted = customer(&sale, "/relationship-plan/accept", &json!({"version": 2}));
    assert_eq!(
        (&accepted["relationship_plan"]["state"], &accepted["relationship_plan"]["version"]),
        (&json!("accepted"), &json!(2))
    );
    sale.wait_until("2026-11-09T13:00:00Z");
    assert_eq!(open(), 1, "the contact of the first version made room");

    let planned = |topic: &str| {
        let stands = |item: &TouchpointView| item.facts.state != TouchpointState::Cancelled;
        let all = sale.view().touchpoints.into_iter().filter(|item| item.title == topic && stands(item));
        all.map(|item| (item.id, item.slot.local_date.to_string())).collect::<Vec<_>>()
    };
    // Day 30 is 9 December; the first contact comes a month later, on an open day.
    sale.wait_until("2026-12-10T10:00:00Z");
    let first = planned("Service");
    assert_eq!(first.iter().map(|(_, on)| &**on).collect::<Vec<_>>(), ["2027-01-11"]);
    assert!(planned("What is new").is_empty(), "one after another");
    let contacts = sale.view().contacts;
    let at: chrono::DateTime<chrono::Utc> = "2027-01-10T10:00:00Z".parse().unwrap();
    assert!(contacts.iter().any(|contact| contact.at > at), "the next contact is known");
    sale.wait_until("2027-01-11T18:00:00Z");
    let call = serde_json::from_value(json!(first[0].0)).unwrap();
    sale.vendor_reports(call, &json!({"note": "All is well"}));
    sale.wait_until("2027-01-15T10:00:00Z");
    let second = planned("What is new");
    assert_eq!(second.iter().map(|(_, on)| &**on).collect::<Vec<_>>(), ["2027-02-09"]);
    assert_eq!(whole(&sale)["phases"].as_array().unwrap().last().unwrap()["phase"], "relationship");
}

both!(the_phase_follows_from_the_delivery_and_from_good_answers);
fn the_phase_follows_from_the_delivery_and_from_good_answers(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    let now = |sale: &TestSale| {
        sale.system.get(&format!("/v1/sales/{}/completion", sale.id)).must(200).json()["phase"].clone()
    };
    assert_eq!(now(&sale), "before_delivery");
    assert_eq!(
        whole(&sale)["phases"],
        json!([{
            "phase": "before_delivery", "from": "2026-11-02", "label": "Getting ready",
            "policy": {"longest_silence_days": 3, "is_working_days": true, "offers_help": false},
        }])
    );
    let ask = sale.until_asked();
    assert_eq!(now(&sale), "fresh");
    sale.wait_until("2026-11-13T10:00:00Z");
    assert_eq!(now(&sale), "learning");
    sale.customer_does(&format!("/asks/{ask}/answers"), &json!({"value": "as_expected"}));
    sale.wait_until("2026-11-19T10:00:00Z");
    let second = sale.open_ask();
    assert_eq!(second.check, "change@1");
    let ends = |sale: &TestSale| whole(sale)["phases"][3]["from"].clone();
    assert_eq!(ends(&sale), "2026-12-10", "unless all is well before");
    sale.customer_does(&format!("/asks/{}/answers", second.id), &json!({"value": "no"}));
    assert_eq!(ends(&sale), "2026-11-19", "two good answers one after the other");
    assert_eq!(now(&sale), "settled");
    let german = sale.browser.clone().claiming("locale", json!("de-AT"));
    let seen = german.get(&path(sale.id, "")).must(200).json();
    assert_eq!(seen["phases"][3]["label"], "Es läuft");
}

both!(after_the_first_month_the_plan_says_how_long_a_silence_may_be);
fn after_the_first_month_the_plan_says_how_long_a_silence_may_be(app: &TestApp) {
    let nordic = app.vendor("Nordic Coffee");
    let sale = a_sale().open(app, &nordic);
    sale.deliver();
    sale.wait_until("2026-12-14T10:00:00Z");
    let mut terms = plan(&nordic);
    terms["interval"] = json!({"every": 2, "unit": "months"});
    vendor(&sale, "/relationship-plan", &terms);
    let silences = || app.database.count("sale_event WHERE kind = 'sale.silent'");
    let until = || {
        let silence = sale.view().contacts.into_iter().find(|it| it.reason == ContactReason::Silence);
        silence.unwrap().at.to_rfc3339()
    };
    // The fourteenth of February is a Sunday: the plan's contact may come until the end of Monday.
    assert_eq!(until(), "2027-02-16T08:00:00+00:00");
    let before = silences();
    sale.wait_until("2027-02-15T22:00:00Z");
    assert_eq!(silences(), before, "thirty days are over, two months are not");
    sale.wait_until("2027-02-16T08:00:00Z");
    assert_eq!(silences(), before + 1);
    // Who wants it otherwise is not left alone for so long.
    customer(
        &sale,
        "/relationship-plan/propose-change",
        &json!({"wish": "Call me", "expected_state": "proposed"}),
    );
    assert_eq!(until(), "2027-01-13T10:00:00+00:00");
}
