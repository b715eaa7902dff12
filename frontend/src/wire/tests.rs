//! Whatever the general reader reads of our own wire types, this one reads the same.

use followthrough_common::{
    domain::{
        completion::Leg,
        contact::NextContact,
        policy::{Policy, Span},
        touchpoint::Basis,
    },
    text::Line,
    time::{OffsetTable, Slot},
};
use serde::de::DeserializeOwned;

use super::{Json, parse, read};

fn same<T: DeserializeOwned + PartialEq + std::fmt::Debug>(text: &str) {
    assert_eq!(read::<T>(text), serde_json::from_str::<T>(text).ok(), "{text}");
}

#[test]
fn wire_types_are_read_as_serde_json_reads_them() {
    same::<Policy>(r#"{"notice_hours": 12, "reminder_days": [1, 2]}"#);
    same::<Policy>(&serde_json::to_string(&Policy::default()).unwrap());
    same::<Span>(r#"{"working_hours":4}"#);
    same::<Basis>(r#""fixed""#);
    same::<Basis>(r#"{"estimated_from":"delivery"}"#);
    same::<Leg>(r#"{"state":"done","at":"2026-11-24T09:00:00Z"}"#);
    same::<Leg>(r#"{"state":"not_needed"}"#);
    same::<OffsetTable>(r#"{"Europe/Copenhagen":[{"at":-5,"offset":3600}]}"#);
    same::<Slot>(
        r#"{"local_date":"2026-11-24","hours":{"start":"10:00:00","end":"11:00:00"},"time_zone":"UTC"}"#,
    );
    same::<NextContact>(
        r#"{"reason":{"kind":"concern","id":"con_01h455vb4pex5vsknk084sn001"},"at":"2026-11-24T09:00:00Z"}"#,
    );
    same::<NextContact>(
        r#"{"reason":{"kind":"silence"},"at":"2026-11-24T09:00:00Z","ends_at":"2026-11-25T09:00:00+01:00"}"#,
    );
    same::<Line>("\"  a\\u00e9\\ud83d\\ude00\\\"\\/ b \"");
}

#[test]
fn what_is_no_json_of_ours_is_refused() {
    for text in [
        "",
        "{",
        "[1,]",
        "{\"a\":1,}",
        "{,}",
        "1.5",
        "1e3",
        "nul",
        "\"a",
        "\"\\ud800x\"",
        "1 2",
        "[1 2]",
        "{\"a\" 1}",
        "99999999999999999999",
    ] {
        assert_eq!(parse(text), None, "{text}");
    }
    assert_eq!(parse(&"[".repeat(100)), None);
    assert_eq!(read::<Policy>("[1]"), None);
}

#[test]
fn members_are_taken_by_name() {
    let mut json =
        parse(r#" {"code" : "conflict", "view": {"a": [true, false, null, -1]}, "more": {}} "#).unwrap();
    assert_eq!(json.take("code").unwrap().text(), "conflict");
    let list = vec![Json::Bool(true), Json::Bool(false), Json::Null, Json::Number(-1)];
    assert_eq!(json.take("view").unwrap().take("a"), Some(Json::List(list)));
    assert_eq!(json.take("none"), None);
}
