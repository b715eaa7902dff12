//! The cases of `vectors.json`, natively. The browser tests run the same file in WASM.

use crate::{Vectors, compare, compare_text};

const VECTORS: &str = include_str!("../vectors.json");

#[test]
fn the_rules_of_time_give_what_python_gives() {
    let vectors: Vectors = serde_json::from_str(VECTORS).unwrap();
    let (world, cases) = vectors.into_parts(None).unwrap();
    let compared = compare(&world, &cases);
    assert!(cases.len() > 3_000, "{} cases", cases.len());
    assert_eq!(compared["differences"].as_array().map(Vec::len), Some(0), "{compared:#}");
}

#[test]
fn one_minute_more_in_one_expected_result_is_noticed() {
    let spoilt = VECTORS.replacen("T11:00:00Z\"}", "T11:01:00Z\"}", 1);
    assert_ne!(spoilt, VECTORS);
    let compared: serde_json::Value = serde_json::from_str(&compare_text(&spoilt)).unwrap();
    assert_eq!(compared["differences"].as_array().map(Vec::len), Some(1), "{compared:#}");
}

#[test]
fn every_rule_has_cases() {
    for rule in [
        "local",
        "instant",
        "day",
        "add_working_minutes",
        "working_minutes_between",
        "next_open",
        "close_of",
        "add_business_days",
        "roll",
        "span",
        "clock",
        "agenda",
    ] {
        assert!(VECTORS.contains(&format!("\"rule\": \"{rule}\"")), "{rule}");
    }
}
