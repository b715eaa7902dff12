//! The main story, told through both doors.

use followthrough_common::{
    actor::Role,
    domain::{
        check::AskState,
        concern::{ConcernState, Severity},
    },
    error::ErrorCode,
};
use serde_json::json;

use crate::{
    builders::a_sale,
    clients::open_ask,
    harness::{TestApp, at},
};

both!(a_bad_answer_becomes_an_owned_concern_that_ends_by_the_customers_word);
fn a_bad_answer_becomes_an_owned_concern_that_ends_by_the_customers_word(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().open(app, &vendor);

    // The agenda is there at once, with everything that is to come.
    let view = sale.view();
    assert!(view.touchpoints.len() > 20, "{}", view.touchpoints.len());
    assert_eq!(view.owner, vendor.member);
    assert_eq!(&*view.people[0].name, "Jonas Holm");
    assert!(!view.contacts.is_empty(), "there is always a next contact");
    assert!(view.asks.iter().all(|ask| ask.facts.state != AskState::Offered));

    // Real time passes; the worker does what it brings.
    app.pass_until("2026-11-09T10:00:00Z");
    sale.vendor_does("/deliveries", &json!({"reference": "D-1", "delivered_on": "2026-11-09"}));
    app.pass_until("2026-11-11T10:00:00Z");
    let view = sale.view();
    let ask = open_ask(&view);
    assert_eq!(ask.check, "expected@1");

    // One tap, and the same answer shows who has the concern and until when we speak again.
    let answers = format!("/asks/{}/answers", ask.id);
    let view = sale.customer_does(&answers, &json!({"value": "not_as_expected"}));
    let concern = &view.concerns[0];
    assert_eq!((concern.facts.state, concern.severity), (ConcernState::Raised, Severity::Small));
    assert_eq!(concern.owner, vendor.member);
    assert!(concern.facts.next_word_by.unwrap() > app.app.clock.now());
    assert_eq!(concern.answered.as_deref(), Some("Not as expected"));
    let id = concern.id;

    // Words that follow correct the answer and begin the conversation; there is still one concern.
    let view = sale.customer_does(&answers, &json!({"value": "not_as_expected", "text": "The wand drips"}));
    assert_eq!(view.concerns.len(), 1);
    assert_eq!(&*view.concerns[0].messages[0].text, "The wand drips");
    assert_eq!(view.concerns[0].messages[0].from, Role::Customer);

    // The vendor has it, works on it, proposes.
    sale.vendor_does(&format!("/concerns/{id}/acknowledge"), &json!({}));
    assert_eq!(sale.view().concerns[0].facts.state, ConcernState::Acknowledged);
    let proposal = json!({"text": "A new seal, fitted on Friday", "due": "2026-11-13"});
    sale.vendor_does(&format!("/concerns/{id}/propose"), &proposal);
    let view = sale.view();
    assert_eq!(view.concerns[0].facts.state, ConcernState::Proposed);
    assert!(view.promises.iter().any(|promise| promise.original_due == Some("2026-11-13".parse().unwrap())));

    // Not yet: the next round, with a clock again. Then it is sorted, and only the customer could say so.
    let view = sale.customer_does(&format!("/concerns/{id}/not-yet"), &json!({"note": "Still wet"}));
    assert_eq!((view.concerns[0].facts.state, view.concerns[0].round), (ConcernState::InProgress, 2));
    assert!(view.concerns[0].facts.next_word_by.is_some());
    // The second round is somebody else's.
    let proposal = json!({"text": "A new machine"});
    let path = format!("/v1/sales/{}/concerns/{id}/propose", sale.id);
    sale.system.post(&path, &proposal).refused(ErrorCode::Conflict);
    let mette = sale.system.post("/v1/members", &json!({"name": "Mette Dam"})).must(201).json()["id"].clone();
    sale.vendor_does(&format!("/concerns/{id}/assign"), &json!({"to": mette}));
    sale.vendor_does(&format!("/concerns/{id}/propose"), &proposal);
    let view = sale.customer_does(&format!("/concerns/{id}/confirm"), &json!({}));
    assert_eq!(view.concerns[0].facts.state, ConcernState::Confirmed);

    // How easy it was is asked next.
    app.pass(1);
    assert_eq!(open_ask(&sale.view()).check, "easy@1");
    assert!(app.app.clock.now() >= at("2026-11-11T11:00:00Z"));
}
