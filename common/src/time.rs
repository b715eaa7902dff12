//! Local time. For the future the local date and time with their IANA zone are the truth, and the instant
//! is derived (a zone's rules may change); past facts are instants. Zone rules arrive as an [`OffsetTable`]:
//! the server makes it from the IANA tables, the browser receives the part that it needs.

use std::{collections::BTreeMap, fmt};

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use serde::{Deserialize, Deserializer, Serialize, de::Error as _};

pub mod century;
pub mod written;

/// The name of an IANA zone, `Europe/Copenhagen`. Parsing checks the shape; the server checks that it exists.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = "Europe/Copenhagen", max_length = 64))]
#[serde(transparent)]
pub struct ZoneName(String);

impl ZoneName {
    /// Letters, digits, `_`, `-`, `+` and `/`, at most 64.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let known = |letter: u8| letter.is_ascii_alphanumeric() || b"_-+/".contains(&letter);
        if text.is_empty() || text.len() > 64 || !text.bytes().all(known) {
            return Err("must be an IANA time zone like Europe/Copenhagen");
        }
        Ok(Self(text.to_owned()))
    }

    /// `UTC`.
    pub fn utc() -> Self {
        Self("UTC".to_owned())
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ZoneName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for ZoneName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

/// From `at` on (Unix seconds), local time is `offset` seconds ahead of UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Transition {
    /// Unix seconds.
    pub at: i64,
    /// Seconds east of Greenwich.
    pub offset: i32,
}

/// The offsets of the zones that are needed, each list rising by `at`. Before the first transition its own
/// offset counts, so a list with one row is a fixed offset; an unknown zone counts as UTC.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct OffsetTable(BTreeMap<ZoneName, Vec<Transition>>);

impl OffsetTable {
    /// Puts a zone in. `transitions` must rise by `at`.
    pub fn insert(&mut self, zone: ZoneName, transitions: Vec<Transition>) {
        self.0.insert(zone, transitions);
    }

    /// The zone's rows, empty for an unknown zone.
    fn transitions(&self, zone: &ZoneName) -> &[Transition] {
        self.0.get(zone).map_or(&[], Vec::as_slice)
    }

    /// Seconds east of Greenwich at that instant.
    pub fn offset_at(&self, zone: &ZoneName, instant: DateTime<Utc>) -> i32 {
        let rows = self.transitions(zone);
        let past = rows.partition_point(|row| row.at <= instant.timestamp());
        rows.get(past.saturating_sub(1)).map_or(0, |row| row.offset)
    }

    /// What a clock on the wall shows.
    pub fn local(&self, zone: &ZoneName, instant: DateTime<Utc>) -> NaiveDateTime {
        let offset = TimeDelta::seconds(self.offset_at(zone, instant).into());
        instant.naive_utc() + offset
    }

    /// The instant at which a clock on the wall shows `local`. A time that a spring change skips becomes the
    /// first valid minute after it; a time that an autumn change repeats is the earlier one.
    pub fn instant(&self, zone: &ZoneName, local: NaiveDateTime) -> DateTime<Utc> {
        let as_utc = local.and_utc();
        let rows = self.transitions(zone);
        // An offset is never beyond a day and a half, so the change that matters lies within that window.
        let window = TimeDelta::hours(36).num_seconds();
        let first = rows.partition_point(|row| row.at < as_utc.timestamp() - window);
        let mut offset = rows.get(first.saturating_sub(1)).or(rows.first()).map_or(0, |row| row.offset);
        for row in rows.iter().skip(first).take_while(|row| row.at <= as_utc.timestamp() + window) {
            let change = DateTime::from_timestamp(row.at, 0).unwrap_or(as_utc);
            let candidate = as_utc - TimeDelta::seconds(offset.into());
            if candidate < change {
                return candidate;
            }
            let after = as_utc - TimeDelta::seconds(row.offset.into());
            if after < change {
                return change;
            }
            offset = row.offset;
        }
        as_utc - TimeDelta::seconds(offset.into())
    }

    /// The calendar day at that instant.
    pub fn date(&self, zone: &ZoneName, instant: DateTime<Utc>) -> NaiveDate {
        self.local(zone, instant).date()
    }

    /// The first instant of the day.
    pub fn start_of_day(&self, zone: &ZoneName, date: NaiveDate) -> DateTime<Utc> {
        self.instant(zone, date.and_time(NaiveTime::MIN))
    }

    /// The first instant that is no longer in the day.
    pub fn end_of_day(&self, zone: &ZoneName, date: NaiveDate) -> DateTime<Utc> {
        self.start_of_day(zone, date.succ_opt().unwrap_or(NaiveDate::MAX))
    }

    /// The rows of these zones for some years around `now`, for the browser.
    pub fn around(&self, zones: &[&ZoneName], now: DateTime<Utc>, years: i64) -> Self {
        let reach = years * 366 * 86_400;
        let part = zones.iter().map(|zone| {
            let rows = self.transitions(zone);
            let from = rows.partition_point(|row| row.at <= now.timestamp() - reach).saturating_sub(1);
            let rows = rows.iter().skip(from).take_while(|row| row.at <= now.timestamp() + reach);
            ((*zone).clone(), rows.copied().collect())
        });
        Self(part.collect())
    }
}

/// When something is planned, in the local time of its place: a day, or a day with hours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Slot {
    /// The day.
    #[serde(deserialize_with = "written::read_date")]
    pub local_date: NaiveDate,
    /// The hours, if they are known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<Hours>,
    /// Where the clock hangs.
    pub time_zone: ZoneName,
}

/// From and to on one day; `end` after `start`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Hours {
    /// The first minute.
    #[serde(deserialize_with = "written::read_clock")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "10:00:00"))]
    pub start: NaiveTime,
    /// The first minute that is free again.
    #[serde(deserialize_with = "written::read_clock")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "10:45:00"))]
    pub end: NaiveTime,
}

impl Slot {
    /// A whole day.
    pub fn day(local_date: NaiveDate, time_zone: ZoneName) -> Self {
        Self { local_date, hours: None, time_zone }
    }

    /// When it begins: the day's first instant if the hours are open.
    pub fn starts_at(&self, zones: &OffsetTable) -> DateTime<Utc> {
        let time = self.hours.map_or(NaiveTime::MIN, |hours| hours.start);
        zones.instant(&self.time_zone, self.local_date.and_time(time))
    }

    /// When it is over: the end of the day if the hours are open.
    pub fn ends_at(&self, zones: &OffsetTable) -> DateTime<Utc> {
        match self.hours {
            Some(hours) => zones.instant(&self.time_zone, self.local_date.and_time(hours.end)),
            None => zones.end_of_day(&self.time_zone, self.local_date),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn copenhagen() -> (ZoneName, OffsetTable) {
        let zone = ZoneName::parse("Europe/Copenhagen").unwrap();
        let mut table = OffsetTable::default();
        // 2026: +1, from 29 March 01:00 UTC +2, from 25 October 01:00 UTC +1.
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap().timestamp();
        table.insert(
            zone.clone(),
            vec![
                Transition { at: at("2025-10-26T01:00:00Z"), offset: 3600 },
                Transition { at: at("2026-03-29T01:00:00Z"), offset: 7200 },
                Transition { at: at("2026-10-25T01:00:00Z"), offset: 3600 },
            ],
        );
        (zone, table)
    }

    #[test]
    fn a_skipped_time_becomes_the_first_valid_minute_and_a_repeated_one_the_earlier() {
        let (zone, table) = copenhagen();
        for (local, instant) in [
            ("2026-03-29T01:59:00", "2026-03-29T00:59:00Z"),
            ("2026-03-29T02:30:00", "2026-03-29T01:00:00Z"),
            ("2026-03-29T03:00:00", "2026-03-29T01:00:00Z"),
            ("2026-10-25T02:30:00", "2026-10-25T00:30:00Z"),
            ("2026-10-25T03:00:00", "2026-10-25T02:00:00Z"),
            ("2026-07-01T12:00:00", "2026-07-01T10:00:00Z"),
            ("2026-12-01T12:00:00", "2026-12-01T11:00:00Z"),
        ] {
            let found = table.instant(&zone, local.parse().unwrap());
            assert_eq!(found, instant.parse::<DateTime<Utc>>().unwrap(), "{local}");
        }
    }

    #[test]
    fn the_wall_clock_reads_back() {
        let (zone, table) = copenhagen();
        let instant = "2026-10-25T01:30:00Z".parse().unwrap();
        assert_eq!(table.local(&zone, instant).to_string(), "2026-10-25 02:30:00");
        let part = table.around(&[&zone], instant, 1);
        assert_eq!(part.local(&zone, instant), table.local(&zone, instant));
    }
}
