//! Dates and times as others write them: RFC 3339 and nothing near it. A general reader takes `2026-1-1`,
//! `+002026-01-01` and the second 60 too, and gives the last one back as it came, which no browser can read.
//! Everything that a request or a record of the vendor's carries is read here; with what is kept and
//! calculated on, the year stays one of four digits. What must lie near today is bounded by
//! [`century`](super::century).

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Deserializer, de::Error as _};

const DATE: &str = "must be a date like 2026-11-24";
const INSTANT: &str = "must be a time with its offset like 2026-11-24T09:00:00Z, with seconds up to 59";
const CLOCK: &str = "must be a time of day like 13:45:00, with seconds up to 59";

/// The longest instant: nine digits behind the second, and an offset.
const LONGEST: usize = 35;

/// `2026-11-24`, from 1900 to 2999.
pub fn date(text: &str) -> Result<NaiveDate, &'static str> {
    let date = fits(text, "0000-00-00").then(|| text.parse().ok()).flatten();
    date.filter(|date| has_four_digits(*date)).ok_or(DATE)
}

/// `2026-11-24T09:00:00.5+01:00`, from 1900 to 2999.
pub fn instant(text: &str) -> Result<DateTime<Utc>, &'static str> {
    const HEAD: &str = "0000-00-00T00:00:00";
    let (head, rest) = text.split_at_checked(HEAD.len()).ok_or(INSTANT)?;
    let zone = rest.trim_start_matches(|letter: char| letter == '.' || letter.is_ascii_digit());
    let is_right = text.len() <= LONGEST
        && fits(head, HEAD)
        && !head.ends_with("60")
        && (zone == "Z" || fits(zone, "+00:00") || fits(zone, "-00:00"));
    let instant = is_right.then(|| DateTime::parse_from_rfc3339(text).ok()).flatten();
    instant.map(|at| at.to_utc()).filter(|at| has_four_digits(at.date_naive())).ok_or(INSTANT)
}

/// `13:45:00` or `13:45`.
pub fn clock(text: &str) -> Result<NaiveTime, &'static str> {
    let is_right = (fits(text, "00:00:00") && !text.ends_with(":60")) || fits(text, "00:00");
    is_right.then(|| text.parse().ok()).flatten().ok_or(CLOCK)
}

/// Whether a text has digits where the pattern has zeros, and its own characters elsewhere.
fn fits(text: &str, pattern: &str) -> bool {
    let is_right =
        |(given, wanted): (u8, u8)| if wanted == b'0' { given.is_ascii_digit() } else { given == wanted };
    text.len() == pattern.len() && text.bytes().zip(pattern.bytes()).all(is_right)
}

fn has_four_digits(date: NaiveDate) -> bool {
    (1900..=2999).contains(&date.year())
}

macro_rules! readers {
    ($($(#[$doc:meta])* $name:ident, $name_if:ident: $type:ty, $read:ident;)+) => {$(
        $(#[$doc])*
        pub fn $name<'de, D: Deserializer<'de>>(deserializer: D) -> Result<$type, D::Error> {
            $read(&String::deserialize(deserializer)?).map_err(D::Error::custom)
        }

        /// The same where it may be missing; use with `default`.
        pub fn $name_if<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<$type>, D::Error> {
            let text = Option::<String>::deserialize(deserializer)?;
            text.map(|text| $read(&text)).transpose().map_err(D::Error::custom)
        }
    )+};
}

readers! {
    /// For `deserialize_with`: a [`date`].
    read_date, read_date_if: NaiveDate, date;
    /// For `deserialize_with`: an [`instant`].
    read_instant, read_instant_if: DateTime<Utc>, instant;
    /// For `deserialize_with`: a time of day, see [`clock`].
    read_clock, read_clock_if: NaiveTime, clock;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_as_agreed_is_read() {
        assert_eq!(date("2026-02-28").unwrap().to_string(), "2026-02-28");
        for (text, utc) in [
            ("2026-11-24T09:00:00Z", "2026-11-24T09:00:00+00:00"),
            ("2026-11-24T09:00:00.25+01:00", "2026-11-24T08:00:00.250+00:00"),
            ("2026-11-24T09:00:00.123456789-11:30", "2026-11-24T20:30:00.123456789+00:00"),
        ] {
            assert_eq!(instant(text).unwrap().to_rfc3339(), utc);
        }
        assert_eq!(clock("13:45").unwrap(), clock("13:45:00").unwrap());
        assert!(clock("23:59:59").is_ok());
    }

    #[test]
    fn what_is_nearly_right_is_refused() {
        for text in [
            "2026-1-1",
            "2026-01-1",
            "+002026-01-01",
            "+2026-01-01",
            "02026-01-01",
            "-0001-01-01",
            "1899-12-31",
            "3000-01-01",
            "9999-12-31",
            "2026-02-30",
            " 2026-01-01",
            "2026-01-01 ",
            "2026/01/01",
            "20260101",
            "2026-W01-1",
            "",
            "２０２６-01-01",
        ] {
            assert_eq!(date(text), Err(DATE), "{text}");
        }
        for text in [
            "2026-10-31T23:59:60Z",
            "2026-10-31T23:59:60.5Z",
            "2026-12-31T23:59:61Z",
            "2026-10-31T24:00:00Z",
            "2026-10-31t23:59:59z",
            "2026-10-31 23:59:59Z",
            "2026-10-31T23:59:59",
            "2026-10-31T23:59Z",
            "2026-10-31T23:59:59.Z",
            "2026-10-31T23:59:59+0100",
            "2026-10-31T23:59:59+1:00",
            "2026-10-31T23:59:59+99:99",
            "+262142-12-31T23:59:59Z",
            "2026-1-1T00:00:00Z",
            "0000-01-01T00:00:00Z",
            "9999-12-31T23:59:59Z",
            "2026-10-31T23:59:59.1.2Z",
            "2026-10-31",
            "",
            "é026-10-31T23:59:59Z",
        ] {
            assert_eq!(instant(text), Err(INSTANT), "{text}");
        }
        for text in ["9:00", "09:00:60", "24:00", "09:60", "09:00:00.5", "09:00Z", "0900", ""] {
            assert_eq!(clock(text), Err(CLOCK), "{text}");
        }
    }
}
