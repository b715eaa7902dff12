//! The business calendar: which hours of which days count as working time. Several windows a day, holidays
//! (whole or partial) and extra working days. All times are local to the calendar's zone.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    error::{FieldError, Rejection},
    id::CalendarId,
    text::Line,
    time::{Hours, OffsetTable, ZoneName, written},
};

/// A search for an open day gives up after ten years: a calendar without any is refused when it is saved.
const HORIZON_DAYS: u64 = 3660;

/// Names one version of a calendar. Clocks pin it, so that a holiday added later does not rewrite history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CalendarRef {
    /// The calendar.
    pub id: CalendarId,
    /// Its version, from 1.
    pub version: i64,
}

/// A day that differs from its weekday: a holiday (`hours` empty), a half day, or an extra working day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SpecialDay {
    /// The day.
    #[serde(deserialize_with = "written::read_date")]
    pub date: NaiveDate,
    /// What it is called.
    pub name: Line,
    /// When we work nevertheless; empty for a day off.
    #[serde(default)]
    pub hours: Vec<Hours>,
}

/// What a vendor writes down about its working time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Calendar {
    /// Where its clock hangs.
    pub time_zone: ZoneName,
    /// Seven lists, Monday first: the windows of that weekday in rising order.
    pub weekly: [Vec<Hours>; 7],
    /// Days that differ, one entry a date.
    #[serde(default)]
    pub special_days: Vec<SpecialDay>,
}

/// Where a date goes that falls on a closed day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Roll {
    /// To the next open day.
    Following,
    /// To the last open day before.
    Preceding,
    /// To the closer one; the earlier of two equally close.
    Nearest,
    /// It stays.
    None,
}

impl Calendar {
    /// Monday to Friday, 9 to 17.
    pub fn office_hours(time_zone: ZoneName) -> Self {
        let nine_to_five = || {
            let start = NaiveTime::from_hms_opt(9, 0, 0).unwrap_or_default();
            let end = NaiveTime::from_hms_opt(17, 0, 0).unwrap_or_default();
            vec![Hours { start, end }]
        };
        let day = |weekday: usize| if weekday < 5 { nine_to_five() } else { Vec::new() };
        Self { time_zone, weekly: std::array::from_fn(day), special_days: Vec::new() }
    }

    /// Windows must be in order and must not overlap, a date may stand once, and one weekday must be open.
    pub fn validate(&self) -> Result<(), Rejection> {
        let weekly = self.weekly.iter().enumerate().map(|(day, hours)| (format!("/weekly/{day}"), hours));
        let special = self.special_days.iter().enumerate();
        let special = special.map(|(row, day)| (format!("/special_days/{row}/hours"), &day.hours));
        let mut errors: Vec<FieldError> = weekly
            .chain(special)
            .filter_map(|(pointer, hours)| {
                Some(FieldError { pointer, detail: window_fault(hours)?.to_owned() })
            })
            .collect();
        for (row, day) in self.special_days.iter().enumerate() {
            if self.special_days.iter().take(row).any(|earlier| earlier.date == day.date) {
                let pointer = format!("/special_days/{row}/date");
                errors.push(FieldError { pointer, detail: "stands twice".to_owned() });
            }
        }
        if self.weekly.iter().all(Vec::is_empty) {
            errors.push(FieldError {
                pointer: "/weekly".to_owned(),
                detail: "must have at least one working day".to_owned(),
            });
        }
        match errors.first() {
            None => Ok(()),
            Some(first) => {
                Err(Rejection { errors: errors.clone(), ..Rejection::field(&first.pointer, &first.detail) })
            }
        }
    }

    /// The working windows of a day.
    pub fn windows_on(&self, date: NaiveDate) -> &[Hours] {
        if let Some(special) = self.special_days.iter().find(|day| day.date == date) {
            return &special.hours;
        }
        let weekday = usize::try_from(date.weekday().num_days_from_monday()).unwrap_or_default();
        self.weekly.get(weekday).map_or(&[], Vec::as_slice)
    }

    /// Whether anybody works that day.
    pub fn is_business_day(&self, date: NaiveDate) -> bool {
        !self.windows_on(date).is_empty()
    }

    /// The open day nearest to `date` in the direction of `roll`.
    pub fn roll(&self, date: NaiveDate, roll: Roll) -> NaiveDate {
        let after = || (0..HORIZON_DAYS).find(|n| self.is_open_in(date, *n, true)).unwrap_or(0);
        let before = || (0..HORIZON_DAYS).find(|n| self.is_open_in(date, *n, false)).unwrap_or(0);
        match roll {
            Roll::None => date,
            Roll::Following => shift(date, after(), true),
            Roll::Preceding => shift(date, before(), false),
            Roll::Nearest => {
                let (before, after) = (before(), after());
                if before <= after { shift(date, before, false) } else { shift(date, after, true) }
            }
        }
    }

    fn is_open_in(&self, date: NaiveDate, days: u64, later: bool) -> bool {
        self.is_business_day(shift(date, days, later))
    }

    /// `count` open days after `date` (before it, if negative); closed days are skipped. Zero leaves the
    /// date where it is, open or not.
    pub fn add_business_days(&self, date: NaiveDate, count: i32) -> NaiveDate {
        let mut date = date;
        let mut left = count.unsigned_abs();
        for _ in 0..HORIZON_DAYS {
            if left == 0 {
                break;
            }
            date = shift(date, 1, count > 0);
            if self.is_business_day(date) {
                left -= 1;
            }
        }
        date
    }

    /// The instant at which `minutes` of working time have passed since `from`. Zero minutes give `from`
    /// itself inside a window, else the next opening.
    pub fn add_working_minutes(
        &self,
        from: DateTime<Utc>,
        minutes: i64,
        zones: &OffsetTable,
    ) -> DateTime<Utc> {
        let mut left = TimeDelta::minutes(minutes.max(0));
        let first_day = zones.date(&self.time_zone, from);
        for day in 0..HORIZON_DAYS {
            for (opens, closes) in self.openings(shift(first_day, day, true), zones) {
                let begin = opens.max(from);
                if begin >= closes {
                    continue;
                }
                if begin + left <= closes {
                    return begin + left;
                }
                left -= closes - begin;
            }
        }
        from + left
    }

    /// Working minutes between two instants; none if `to` is not after `from`.
    pub fn working_minutes_between(
        &self,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
        zones: &OffsetTable,
    ) -> i64 {
        let first_day = zones.date(&self.time_zone, from);
        let last_day = zones.date(&self.time_zone, to);
        let days = first_day.iter_days().take_while(|day| *day <= last_day);
        let windows = days.flat_map(|day| self.openings(day, zones));
        let worked = windows.map(|(opens, closes)| (closes.min(to) - opens.max(from)).max(TimeDelta::zero()));
        worked.sum::<TimeDelta>().num_minutes()
    }

    /// The instant at which so many percent of the working time between two instants are over.
    pub fn part_of(
        &self,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
        percent: i64,
        zones: &OffsetTable,
    ) -> DateTime<Utc> {
        let minutes = self.working_minutes_between(from, to, zones);
        self.add_working_minutes(from, minutes * percent / 100, zones).min(to)
    }

    /// `from` inside a window, else the next opening.
    pub fn next_open(&self, from: DateTime<Utc>, zones: &OffsetTable) -> DateTime<Utc> {
        self.add_working_minutes(from, 0, zones)
    }

    /// The last minute of work on that day, or of the last open day before it.
    pub fn close_of(&self, date: NaiveDate, zones: &OffsetTable) -> DateTime<Utc> {
        let day = self.roll(date, Roll::Preceding);
        let last = self.openings(day, zones).last().map(|(_, closes)| closes);
        last.unwrap_or_else(|| zones.end_of_day(&self.time_zone, day))
    }

    fn openings(
        &self,
        date: NaiveDate,
        zones: &OffsetTable,
    ) -> impl Iterator<Item = (DateTime<Utc>, DateTime<Utc>)> {
        self.windows_on(date).iter().map(move |hours| {
            let at = |time| zones.instant(&self.time_zone, date.and_time(time));
            (at(hours.start), at(hours.end))
        })
    }
}

fn shift(date: NaiveDate, days: u64, later: bool) -> NaiveDate {
    let days = Days::new(days);
    let moved = if later { date.checked_add_days(days) } else { date.checked_sub_days(days) };
    moved.unwrap_or(date)
}

fn window_fault(hours: &[Hours]) -> Option<&'static str> {
    if hours.iter().any(|window| window.end <= window.start) {
        return Some("must end after it starts");
    }
    let pairs = hours.iter().zip(hours.iter().skip(1));
    let mut overlaps = pairs.filter(|(first, second)| second.start < first.end);
    overlaps.next().map(|_| "must have windows in order that do not overlap")
}

#[cfg(test)]
mod tests;
