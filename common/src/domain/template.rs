//! An agenda template: what happens in the first thirty days, relative to two anchors.

use chrono::{NaiveTime, TimeDelta};
use serde::{Deserialize, Serialize};

use crate::{
    calendar::Roll,
    domain::{check, silence::LongestSilence, touchpoint::TouchpointKind},
    error::Rejection,
    text::{Line, Localized, Words},
    time::written,
};

mod placeholders;
mod shipped;
mod spacing;
#[cfg(test)]
mod tests;
mod words;

pub use crate::domain::touchpoint::Purpose;
pub use placeholders::fill;
pub use shipped::{first_30_days, shipped};
pub use spacing::check_spacing;

/// Why an agreed time is asked about when the delivery has another day, in the language of the reader.
pub fn follows(reader: Option<&str>) -> Option<Words> {
    words::follows().ok().and_then(|text| Words::parse(text.for_reader(reader)).ok())
}

/// A title in several languages.
// Names without a parameter, because the OpenAPI document wants them so.
pub type LocalLine = Localized<Line>;
/// A text in several languages.
pub type LocalWords = Localized<Words>;

/// The day that an offset counts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Anchor {
    /// The order was confirmed.
    Purchase,
    /// The goods arrived or the service started; an estimate until it is real.
    Delivery,
}

/// How far from the anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Offset {
    /// Open days, closed ones are skipped; negative is before.
    BusinessDays(i32),
    /// Days, rolled to an open one afterwards.
    CalendarDays(i64),
    /// Hours of open time after the anchor's instant.
    BusinessHours(i64),
}

/// "Every so many business days until the anchor."
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Repeat {
    /// The distance.
    pub business_days: i32,
    /// It stops before this day.
    pub until: Anchor,
}

/// One item. `{owner}` and `{item}` in its texts are filled from the record; any other brace is refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TemplateItem {
    /// Unique in the template.
    pub key: Line,
    /// What the offset counts from.
    pub anchor: Anchor,
    /// How far.
    pub offset: Offset,
    /// Where a closed day goes.
    pub roll: Roll,
    /// What kind of contact.
    pub kind: TouchpointKind,
    /// What it is called.
    pub title: LocalLine,
    /// What to expect.
    pub text: LocalWords,
    /// What to have ready.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prepare: Option<LocalWords>,
    /// When on the day, for live contacts.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "written::read_clock_if")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, example = "10:00:00"))]
    pub starts: Option<NaiveTime>,
    /// How long, in minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u16>,
    /// The question of a check, `key@version`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check: Option<Line>,
    /// Whether it comes again and again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeat: Option<Repeat>,
    /// The key of the item that must be done first: until then nobody confirms, asks or reports this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Line>,
    /// The series that it is a session of; sessions come in the order of the items, and are counted down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series: Option<Line>,
    /// Whether something must stand in for it when the vendor calls it off.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub required: bool,
    /// What it is for, where that asks more of its report than the kind does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<Purpose>,
}

/// A template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// Unique at the vendor, `first-30-days`.
    pub key: Line,
    /// What it is called.
    pub title: LocalLine,
    /// The items, in any order.
    pub items: Vec<TemplateItem>,
    /// No item comes later than so many days after the delivery, or after the purchase where nothing hangs on a
    /// delivery; not limited if it is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_day: Option<u16>,
    /// The longest time without word, where it is another than the vendor's. A template whose items leave a longer
    /// one is refused, and a sale whose agenda comes from it is held to it.
    #[serde(default, skip_serializing_if = "LongestSilence::is_policys")]
    pub longest_silence: LongestSilence,
    /// The day from which the first live contact is counted: the purchase for services, which nobody should wait
    /// for without having met anyone. If it is not said, the delivery, or the purchase where nothing hangs on one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_live_from: Option<Anchor>,
}

/// At most so many items.
const MOST_ITEMS: usize = 100;
/// No offset beyond two years.
const FARTHEST_DAYS: i64 = 732;

impl Template {
    /// Keys are unique, checks name a question that exists, offsets and repeats are sensible, gates lead
    /// somewhere and not back, and the longest silence can be promised.
    pub fn validate(&self) -> Result<(), Rejection> {
        if self.items.is_empty() || self.items.len() > MOST_ITEMS {
            return Err(Rejection::field("/items", format!("must have 1 to {MOST_ITEMS} items")));
        }
        if let Some((field, why)) = self.longest_silence.fault() {
            return Err(Rejection::field(format!("/longest_silence/{field}"), why));
        }
        for (row, item) in self.items.iter().enumerate() {
            if let Some((field, why)) = self.item_fault(row, item) {
                return Err(Rejection::field(format!("/items/{row}/{field}"), why));
            }
            if let Some(field) = placeholders::fault(item) {
                let why = "may have {owner} and {item} in braces, and nothing else";
                return Err(Rejection::field(format!("/items/{row}/{field}"), why));
            }
        }
        Ok(())
    }

    fn item_fault(&self, row: usize, item: &TemplateItem) -> Option<(&'static str, &'static str)> {
        let days = match item.offset {
            Offset::BusinessDays(days) => i64::from(days),
            Offset::CalendarDays(days) => days,
            Offset::BusinessHours(hours) => hours,
        };
        let is_check = item.kind == TouchpointKind::Check;
        let knows_check = item.check.as_ref().is_none_or(|key| check::definition(key).is_some());
        let rules = [
            (self.items.iter().take(row).any(|earlier| earlier.key == item.key), "key", "stands twice"),
            (days.abs() > FARTHEST_DAYS, "offset", "must be at most two years"),
            (
                matches!(item.offset, Offset::BusinessHours(hours) if hours < 0),
                "offset",
                "hours must not be negative",
            ),
            (is_check && item.check.is_none(), "check", "is required for a check"),
            (!is_check && item.check.is_some(), "check", "belongs to a check only"),
            (!knows_check, "check", "must name a known question like expected@1"),
            (
                item.repeat.is_some_and(|repeat| repeat.business_days < 1),
                "repeat",
                "must be at least every business day",
            ),
            (item.minutes.is_some() && item.starts.is_none(), "starts", "is required with minutes"),
            (Self::ends_after_midnight(item), "minutes", "must end on the same day"),
            (self.waits_for_nobody(item), "after", "must be the key of another item"),
            (self.waits_for_itself(item), "after", "must not wait for what waits for it"),
            (
                item.series.is_some() && !item.kind.is_live(),
                "series",
                "belongs to sessions, in which people meet",
            ),
        ];
        rules.into_iter().find(|(applies, ..)| *applies).map(|(_, field, why)| (field, why))
    }

    fn item(&self, key: &str) -> Option<&TemplateItem> {
        self.items.iter().find(|item| &*item.key == key)
    }

    fn waits_for_nobody(&self, item: &TemplateItem) -> bool {
        item.after.as_ref().is_some_and(|after| self.item(after).is_none())
    }

    /// Following the gates from the item leads back to it.
    fn waits_for_itself(&self, item: &TemplateItem) -> bool {
        let mut at = item;
        for _ in 0..self.items.len() {
            match at.after.as_ref().and_then(|after| self.item(after)) {
                None => return false,
                Some(next) if next.key == item.key => return true,
                Some(next) => at = next,
            }
        }
        false
    }

    fn ends_after_midnight(item: &TemplateItem) -> bool {
        let length = TimeDelta::minutes(item.minutes.unwrap_or_default().into());
        item.starts.is_some_and(|starts| starts.overflowing_add_signed(length).1 != 0)
    }
}
