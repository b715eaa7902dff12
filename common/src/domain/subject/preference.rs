//! How a customer wishes to be treated: when, how often, by which way, and about what not. Preferences are no
//! decoration: they choose the slot of what is planned, hold questions and reminders outside quiet hours, and
//! say how often is too often. Times are in the customer's own zone.

use std::ops::RangeInclusive;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc, Weekday};
use serde::{Deserialize, Serialize};

use crate::{
    calendar::Calendar,
    error::Rejection,
    text::{Line, Words},
    time::{Hours, OffsetTable, Slot, ZoneName, written},
};

mod log;
#[cfg(test)]
mod tests;

pub use log::Event;

/// At most so many wishes about topics, and so many people to copy.
const MOST_TOPICS: usize = 20;
/// See [`MOST_TOPICS`].
const MOST_COPIES: usize = 5;
/// How far a slot is looked for on either side of its day.
const REACH_DAYS: i64 = 2;
/// Quiet times that follow each other are over within so many steps.
const MOST_STEPS: usize = 60;

/// A way to reach somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ContactChannel))]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Here, in the portal.
    Portal,
    /// By mail.
    Mail,
    /// By telephone.
    Call,
    /// A short message.
    Message,
    /// On a screen.
    Video,
    /// In person.
    Visit,
    /// By post.
    Post,
}

/// Whether something is welcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = Welcome))]
#[serde(rename_all = "snake_case")]
pub enum Wish {
    /// Please do.
    Do,
    /// Please do not.
    DoNot,
}

/// A wish about one topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TopicWish {
    /// What about: offers, invoices, training, …
    pub topic: Line,
    /// Whether it is welcome.
    pub wish: Wish,
    /// By which way, if that matters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Day {
    /// Monday.
    Monday,
    /// Tuesday.
    Tuesday,
    /// Wednesday.
    Wednesday,
    /// Thursday.
    Thursday,
    /// Friday.
    Friday,
    /// Saturday.
    Saturday,
    /// Sunday.
    Sunday,
}

impl Day {
    fn is(self, date: NaiveDate) -> bool {
        let weekday = match self {
            Self::Monday => Weekday::Mon,
            Self::Tuesday => Weekday::Tue,
            Self::Wednesday => Weekday::Wed,
            Self::Thursday => Weekday::Thu,
            Self::Friday => Weekday::Fri,
            Self::Saturday => Weekday::Sat,
            Self::Sunday => Weekday::Sun,
        };
        date.weekday() == weekday
    }
}

/// Which part of the day suits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Window {
    /// Any.
    #[default]
    Any,
    /// Until noon.
    Morning,
    /// From noon on.
    Afternoon,
    /// Between these hours.
    Between(Hours),
}

/// When not to write or call. `end` is the first minute that is not quiet any more; a `start` after the `end`
/// means over midnight, the same twice means never.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct QuietHours {
    /// The first quiet minute.
    #[serde(deserialize_with = "written::read_clock")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "20:00:00"))]
    pub start: NaiveTime,
    /// The first minute after it.
    #[serde(deserialize_with = "written::read_clock")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "08:00:00"))]
    pub end: NaiveTime,
    /// Whether days on which the vendor does not work are quiet as a whole.
    pub days_off: bool,
}

impl Default for QuietHours {
    /// From eight in the evening until eight in the morning, and on days off.
    fn default() -> Self {
        let start = NaiveTime::from_hms_opt(20, 0, 0).unwrap_or_default();
        let end = NaiveTime::from_hms_opt(8, 0, 0).unwrap_or_default();
        Self { start, end, days_off: true }
    }
}

/// Somebody who gets a copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CopyTo {
    /// Who.
    pub name: Line,
    /// Where mail reaches them.
    pub email: Line,
}

/// How the customer wishes one contact to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Manner {
    /// By which way; none when they have no wish.
    pub by: Option<Channel>,
    /// Whether they want to hear of it at all.
    pub is_welcome: bool,
    /// Who gets a copy.
    pub copy_to: Vec<CopyTo>,
}

/// Everything that a customer wishes about how they are treated.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Preferences {
    /// The ways to reach them, the best one first.
    pub channels: Vec<Channel>,
    /// What they want to hear about, and what not.
    pub topics: Vec<TopicWish>,
    /// The days that suit best; any, if there are none.
    pub best_days: Vec<Day>,
    /// The part of the day that suits best.
    pub window: Window,
    /// When not to write or call.
    pub quiet_hours: QuietHours,
    /// How often at most in seven days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub most_per_week: Option<u8>,
    /// How often they would like to hear from us: every so many days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub every_days: Option<u16>,
    /// BCP 47 tag of the language they read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Line>,
    /// Where they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<ZoneName>,
    /// How to address them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub form_of_address: Option<Line>,
    /// What they need to be able to see, hear, read or come.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accessibility: Option<Words>,
    /// Who gets a copy.
    pub copy_to: Vec<CopyTo>,
    /// No planned questions, please. What was said before stands when nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wants_no_checks: Option<bool>,
}

impl Preferences {
    /// Nothing stands twice, hours end after they start, numbers are sensible.
    pub fn validate(&self) -> Result<(), Rejection> {
        let twice = |field: &str, row: usize| Rejection::field(format!("/{field}/{row}"), "stands twice");
        let repeated = |is: &dyn Fn(usize, usize) -> bool, count: usize| {
            (0..count).find(|row| (0..*row).any(|earlier| is(earlier, *row)))
        };
        let same_channel = |one: usize, other: usize| self.channels.get(one) == self.channels.get(other);
        if let Some(row) = repeated(&same_channel, self.channels.len()) {
            return Err(twice("channels", row));
        }
        let same_day = |one: usize, other: usize| self.best_days.get(one) == self.best_days.get(other);
        if let Some(row) = repeated(&same_day, self.best_days.len()) {
            return Err(twice("best_days", row));
        }
        if self.topics.len() > MOST_TOPICS {
            return Err(Rejection::field("/topics", format!("must have at most {MOST_TOPICS} entries")));
        }
        if self.copy_to.len() > MOST_COPIES {
            return Err(Rejection::field("/copy_to", format!("must have at most {MOST_COPIES} entries")));
        }
        if let Window::Between(hours) = self.window
            && hours.end <= hours.start
        {
            return Err(Rejection::field("/window/between/end", "must be after the start"));
        }
        within("/most_per_week", self.most_per_week.map(u16::from), 1..=50)?;
        within("/every_days", self.every_days, 1..=365)
    }

    /// When what is ready at `at` may go out: at once outside quiet hours, else when they end. Nothing is
    /// ever dropped. Quiet hours are in `zone`, the customer's own.
    pub fn not_before(
        &self,
        at: DateTime<Utc>,
        zone: &ZoneName,
        calendar: &Calendar,
        zones: &OffsetTable,
    ) -> DateTime<Utc> {
        let start = zones.local(zone, at);
        let mut local = start;
        for _ in 0..MOST_STEPS {
            match self.quiet_until(local, calendar) {
                Some(end) => local = end,
                None => break,
            }
        }
        if local == start { at } else { zones.instant(zone, local) }
    }

    /// The end of the quiet time that a clock on the wall is in.
    fn quiet_until(&self, local: NaiveDateTime, calendar: &Calendar) -> Option<NaiveDateTime> {
        let QuietHours { start, end, days_off } = self.quiet_hours;
        let (date, time) = (local.date(), local.time());
        let tomorrow = date.succ_opt()?;
        if days_off && !calendar.is_business_day(date) {
            return Some(tomorrow.and_time(NaiveTime::MIN));
        }
        if start < end {
            return (start <= time && time < end).then(|| date.and_time(end));
        }
        if start == end {
            return None;
        }
        if time >= start {
            return Some(tomorrow.and_time(end));
        }
        (time < end).then(|| date.and_time(end))
    }

    /// Until when nothing more may go out, because enough has in the seven days before: `words` are the
    /// times of what the customer heard from us.
    pub fn pause_until(
        &self,
        words: impl IntoIterator<Item = DateTime<Utc>>,
        now: DateTime<Utc>,
    ) -> Option<DateTime<Utc>> {
        let most = usize::from(self.most_per_week?);
        let week = TimeDelta::days(7);
        let mut lately: Vec<DateTime<Utc>> =
            words.into_iter().filter(|at| *at <= now && *at + week > now).collect();
        lately.sort_unstable();
        // As soon as the oldest of the last `most` is a week old, there is room for one more.
        let oldest = lately.len().checked_sub(most)?;
        lately.get(oldest).map(|at| *at + week)
    }

    /// Whether they want to hear of it.
    pub fn welcomes(&self, topic: &str) -> bool {
        let mut against = self.topics.iter().filter(|it| it.wish == Wish::DoNot);
        !against.any(|it| it.topic.eq_ignore_ascii_case(topic))
    }

    /// How a contact about something should be made: a wish about the topic comes before the usual way. The
    /// topic is a word of the title, or the kind of contact.
    pub fn manner(&self, title: &str, kind: &str) -> Manner {
        let title = title.to_lowercase();
        let is_about = |it: &&TopicWish| {
            let topic = it.topic.to_lowercase();
            topic == kind || title.contains(&topic)
        };
        let about = || self.topics.iter().filter(is_about);
        let by = about().find_map(|it| it.channel.filter(|_| it.wish == Wish::Do));
        Manner {
            by: by.or_else(|| self.channels.first().copied()),
            is_welcome: !about().any(|it| it.wish == Wish::DoNot && it.channel.is_none()),
            copy_to: self.copy_to.clone(),
        }
    }

    fn suits(&self, date: NaiveDate) -> bool {
        self.best_days.is_empty() || self.best_days.iter().any(|day| day.is(date))
    }

    /// The hours of the day that suit, without the quiet ones.
    fn open_hours(&self) -> (NaiveTime, NaiveTime) {
        let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default();
        let midnight = NaiveTime::from_hms_opt(23, 59, 59).unwrap_or_default();
        let (from, to) = match self.window {
            Window::Any => (NaiveTime::MIN, midnight),
            Window::Morning => (NaiveTime::MIN, noon),
            Window::Afternoon => (noon, midnight),
            Window::Between(hours) => (hours.start, hours.end),
        };
        let QuietHours { start, end, .. } = self.quiet_hours;
        if start > end { (from.max(end), to.min(start)) } else { (from, to) }
    }
}

/// The slot that suits the customer best: the nearest of their days, and within their hours. A slot that they
/// have no wish about, and one that no wish can be met for, stays as it is; no day outside `range` is taken.
pub fn fit(
    slot: Slot,
    preferences: &Preferences,
    calendar: &Calendar,
    range: &RangeInclusive<NaiveDate>,
) -> Slot {
    let days = (0..=REACH_DAYS).flat_map(|days| [days, -days]);
    let mut dates = days.filter_map(|days| slot.local_date.checked_add_signed(TimeDelta::days(days)));
    let is_good = |date: &NaiveDate| {
        range.contains(date) && preferences.suits(*date) && calendar.is_business_day(*date)
    };
    let date = if preferences.suits(slot.local_date) { None } else { dates.find(is_good) };
    let local_date = date.unwrap_or(slot.local_date);
    let hours = slot.hours.map(|hours| fit_hours(hours, preferences, local_date, calendar));
    Slot { local_date, hours, ..slot }
}

fn fit_hours(hours: Hours, preferences: &Preferences, date: NaiveDate, calendar: &Calendar) -> Hours {
    let length = hours.end - hours.start;
    let (from, to) = preferences.open_hours();
    let works = |start: NaiveTime| {
        let end = start.overflowing_add_signed(length);
        let is_same_day = end.1 == 0 && from <= start && end.0 <= to;
        let windows = calendar.windows_on(date);
        is_same_day && (windows.is_empty() || windows.iter().any(|it| it.start <= start && end.0 <= it.end))
    };
    if from <= hours.start && hours.end <= to {
        return hours;
    }
    let opens = calendar.windows_on(date).iter().map(|window| window.start.max(from));
    let start = opens.chain([from, hours.start.max(from)]).find(|start| works(*start));
    start.map_or(hours, |start| Hours { start, end: start.overflowing_add_signed(length).0 })
}

fn within(pointer: &str, value: Option<u16>, range: RangeInclusive<u16>) -> Result<(), Rejection> {
    match value {
        Some(value) if !range.contains(&value) => {
            Err(Rejection::field(pointer, format!("must be {} to {}", range.start(), range.end())))
        }
        Some(_) | None => Ok(()),
    }
}
