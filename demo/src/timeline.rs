//! Where the times of a story lie: day 0 is a Monday, and clocks hang in the dealer's zone.

use std::{fmt, str::FromStr};

use anyhow::{Context as _, Result};
use chrono::{
    DateTime, Datelike as _, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone as _, Utc,
};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// A time of the story: `7 09:30` is half past nine on day 7.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct At {
    /// Days since the order.
    pub day: i64,
    /// What the clock on the wall shows.
    pub time: NaiveTime,
}

impl FromStr for At {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> Result<Self> {
        let wrong = || format!("{text:?} is no time of a story like \"7 09:30\"");
        let (day, time) = text.split_once(' ').with_context(wrong)?;
        Ok(Self { day: day.parse().with_context(wrong)?, time: wall_clock(time).with_context(wrong)? })
    }
}

/// `09:30`.
pub fn wall_clock(text: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(text, "%H:%M").ok()
}

impl TryFrom<String> for At {
    type Error = anyhow::Error;

    fn try_from(text: String) -> Result<Self> {
        text.parse()
    }
}

impl From<At> for String {
    fn from(at: At) -> Self {
        at.to_string()
    }
}

impl fmt::Display for At {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.day, self.time.format("%H:%M"))
    }
}

/// One telling of the story in the calendar.
#[derive(Debug, Clone, Copy)]
pub struct Timeline {
    monday: NaiveDate,
    zone: Tz,
}

impl Timeline {
    /// Day 0 is this date.
    pub fn new(monday: NaiveDate, zone: Tz) -> Self {
        Self { monday, zone }
    }

    /// Day 0 is the Monday after that instant.
    pub fn after(now: DateTime<Utc>, zone: Tz) -> Self {
        let today = now.with_timezone(&zone).date_naive();
        let ahead = 7 - i64::from(today.weekday().num_days_from_monday());
        Self::new(today + TimeDelta::days(ahead), zone)
    }

    /// The date of day 0.
    pub fn monday(self) -> NaiveDate {
        self.monday
    }

    /// The date of a day.
    pub fn date(self, day: i64) -> NaiveDate {
        self.monday.checked_add_days(Days::new(day.unsigned_abs())).unwrap_or(self.monday)
    }

    /// The instant of a time. An hour that the clocks leave out or show twice is in no story; it would be taken for UTC.
    pub fn instant(self, at: At) -> DateTime<Utc> {
        let local = self.date(at.day).and_time(at.time);
        let zoned = self.zone.from_local_datetime(&local).earliest();
        zoned.map_or_else(|| local.and_utc(), |zoned| zoned.to_utc())
    }

    /// What the clock on the wall shows at an instant.
    pub fn local(self, instant: DateTime<Utc>) -> NaiveDateTime {
        instant.with_timezone(&self.zone).naive_local()
    }

    /// The day of an instant.
    pub fn day(self, instant: DateTime<Utc>) -> i64 {
        (self.local(instant).date() - self.monday).num_days()
    }
}
