//! Response clocks: deadlines in working time. A deadline is computed once, on the calendar that the concern
//! pinned, and stands in the log as an instant, so that a holiday added later rewrites nothing. While we wait
//! for the customer the clock stands still and keeps the working time that was left.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{calendar::Calendar, domain::policy::Span, time::OffsetTable};

/// The calendar that a clock runs on, with its zone's offsets.
#[derive(Debug, Clone, Copy)]
pub struct WorkingTime<'a> {
    /// The business hours.
    pub calendar: &'a Calendar,
    /// Offsets of the calendar's zone.
    pub zones: &'a OffsetTable,
    /// After so many percent of its time a clock warns.
    pub warn_at_percent: i64,
}

/// Until when something is due, and when it is worth a warning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Deadline {
    /// When the clock began to run, or to run again.
    pub from: DateTime<Utc>,
    /// Until when.
    pub due: DateTime<Utc>,
    /// When three quarters of the working time are used up.
    pub warn_at: DateTime<Utc>,
    /// The working minutes of the whole.
    pub minutes: i64,
}

impl WorkingTime<'_> {
    /// The deadline of a span that begins at `from`.
    pub fn deadline(self, span: Span, from: DateTime<Utc>) -> Deadline {
        self.until(span.after(from, self.calendar, self.zones), from)
    }

    /// The deadline that ends at `due`.
    pub fn until(self, due: DateTime<Utc>, from: DateTime<Utc>) -> Deadline {
        let minutes = self.minutes(from, due);
        let warn_at = self.add(from, minutes * self.warn_at_percent / 100).min(due);
        Deadline { from, due, warn_at, minutes }
    }

    /// The deadline that goes on at `now` with the working minutes that were `left` of it.
    pub fn resumed(self, stopped: &Deadline, left: i64, now: DateTime<Utc>) -> Deadline {
        let quiet = left - stopped.minutes * (100 - self.warn_at_percent) / 100;
        let (due, warn_at) = (self.add(now, left), self.add(now, quiet.max(0)));
        Deadline { from: now, due, warn_at: warn_at.min(due), minutes: stopped.minutes }
    }

    /// Working minutes between two instants; none if `to` is not after `from`.
    pub fn minutes(self, from: DateTime<Utc>, to: DateTime<Utc>) -> i64 {
        self.calendar.working_minutes_between(from, to, self.zones)
    }

    fn add(self, from: DateTime<Utc>, minutes: i64) -> DateTime<Utc> {
        self.calendar.add_working_minutes(from, minutes, self.zones)
    }
}

/// Which promise of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ClockKind {
    /// "We have it", by then.
    Acknowledge,
    /// The next word, even if nothing is new.
    NextWord,
    /// A way to put it right.
    Propose,
}

/// The clock until a proposal, as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Clock {
    /// Until when.
    pub deadline: Deadline,
    /// It stands still, with so many working minutes left.
    pub left: Option<i64>,
    /// Three quarters of it were noticed.
    pub is_warned: bool,
    /// Its end was noticed.
    pub is_passed: bool,
}

impl Clock {
    /// A clock that begins to run.
    pub fn new(deadline: Deadline) -> Self {
        Self { deadline, left: None, is_warned: false, is_passed: false }
    }

    /// What time does next to it, and when; nothing while it stands still.
    pub fn next(&self) -> Option<(Mark, DateTime<Utc>)> {
        next_mark(Some(self.deadline.due), Some(self.deadline.warn_at), self.is_warned, self.is_passed)
            .filter(|_| self.left.is_none())
    }

    /// Working minutes left at `now`: counted down while it runs, kept while it stands still.
    pub fn minutes_left(&self, now: DateTime<Utc>, time: WorkingTime<'_>) -> i64 {
        self.left.unwrap_or_else(|| time.minutes(now, self.deadline.due))
    }
}

/// How far a clock has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Three quarters are used up.
    Warning,
    /// It has ended.
    End,
}

/// The mark that comes next; a warning that was slept through is not made up for once the end has come.
pub fn next_mark(
    due: Option<DateTime<Utc>>,
    warn_at: Option<DateTime<Utc>>,
    is_warned: bool,
    is_passed: bool,
) -> Option<(Mark, DateTime<Utc>)> {
    let due = due.filter(|_| !is_passed)?;
    match warn_at.filter(|at| !is_warned && *at < due) {
        Some(at) => Some((Mark::Warning, at)),
        None => Some((Mark::End, due)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::ZoneName;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn office() -> Calendar {
        Calendar::office_hours(ZoneName::utc())
    }

    #[test]
    fn a_clock_warns_when_three_quarters_of_the_working_time_are_used_up() {
        let (calendar, zones) = (office(), OffsetTable::default());
        let time = WorkingTime { calendar: &calendar, zones: &zones, warn_at_percent: 75 };
        // Friday afternoon: two hours left of the week, two more on Monday.
        let deadline = time.deadline(Span::WorkingHours(4), at("2026-11-06T15:00:00Z"));
        assert_eq!(deadline.due, at("2026-11-09T11:00:00Z"));
        assert_eq!(deadline.warn_at, at("2026-11-09T10:00:00Z"));
        assert_eq!(deadline.minutes, 240);
    }

    #[test]
    fn a_clock_that_stood_still_goes_on_with_the_working_time_that_was_left() {
        let (calendar, zones) = (office(), OffsetTable::default());
        let time = WorkingTime { calendar: &calendar, zones: &zones, warn_at_percent: 75 };
        let deadline = time.deadline(Span::WorkingHours(8), at("2026-11-02T09:00:00Z"));
        let left = time.minutes(at("2026-11-02T12:00:00Z"), deadline.due);
        assert_eq!(left, 300);
        let on = time.resumed(&deadline, left, at("2026-11-04T16:00:00Z"));
        assert_eq!(on.due, at("2026-11-05T13:00:00Z"));
        // Six of eight hours: three more from here.
        assert_eq!(on.warn_at, at("2026-11-05T11:00:00Z"));
        let late = time.resumed(&deadline, 0, at("2026-11-04T16:00:00Z"));
        assert_eq!((late.due, late.warn_at), (at("2026-11-04T16:00:00Z"), at("2026-11-04T16:00:00Z")));
    }

    #[test]
    fn after_a_long_sleep_only_the_end_is_noticed() {
        let (calendar, zones) = (office(), OffsetTable::default());
        let time = WorkingTime { calendar: &calendar, zones: &zones, warn_at_percent: 75 };
        let mut clock = Clock::new(time.deadline(Span::WorkingHours(4), at("2026-11-02T09:00:00Z")));
        assert_eq!(clock.next(), Some((Mark::Warning, at("2026-11-02T12:00:00Z"))));
        assert_eq!(clock.minutes_left(at("2026-11-02T12:30:00Z"), time), 30);
        clock.is_warned = true;
        assert_eq!(clock.next(), Some((Mark::End, at("2026-11-02T13:00:00Z"))));
        clock.is_passed = true;
        assert_eq!(clock.next(), None);
        let stopped = Clock { left: Some(17), is_warned: false, is_passed: false, ..clock };
        assert_eq!(stopped.next(), None);
        assert_eq!(stopped.minutes_left(at("2027-01-01T00:00:00Z"), time), 17);
    }
}
