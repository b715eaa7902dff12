//! How long a customer may be left without word: by the vendor's numbers, by what the template of the agenda
//! promises instead, and after the first month by the relationship plan. The clock, the phases and the planned
//! rhythm all ask here.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    calendar::{Calendar, Roll},
    domain::{
        policy::{Policy, Span},
        relationship_plan::Interval,
    },
    time::{OffsetTable, ZoneName},
};

/// From this day after the delivery on, the second number of the policy counts.
pub const SECOND_FROM_DAY: i64 = 14;
/// From this day after the delivery on, the third one, or the plan that both keep to.
pub const LATER_FROM_DAY: i64 = 30;
/// No template promises word more seldom than once a year.
const LONGEST_DAYS: i64 = 366;

/// The longest time without word that a template promises, where that is another one than the vendor's policy
/// has. Its items must keep it, and the sales that are made from it are held to it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LongestSilence {
    /// Working days without word before the delivery; the policy's `silence_before_delivery` if it is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before_delivery: Option<i32>,
    /// Calendar days without word until day 14 after the delivery, until day 30, and later; the policy's
    /// `silence_after_delivery` if it is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after_delivery: Option<[i64; 3]>,
}

impl LongestSilence {
    /// Nothing is promised but what the vendor's policy says.
    pub fn is_policys(&self) -> bool {
        *self == Self::default()
    }

    /// The number that nobody could promise, and why.
    pub fn fault(&self) -> Option<(String, String)> {
        let before = self.before_delivery.map(|days| ("before_delivery".to_owned(), i64::from(days)));
        let after = self.after_delivery.into_iter().flatten().enumerate();
        let after = after.map(|(row, days)| (format!("after_delivery/{row}"), days));
        let mut all = before.into_iter().chain(after);
        let (field, _) = all.find(|(_, days)| !(1..=LONGEST_DAYS).contains(days))?;
        Some((field, format!("must be 1 to {LONGEST_DAYS} days")))
    }
}

/// How long one silence may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SilenceLimit {
    /// So many working days.
    WorkingDays(i32),
    /// So many calendar days.
    Days(i64),
    /// Until the end of the day of the relationship plan's next contact.
    Plan(Interval),
}

impl SilenceLimit {
    /// So many days, counted from a word on that day.
    pub fn days_from(self, day: NaiveDate) -> i64 {
        match self {
            Self::WorkingDays(days) => days.into(),
            Self::Days(days) => days,
            Self::Plan(interval) => (interval.after(day) - day).num_days(),
        }
    }

    /// Whether those are working days.
    pub fn is_working_days(self) -> bool {
        matches!(self, Self::WorkingDays(_))
    }

    /// The plan's own measure, where that is what counts.
    pub fn interval(self) -> Option<Interval> {
        if let Self::Plan(interval) = self { Some(interval) } else { None }
    }

    /// When a silence that begins with the word at `last` is over.
    pub fn ends_after(
        self,
        last: DateTime<Utc>,
        zone: &ZoneName,
        calendar: &Calendar,
        zones: &OffsetTable,
    ) -> DateTime<Utc> {
        match self {
            Self::WorkingDays(days) => Span::WorkingDays(days).after(last, calendar, zones),
            Self::Days(days) => calendar.next_open(last + TimeDelta::days(days), zones),
            // The plan's contact is on an open day, and may come until its end.
            Self::Plan(interval) => {
                let day = calendar.roll(interval.after(zones.date(zone, last)), Roll::Following);
                calendar.next_open(zones.end_of_day(zone, day), zones)
            }
        }
    }
}

/// What is allowed before the delivery and after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    before_delivery: i32,
    after_delivery: [i64; 3],
    plan: Option<Interval>,
}

impl Limits {
    /// What a template is held to.
    pub fn of_template(own: LongestSilence, policy: &Policy) -> Self {
        Self {
            before_delivery: own.before_delivery.unwrap_or(policy.silence_before_delivery),
            after_delivery: own.after_delivery.unwrap_or(policy.silence_after_delivery),
            plan: None,
        }
    }

    /// The same, with the relationship plan that both keep to.
    pub fn with_plan(self, plan: Option<Interval>) -> Self {
        Self { plan, ..self }
    }

    /// While the delivery has not come.
    pub fn before_delivery(&self) -> SilenceLimit {
        SilenceLimit::WorkingDays(self.before_delivery)
    }

    /// After a word on that day after the delivery.
    pub fn on_day(&self, day: i64) -> SilenceLimit {
        let [fresh, first_month, later] = self.after_delivery;
        match (day, self.plan) {
            (..SECOND_FROM_DAY, _) => SilenceLimit::Days(fresh),
            (SECOND_FROM_DAY..LATER_FROM_DAY, _) => SilenceLimit::Days(first_month),
            (LATER_FROM_DAY.., Some(interval)) => SilenceLimit::Plan(interval),
            (LATER_FROM_DAY.., None) => SilenceLimit::Days(later),
        }
    }
}
