//! An item with its day, and what can be wrong with it.

use chrono::NaiveDate;

use crate::domain::template::{Anchor, TemplateItem};

/// A rule that an item breaks.
pub(super) struct Fault {
    pub(super) row: usize,
    pub(super) rule: &'static str,
    /// What happens on the weekday from which the days count.
    pub(super) anchor: Anchor,
    /// The field of the item.
    pub(super) field: &'static str,
    pub(super) detail: String,
}

impl Fault {
    pub(super) fn of_offset(row: usize, rule: &'static str, anchor: Anchor, detail: String) -> Self {
        Self { row, rule, anchor, field: "offset", detail }
    }
}

/// An item with its day.
pub(super) struct Dated<'a> {
    pub(super) row: usize,
    pub(super) item: &'a TemplateItem,
    pub(super) date: NaiveDate,
}
