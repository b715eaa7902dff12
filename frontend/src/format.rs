//! Dates and clocks in words, in the customer's zone. Pure arithmetic and the catalogue: the same letters on
//! the server and in every browser.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Utc};
use followthrough_common::{
    time::{OffsetTable, Slot, ZoneName},
    words::{DateForm, Texts},
};

/// Reads instants the way the customer would.
#[derive(Debug, Clone, Copy)]
pub struct Clock<'a> {
    /// The words.
    pub texts: Texts,
    /// The customer's zone.
    pub zone: &'a ZoneName,
    /// Its offsets.
    pub zones: &'a OffsetTable,
    /// The present moment, in domain time.
    pub now: DateTime<Utc>,
}

impl Clock<'_> {
    /// What a clock on the customer's wall shows.
    pub fn local(&self, at: DateTime<Utc>) -> NaiveDateTime {
        self.zones.local(self.zone, at)
    }

    /// The customer's day.
    pub fn today(&self) -> NaiveDate {
        self.local(self.now).date()
    }

    /// "10:00".
    pub fn time(&self, time: NaiveTime) -> String {
        self.texts.clock(time)
    }

    /// "Thursday 26 November", with the year if it is not this one.
    pub fn date(&self, date: NaiveDate) -> String {
        let is_this_year = date.year() == self.today().year();
        self.texts.date(if is_this_year { DateForm::Long } else { DateForm::Year }, date)
    }

    /// "Thu 26 Nov".
    pub fn date_short(&self, date: NaiveDate) -> String {
        self.texts.date(DateForm::Short, date)
    }

    /// "26 Nov".
    pub fn date_plain(&self, date: NaiveDate) -> String {
        self.texts.date(DateForm::Plain, date)
    }

    /// "Thu 26".
    pub fn day_number(&self, date: NaiveDate) -> String {
        self.texts.date(DateForm::Number, date)
    }

    /// "Nov".
    pub fn month(&self, date: NaiveDate) -> &'static str {
        self.texts.month_short(date)
    }

    /// "today", "tomorrow", "Thursday", or the whole date when it is farther away: as an answer to "when?".
    pub fn day(&self, date: NaiveDate) -> String {
        match (date - self.today()).num_days() {
            0 => self.texts.today().to_owned(),
            1 => self.texts.tomorrow().to_owned(),
            -1 => self.texts.yesterday().to_owned(),
            -6..=6 => self.texts.on_weekday(self.texts.weekday(date)),
            _ => self.texts.on_date(&self.date(date)),
        }
    }

    /// "today", "yesterday", "on Monday", "on Monday 2 November".
    pub fn on(&self, date: NaiveDate) -> String {
        let day = self.day(date);
        if (date - self.today()).num_days().abs() > 1 { self.texts.day_at(&day) } else { day }
    }

    /// "today, 14:00", "Thursday, 10:00", "Friday 4 December".
    pub fn slot(&self, slot: &Slot) -> String {
        self.with_time(self.day(slot.local_date), slot)
    }

    /// "Mon 30 Nov, 14:00".
    pub fn slot_short(&self, slot: &Slot) -> String {
        self.with_time(self.date_short(slot.local_date), slot)
    }

    fn with_time(&self, day: String, slot: &Slot) -> String {
        match slot.hours {
            Some(hours) => self.texts.day_time(&day, &self.time(hours.start)),
            None => day,
        }
    }

    /// "10:00–10:45".
    pub fn hours(&self, slot: &Slot) -> Option<String> {
        let hours = slot.hours?;
        Some(self.texts.from_to(&self.time(hours.start), &self.time(hours.end)))
    }

    /// "today by 14:00", "Thursday by 17:00".
    pub fn by(&self, at: DateTime<Utc>) -> String {
        let local = self.local(at);
        self.texts.day_by(&self.day(local.date()), &self.time(local.time()))
    }

    /// "today, 8:40", "Monday, 11:20", "Mon 2 Nov, 11:20".
    pub fn moment(&self, at: DateTime<Utc>) -> String {
        let local = self.local(at);
        let is_near = (local.date() - self.today()).abs() < TimeDelta::days(7);
        let day = if is_near { self.day(local.date()) } else { self.date_short(local.date()) };
        self.texts.day_time(&day, &self.time(local.time()))
    }

    /// "this morning at 8:40", "yesterday at 16:05", "on Monday".
    pub fn looked(&self, at: DateTime<Utc>) -> String {
        let local = self.local(at);
        let time = self.time(local.time());
        match (self.today() - local.date()).num_days() {
            0 if local.hour() < 12 => self.texts.this_morning(&time),
            0 if local.hour() < 18 => self.texts.this_afternoon(&time),
            0 => self.texts.this_evening(&time),
            1 => self.texts.yesterday_at(&time),
            _ => self.texts.day_at(&self.day(local.date())),
        }
    }

    /// "45 minutes", "4 hours".
    pub fn length(&self, slot: &Slot) -> Option<String> {
        let hours = slot.hours?;
        let minutes = usize::try_from((hours.end - hours.start).num_minutes()).ok()?;
        let is_whole = minutes >= 60 && minutes.is_multiple_of(60);
        Some(if is_whole { self.texts.hours(minutes / 60) } else { self.texts.minutes(minutes) })
    }
}

/// What is not empty, one after the other, with this between.
pub fn in_a_row(parts: &[String], between: &str) -> String {
    let mut all = String::new();
    for part in parts.iter().filter(|part| !part.is_empty()) {
        if !all.is_empty() {
            all.push_str(between);
        }
        all.push_str(part);
    }
    all
}

/// Several things in one text, each joined to those before as the language does.
pub fn together(texts: Texts, all: &[String], join: fn(Texts, &str, &str) -> String) -> String {
    let mut text = String::new();
    for it in all {
        text = if text.is_empty() { it.clone() } else { join(texts, &text, it) };
    }
    text
}

/// The first words, up to `most` characters, with an ellipsis where something was cut off.
pub fn beginning(text: &str, most: usize) -> String {
    let line = text.lines().next().unwrap_or_default();
    if line.len() == text.len() && text.chars().count() <= most {
        return text.to_owned();
    }
    let cut: String = line.chars().take(most).collect();
    let whole =
        if cut.len() < line.len() { cut.rsplit_once(' ').map_or(&*cut, |(words, _)| words) } else { &*cut };
    let mut short = whole.trim_end_matches(['.', ',', ' ']).to_owned();
    short.push('…');
    short
}

/// "Anna" of "Anna Berg".
pub fn first_name(name: &str) -> &str {
    name.split_whitespace().next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use followthrough_common::words::Language;

    use super::*;

    #[test]
    fn days_and_clocks_are_said_as_people_say_them() {
        let zone = ZoneName::utc();
        let zones = OffsetTable::default();
        let now = "2026-11-25T12:00:00Z".parse().unwrap();
        let clock = Clock { texts: Texts::of(Language::English), zone: &zone, zones: &zones, now };
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        assert_eq!(clock.by(at("2026-11-25T14:00:00Z")), "today by 14:00");
        assert_eq!(clock.by(at("2026-11-27T17:05:00Z")), "Friday by 17:05");
        assert_eq!(clock.moment(at("2026-11-02T09:00:00Z")), "Mon 2 Nov, 9:00");
        assert_eq!(clock.looked(at("2026-11-25T08:40:00Z")), "this morning at 8:40");
        assert_eq!(clock.looked(at("2026-11-24T08:40:00Z")), "yesterday at 8:40");
        assert_eq!(clock.date("2027-01-04".parse().unwrap()), "Monday 4 January 2027");
        assert_eq!(clock.day("2026-12-04".parse().unwrap()), "Friday 4 December");
    }

    #[test]
    fn a_long_text_is_cut_between_words() {
        assert_eq!(beginning("Steam wand drips", 40), "Steam wand drips");
        assert_eq!(beginning("Steam wand drips after use", 14), "Steam wand…");
        assert_eq!(beginning("It drips.\nA lot.", 40), "It drips…");
    }
}
