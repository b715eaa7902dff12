//! What stands in a cell: dates, times, money. A refusal says what was expected; it quotes little, because
//! it ends in a report file.

use chrono::{
    DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Utc,
    format::{Item, StrftimeItems},
};
use followthrough_common::time::{OffsetTable, ZoneName, written};

/// What we have zone rules for; dates outside are slips of the pen.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2100;
/// So much of a wrong value is quoted.
const QUOTED: usize = 40;

/// How an export writes dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DateForm {
    /// `2016-10-04T12:59:03Z`, an instant whatever the zone of the map.
    Rfc3339,
    /// `2016-10-04`, and nothing near it: how a day is written in lines of our own form.
    Day,
    /// Local to the map's zone, written as `strftime` describes it.
    Local(String),
}

impl DateForm {
    /// `rfc3339`, or a pattern like `%Y-%m-%d %H:%M:%S`.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text == "rfc3339" {
            return Ok(Self::Rfc3339);
        }
        let mut items = StrftimeItems::new(text);
        if !text.contains('%') || items.any(|item| item == Item::Error) {
            return Err(format!("{text:?} is neither rfc3339 nor a pattern like %Y-%m-%d %H:%M:%S"));
        }
        Ok(Self::Local(text.to_owned()))
    }

    fn instant(&self, text: &str, zone: &ZoneName, zones: &OffsetTable) -> Option<DateTime<Utc>> {
        match self {
            Self::Rfc3339 => written::instant(text).ok(),
            Self::Day => written::date(text).ok().map(|day| zones.start_of_day(zone, day)),
            Self::Local(form) => {
                let time = NaiveDateTime::parse_from_str(text, form).ok();
                let day = || NaiveDate::parse_from_str(text, form).ok();
                let local = time.or_else(|| day().map(|day| day.and_time(NaiveTime::MIN)))?;
                // Zone rules end with the century; far beyond it only the year matters, and it is refused.
                // The second 60 is kept as a fraction beyond the 59th, which nobody could read back.
                let is_time = YEARS.contains(&local.year()) && local.nanosecond() < 1_000_000_000;
                is_time.then(|| zones.instant(zone, local))
            }
        }
    }

    fn date(&self, text: &str, zone: &ZoneName, zones: &OffsetTable) -> Option<NaiveDate> {
        match self {
            Self::Rfc3339 => self.instant(text, zone, zones).map(|at| zones.date(zone, at)),
            Self::Day => written::date(text).ok(),
            Self::Local(form) => NaiveDate::parse_from_str(text, form).ok(),
        }
    }

    fn example(&self) -> &str {
        match self {
            Self::Rfc3339 => "2016-10-04T12:59:03Z",
            Self::Day => "2016-10-04",
            Self::Local(form) => form,
        }
    }
}

/// An instant of the past.
pub fn past_instant(
    text: &str,
    forms: &[DateForm],
    zone: &ZoneName,
    zones: &OffsetTable,
    now: DateTime<Utc>,
) -> Result<DateTime<Utc>, String> {
    let found = forms.iter().find_map(|form| form.instant(text, zone, zones));
    let at = found.filter(|at| YEARS.contains(&at.year())).ok_or_else(|| no_date(text, forms))?;
    if at > now {
        return Err(format!("{} lies in the future", quoted(text)));
    }
    Ok(at)
}

/// A day, past or to come.
pub fn date(
    text: &str,
    forms: &[DateForm],
    zone: &ZoneName,
    zones: &OffsetTable,
) -> Result<NaiveDate, String> {
    let found = forms.iter().find_map(|form| form.date(text, zone, zones));
    found.filter(|day| YEARS.contains(&day.year())).ok_or_else(|| no_date(text, forms))
}

fn no_date(text: &str, forms: &[DateForm]) -> String {
    let wanted: Vec<&str> = forms.iter().map(DateForm::example).collect();
    format!("{} is no date from 2000 to 2100 written as {}", quoted(text), wanted.join(" or "))
}

/// An amount in minor units: `114.77` with two decimals is 11477.
pub fn money(text: &str, decimals: u32, mark: char) -> Result<i64, String> {
    let (whole, fraction) = text.split_once(mark).unwrap_or((text, ""));
    let is_number = |digits: &str| digits.bytes().all(|digit| digit.is_ascii_digit());
    let wanted = usize::try_from(decimals).unwrap_or_default();
    if whole.is_empty() || !is_number(whole) || !is_number(fraction) {
        return Err(match decimals {
            0 => format!("{} is no whole number of minor units", quoted(text)),
            _ => format!("{} is no amount like 114{mark}77", quoted(text)),
        });
    }
    let kept = fraction.trim_end_matches('0');
    if kept.len() > wanted {
        return Err(format!("{} has more than {decimals} decimals", quoted(text)));
    }
    let digits = format!("{whole}{kept:0<wanted$}");
    digits.parse().map_err(|_| format!("{} is too large", quoted(text)))
}

/// A value as it stands in a refusal.
pub fn quoted(text: &str) -> String {
    let short: String = text.chars().take(QUOTED).collect();
    let more = if short.len() < text.len() { "…" } else { "" };
    format!("\"{}{more}\"", short.escape_debug())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone() -> (ZoneName, OffsetTable) {
        let zone = ZoneName::parse("America/Sao_Paulo").unwrap();
        let table = crate::zones::Zones::default().table([&zone]);
        (zone, table)
    }

    fn at(text: &str) -> Result<String, String> {
        let (zone, zones) = zone();
        let forms = [DateForm::parse("%Y-%m-%d %H:%M:%S").unwrap(), DateForm::Day, DateForm::Rfc3339];
        let now = "2026-01-01T00:00:00Z".parse().unwrap();
        past_instant(text, &forms, &zone, &zones, now).map(|at| at.to_rfc3339())
    }

    #[test]
    fn local_times_go_by_the_clock_of_the_map() {
        assert_eq!(at("2016-10-04 09:59:03").unwrap(), "2016-10-04T12:59:03+00:00");
        // Summer time, and its first midnight, which did not exist.
        assert_eq!(at("2016-11-24 00:00:00").unwrap(), "2016-11-24T02:00:00+00:00");
        assert_eq!(at("2016-10-16 00:00:00").unwrap(), "2016-10-16T03:00:00+00:00");
        assert_eq!(at("2016-10-04").unwrap(), "2016-10-04T03:00:00+00:00");
        assert_eq!(at("2016-10-04T09:59:03Z").unwrap(), "2016-10-04T09:59:03+00:00");
    }

    #[test]
    fn what_is_no_date_of_the_past_is_told() {
        for text in [
            "2016-02-30 00:00:00",
            "04.10.2016",
            "",
            "1016-10-04 09:59:03",
            "0000-00-00 00:00:00",
            "2016-12-31 23:59:60",
            "2016-12-31T23:59:60Z",
            "+002016-10-04",
            "2016-1-4",
        ] {
            assert!(at(text).unwrap_err().contains("is no date"), "{text}");
        }
        assert!(at("2026-01-02").unwrap_err().contains("future"));
    }

    #[test]
    fn a_day_may_carry_a_time_that_does_not_count() {
        let (zone, zones) = zone();
        let forms = [DateForm::parse("%Y-%m-%d %H:%M:%S").unwrap(), DateForm::Day];
        for text in ["2016-11-24 00:00:00", "2016-11-24 23:59:59", "2016-11-24"] {
            assert_eq!(date(text, &forms, &zone, &zones).unwrap().to_string(), "2016-11-24", "{text}");
        }
    }

    #[test]
    fn money_becomes_minor_units() {
        for (text, amount) in [("114.77", 11_477), ("89.9", 8_990), ("12", 1_200), ("0.010", 1), ("7.", 700)]
        {
            assert_eq!(money(text, 2, '.'), Ok(amount), "{text}");
        }
        assert_eq!(money("114,77", 2, ','), Ok(11_477));
        assert_eq!(money("500", 0, '.'), Ok(500));
        for text in ["", "-1", "1.234", "1,5", "1e3", "R$ 5", "99999999999999999999", ".5"] {
            assert!(money(text, 2, '.').is_err(), "{text}");
        }
        assert!(money("5.5", 0, '.').is_err());
    }

    #[test]
    fn a_pattern_that_says_nothing_is_refused() {
        for text in ["", "yyyy-mm-dd", "%Q"] {
            assert!(DateForm::parse(text).is_err(), "{text}");
        }
    }
}
