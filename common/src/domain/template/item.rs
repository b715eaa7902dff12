//! A template and its items.

use chrono::NaiveTime;
use serde::{Deserialize, Serialize};

use super::{Anchor, Purpose};
use crate::{
    calendar::Roll,
    domain::{silence::LongestSilence, touchpoint::TouchpointKind},
    text::{Line, Localized, Words},
    time::written,
};

/// A title in several languages.
// Names without a parameter, because the OpenAPI document wants them so.
pub type LocalLine = Localized<Line>;
/// A text in several languages.
pub type LocalWords = Localized<Words>;

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
pub struct Repeat {
    /// The distance.
    pub business_days: i32,
    /// It stops before this day.
    pub until: Anchor,
}

/// One item. `{owner}` and `{item}` in its texts are filled from the record; any other brace is refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
