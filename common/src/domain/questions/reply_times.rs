//! How fast the customer of a sale was answered, before and after they signed.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::{
    concern::{Concern, Waited},
    sale::Sale,
};

/// Without a figure of the vendor's, the first week is the yardstick for the time that follows.
const YARDSTICK_DAYS: i64 = 7;

/// Where a figure comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Yardstick {
    /// The vendor says how fast it answered before the signature.
    BeforeSignature,
    /// The vendor did not say: the first week after it.
    FirstWeek,
}

/// How fast the first answers came: working minutes on average, and of how many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Average {
    /// Working minutes, rounded down; none without any.
    pub minutes: Option<i64>,
    /// Of how many.
    pub count: u32,
}

impl Average {
    /// The average of these.
    pub fn of(minutes: impl Iterator<Item = i64>) -> Self {
        let (sum, count) = minutes.fold((0_i64, 0_u32), |(sum, count), minutes| {
            (sum.saturating_add(minutes), count.saturating_add(1))
        });
        Self { minutes: sum.checked_div(i64::from(count)), count }
    }
}

/// How fast the customer was answered, before and after they signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReplyTimes {
    /// What the time before is measured by.
    pub yardstick: Yardstick,
    /// The time before.
    pub before: Average,
    /// The time since.
    pub after: Average,
}

/// Whether a concern was raised in the first week after the signature.
pub fn is_in_first_week(sale: &Sale, concern: &Concern) -> bool {
    is_early(sale.anchors.purchased_at, concern)
}

fn is_early(signed_at: DateTime<Utc>, concern: &Concern) -> bool {
    concern.raised_at < signed_at + TimeDelta::days(YARDSTICK_DAYS)
}

/// How fast the first answers to this customer's concerns came.
pub fn reply_times(sale: &Sale) -> ReplyTimes {
    let answers = |is_wanted: &dyn Fn(&Concern) -> bool| {
        let concerns = sale.concerns.iter().filter(|concern| is_wanted(concern));
        Average::of(concerns.filter_map(|Concern { waited: Waited { answered, .. }, .. }| *answered))
    };
    match sale.reply_before {
        Some(minutes) => ReplyTimes {
            yardstick: Yardstick::BeforeSignature,
            before: Average { minutes: Some(minutes), count: 1 },
            after: answers(&|_| true),
        },
        None => ReplyTimes {
            yardstick: Yardstick::FirstWeek,
            before: answers(&|concern| is_in_first_week(sale, concern)),
            after: answers(&|concern| !is_in_first_week(sale, concern)),
        },
    }
}
