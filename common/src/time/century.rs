//! Dates from outside lie between 2000 and 2100: zone rules are known for this time, and whatever lies
//! beyond it is a slip of the pen. For `deserialize_with` in requests, and in facts whose days come from requests alone:
//! what is kept of them passed the same check, so that reading it again cannot fail.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde::{Deserialize, Deserializer, de::Error as _};

use super::{Slot, written};

const RULE: &str = "must lie between 2000 and 2100";

fn is_within(date: NaiveDate) -> bool {
    (2000..=2100).contains(&date.year())
}

/// A date.
pub fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    let date = written::read_date(deserializer)?;
    if is_within(date) { Ok(date) } else { Err(D::Error::custom(RULE)) }
}

/// A date that may be missing; use with `default`.
pub fn date_if<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<NaiveDate>, D::Error> {
    let date = written::read_date_if(deserializer)?;
    if date.is_none_or(is_within) { Ok(date) } else { Err(D::Error::custom(RULE)) }
}

/// An instant.
pub fn instant<'de, D: Deserializer<'de>>(deserializer: D) -> Result<DateTime<Utc>, D::Error> {
    let instant = written::read_instant(deserializer)?;
    if is_within(instant.date_naive()) { Ok(instant) } else { Err(D::Error::custom(RULE)) }
}

/// An instant that may be missing; use with `default`.
pub fn instant_if<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<DateTime<Utc>>, D::Error> {
    let instant = written::read_instant_if(deserializer)?;
    let is_right = instant.is_none_or(|instant| is_within(instant.date_naive()));
    if is_right { Ok(instant) } else { Err(D::Error::custom(RULE)) }
}

/// A slot.
pub fn slot<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Slot, D::Error> {
    let slot = Slot::deserialize(deserializer)?;
    if is_within(slot.local_date) { Ok(slot) } else { Err(D::Error::custom(RULE)) }
}

/// Some slots.
pub fn slots<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Slot>, D::Error> {
    let slots = Vec::<Slot>::deserialize(deserializer)?;
    if slots.iter().all(|slot| is_within(slot.local_date)) { Ok(slots) } else { Err(D::Error::custom(RULE)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    struct Wanted {
        #[serde(deserialize_with = "date")]
        day: NaiveDate,
        #[serde(default, deserialize_with = "instant_if")]
        at: Option<DateTime<Utc>>,
    }

    #[test]
    fn only_this_century_is_taken() {
        let read = |text: &str| serde_json::from_str::<Wanted>(text);
        let read_day = |day: &str| read(&format!(r#"{{"day":"{day}"}}"#));
        assert_eq!(read_day("2000-01-01").unwrap().day.year(), 2000);
        assert!(read_day("2100-12-31").is_ok());
        for day in [
            "1999-12-31",
            "2101-01-01",
            "0000-01-01",
            "-0001-01-01",
            "+12345-01-01",
            "9999-12-31",
            "2026-02-30",
        ] {
            assert!(read_day(day).is_err(), "{day}");
        }
        assert!(read(r#"{"day":"2026-01-01","at":"2026-01-01T00:00:00+02:00"}"#).unwrap().at.is_some());
        for at in [
            "9999-12-31T00:00:00Z",
            "2026-01-01T00:00:00+99:99",
            "2026-01-01T25:00:00Z",
            "1999-12-31T23:59:59Z",
        ] {
            assert!(read(&format!(r#"{{"day":"2026-01-01","at":"{at}"}}"#)).is_err(), "{at}");
        }
    }
}
