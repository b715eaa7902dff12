//! Dates and times as the reader's language writes them, the same letters on the server and in every browser.

use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};

use super::{Texts, numbers::two_digits};

/// How much of a date is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateForm {
    /// "Thursday 26 November".
    Long,
    /// "Thursday 26 November 2026".
    Year,
    /// "26 November 2026".
    Full,
    /// "Thu 26 Nov".
    Short,
    /// "26 Nov".
    Plain,
    /// "Thu 26".
    Number,
}

impl Texts {
    /// "14:00", or "2:00 م" where the clock has twelve hours.
    pub fn clock(self, time: NaiveTime) -> String {
        let minute = two_digits(time.minute());
        if self.hours_of_clock() == "24" {
            return self.time(&time.hour().to_string(), &minute);
        }
        let (is_afternoon, hour) = time.hour12();
        let half = if is_afternoon { self.pm() } else { self.am() };
        self.time_half(&self.time(&hour.to_string(), &minute), half)
    }

    /// A date in words.
    pub fn date(self, form: DateForm, date: NaiveDate) -> String {
        let row = date.weekday().num_days_from_monday();
        let (weekday, weekday_short) = (nth(self.weekdays(), row), nth(self.weekdays_short(), row));
        let (month, month_short) = (nth(self.months(), date.month0()), self.month_short(date));
        let number = date.day().to_string();
        let day = if date.day() == 1 { self.first_day() } else { &number };
        let year = date.year().to_string();
        match form {
            DateForm::Long => self.date_long(weekday, day, month),
            DateForm::Year => self.date_year(weekday, day, month, &year),
            DateForm::Full => self.date_full(day, month, &year),
            DateForm::Short => self.date_short(weekday_short, day, month_short),
            DateForm::Plain => self.date_plain(day, month_short),
            DateForm::Number => self.day_number(weekday_short, day),
        }
    }

    /// "Thursday".
    pub fn weekday(self, date: NaiveDate) -> &'static str {
        nth(self.weekdays(), date.weekday().num_days_from_monday())
    }

    /// "Nov".
    pub fn month_short(self, date: NaiveDate) -> &'static str {
        nth(self.months_short(), date.month0())
    }
}

/// The word of a list; nothing for a number that it does not have.
pub fn nth(words: &[&'static str], number: u32) -> &'static str {
    let row = usize::try_from(number).unwrap_or_default();
    words.get(row).copied().unwrap_or_default()
}
