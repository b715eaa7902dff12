//! The data and the words in braces. The stories themselves are played in `tests/it/demo.rs`, before a real server.

use std::collections::BTreeMap;

use followthrough_common::domain::template::first_30_days;
use serde_json::{Value, json};

use crate::{
    cast::{CUSTOMER, Cast},
    fill::{Gap, Scene},
    memory::Keys,
    timeline::{At, Timeline},
    token::{Bearer, sign},
};

#[test]
fn acts_are_in_order_and_name_who_and_what_there_is() {
    let cast = Cast::load().unwrap();
    let agenda = first_30_days().unwrap();
    for story in &cast.stories {
        assert!(story.acts.is_sorted_by_key(|act| act.at), "{}", story.key);
        for act in &story.acts {
            assert!(act.at.day <= cast.shop.last_day, "{}: {act:?}", story.key);
            assert!(act.who == CUSTOMER || cast.shop.people.contains_key(&act.who), "{act:?}");
            cast.whole(&Value::Object(act.body.clone())).unwrap();
            let item = act.send.path.split_once("?item=").map(|(_, rest)| rest.split('}').next().unwrap());
            assert!(item.is_none_or(|key| agenda.items.iter().any(|item| &*item.key == key)), "{act:?}");
        }
    }
    for key in &cast.shop.agenda.leaves_out {
        assert!(agenda.items.iter().any(|item| *item.key == **key), "{key}");
    }
}

/// A scene on day 7 at half past nine.
fn with_scene<T>(sale: &Value, look: impl FnOnce(&Scene<'_>) -> T) -> T {
    let zone = chrono_tz::Europe::Copenhagen;
    let timeline = Timeline::after("2026-10-14T10:00:00Z".parse().unwrap(), zone);
    let names = BTreeMap::from([("anna".to_owned(), json!("mem_1"))]);
    let at: At = "7 09:30".parse().unwrap();
    look(&Scene { timeline, zone: "Europe/Copenhagen", at, names: &names, sale })
}

#[test]
fn words_in_braces_stand_for_days_people_and_things_of_the_sale() {
    let sale = json!({
        "asks": [{"id": "ask_1", "check": "easy@1", "state": "answered"}, {"id": "ask_2", "check": "easy@1", "state": "snoozed"}],
        "value": {"plan": {"id": "pln_1", "version": 3}},
    });
    with_scene(&sale, |scene| {
        let path = scene.text("asks/{asks?check=easy@1&state=offered|snoozed}/answers", "").unwrap();
        assert_eq!(path, "asks/ask_2/answers");
        let body = json!({"by": "{anna}", "on": "{day 6}", "at": "{now}", "version": "{value/plan#/version}", "slot": "{slot 7 10:00 45}"});
        let expected = json!({
            "by": "mem_1", "on": "2026-10-25", "at": "2026-10-26T08:30:00Z", "version": 3,
            "slot": {"local_date": "2026-10-26", "hours": {"start": "10:00:00", "end": "10:45:00"}, "time_zone": "Europe/Copenhagen"},
        });
        assert_eq!(scene.body(&body, "").unwrap(), expected, "the clocks went back on day 6");
        assert_eq!(scene.text("{asks?check=vital@1}", ""), Err(Gap::Absent("asks?check=vital@1".to_owned())));
        assert!(matches!(scene.text("{nobody}", ""), Err(Gap::Mistake(_))));
    });
}

#[test]
fn what_comes_next_is_the_first_of_ours_that_is_not_over() {
    let item = |id: &str, kind: &str, state: &str, day: &str, hours: Value| json!({"id": id, "kind": kind, "state": state, "slot": {"local_date": day, "hours": hours, "time_zone": "UTC"}});
    let nine = json!({"start": "09:00:00", "end": "09:10:00"});
    let sale = json!({"touchpoints": [
        item("tch_over", "call", "planned", "2026-10-26", nine.clone()),
        item("tch_check", "check", "planned", "2026-10-26", Value::Null),
        item("tch_far", "visit", "confirmed", "2026-10-29", nine.clone()),
        item("tch_near", "written", "planned", "2026-10-27", Value::Null),
        item("tch_off", "call", "cancelled", "2026-10-27", nine),
    ]});
    let body = json!({"next": "{next}", "nothing_next": "{nothing_next}"});
    with_scene(&sale, |scene| {
        assert_eq!(scene.body(&body, "touchpoints/tch_over/report").unwrap(), json!({"next": "tch_near"}));
        assert_eq!(scene.body(&body, "touchpoints/tch_near/report").unwrap(), json!({"next": "tch_far"}));
    });
    let nothing = json!({"touchpoints": []});
    with_scene(&nothing, |scene| assert_eq!(scene.body(&body, "").unwrap(), json!({"nothing_next": true})));
}

#[test]
fn a_key_that_is_none_signs_nothing() {
    let keys = |private_key: &str| Keys {
        vendor: "ven_1".to_owned(),
        api_key: String::new(),
        signing_key: "sig_1".to_owned(),
        private_key: private_key.to_owned(),
    };
    let bearer = Bearer { subject: "mette-1", zone: "Europe/Copenhagen", audience: "http://127.0.0.1:8081" };
    let good = "MC4CAQAwBQYDK2VwBCIEIAcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH";
    assert_eq!(sign(&keys(good), bearer, 0).unwrap().split('.').count(), 3);
    for bad in ["", "%", "MC4CAQAwBQYDK2VwBCIEIAcH", "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc="] {
        assert!(sign(&keys(bad), bearer, 0).is_err(), "{bad}");
    }
}
