//! Whether a template can be planned from at all.

use chrono::TimeDelta;

use super::{Offset, Template, TemplateItem, placeholders};
use crate::{
    domain::{check, touchpoint::TouchpointKind},
    error::{FieldError, Rejection},
};

/// At most so many items.
const MOST_ITEMS: usize = 100;

/// No offset beyond two years.
const FARTHEST_DAYS: i64 = 732;

impl Template {
    /// Keys are unique, checks name a question that exists, offsets and repeats are sensible, gates lead
    /// somewhere and not back, and the longest silence can be promised.
    pub fn validate(&self) -> Result<(), Rejection> {
        Rejection::unless_none(self.faults())
    }

    /// Everything that speaks against it, field by field. One that was stored by the rules of its time may have some.
    pub fn faults(&self) -> Vec<FieldError> {
        let fault = |pointer: String, why: &str| FieldError { pointer, detail: why.to_owned() };
        let mut faults = Vec::new();
        if self.items.is_empty() || self.items.len() > MOST_ITEMS {
            faults.push(fault("/items".to_owned(), &format!("must have 1 to {MOST_ITEMS} items")));
        }
        if let Some((field, why)) = self.longest_silence.fault() {
            faults.push(fault(format!("/longest_silence/{field}"), &why));
        }
        for (row, item) in self.items.iter().enumerate().take(MOST_ITEMS) {
            if let Some((field, why)) = self.item_fault(row, item) {
                faults.push(fault(format!("/items/{row}/{field}"), why));
            }
            if let Some(field) = placeholders::fault(item) {
                let why = "may have {owner} and {item} in braces, and nothing else";
                faults.push(fault(format!("/items/{row}/{field}"), why));
            }
        }
        faults
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
