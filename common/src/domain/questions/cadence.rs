//! How often the customer hears from us, as it is planned in each stretch of the time after the sale, beside
//! how often they wish to.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    domain::{
        context::add_days,
        preference::Preferences,
        questions::silence::limits,
        relationship_plan::Interval,
        sale::Sale,
        silence::{LATER_FROM_DAY, SECOND_FROM_DAY},
        touchpoint::TouchpointState,
    },
    time::OffsetTable,
};

/// A stretch of time after the sale, in which contact has one rhythm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Stretch {
    /// Until the delivery.
    BeforeDelivery,
    /// The first two weeks with it.
    FirstTwoWeeks,
    /// Until day thirty.
    FirstMonth,
    /// Afterwards.
    Later,
}

/// How a planned rhythm stands to the wished one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    /// No wish, or nothing planned.
    Open,
    /// As wished, give or take a day.
    AsWished,
    /// More often than wished.
    MoreOften,
    /// Less often than wished.
    LessOften,
}

/// The rhythm of one stretch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Rhythm {
    /// Which stretch.
    pub stretch: Stretch,
    /// Its first instant.
    pub from: DateTime<Utc>,
    /// Its end; none when it is open.
    pub to: Option<DateTime<Utc>>,
    /// How often the customer hears from us in it.
    pub contacts: u32,
    /// Every so many days on average; none with fewer than two contacts.
    pub every_days: Option<u16>,
    /// The longest time without word, in days.
    pub longest_gap_days: Option<u16>,
    /// The longest silence that we allow ourselves in it, as the silence clock counts: working days before the
    /// delivery, calendar days after it.
    pub silence_limit_days: i64,
    /// The relationship plan's interval, where that is the limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interval: Option<Interval>,
    /// How that stands to what the customer wishes.
    pub comparison: Comparison,
}

/// Planned and wished, side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Cadence {
    /// How often the customer wishes to hear from us: every so many days.
    pub wished_every_days: Option<u16>,
    /// How often at most in a week.
    pub most_per_week: Option<u8>,
    /// What is planned.
    pub planned: Vec<Rhythm>,
}

/// The planned rhythm of the sale beside the wishes.
pub fn cadence(
    sale: &Sale,
    wishes: &Preferences,
    policy: &crate::domain::policy::Policy,
    zones: &OffsetTable,
) -> Cadence {
    let mut contacts: Vec<DateTime<Utc>> = sale
        .touchpoints
        .iter()
        .filter(|it| !matches!(it.state, TouchpointState::Cancelled | TouchpointState::Missed))
        .map(|it| it.facts(zones))
        .filter(|facts| facts.kind.is_outward())
        .map(|facts| facts.starts_at)
        .collect();
    contacts.sort_unstable();
    let bought = sale.anchors.purchased_at;
    let day = sale.anchors.delivered_on.or(sale.anchors.expected_delivery_on);
    let delivery = day.map(|day| zones.start_of_day(&sale.time_zone, day));
    let after = |days| day.map(|day| zones.start_of_day(&sale.time_zone, add_days(day, days)));
    let limits = limits(sale, policy);
    let (second, later) = (limits.on_day(SECOND_FROM_DAY), limits.on_day(LATER_FROM_DAY));
    let stretches = [
        (Stretch::BeforeDelivery, Some(bought), delivery, limits.before_delivery()),
        (Stretch::FirstTwoWeeks, delivery, after(SECOND_FROM_DAY), limits.on_day(0)),
        // What is planned for the thirtieth day still belongs to the first month.
        (Stretch::FirstMonth, after(SECOND_FROM_DAY), after(LATER_FROM_DAY + 1), second),
        (Stretch::Later, after(LATER_FROM_DAY + 1), None, later),
    ];
    let planned = stretches.into_iter().filter_map(|(stretch, from, to, limit)| {
        let from = from?;
        let within: Vec<DateTime<Utc>> =
            contacts.iter().copied().filter(|at| *at >= from && to.is_none_or(|to| *at < to)).collect();
        let limit = (limit.days_from(zones.date(&sale.time_zone, from)), limit.interval());
        Some(rhythm(stretch, (from, to), &within, limit, wishes))
    });
    Cadence {
        wished_every_days: wishes.every_days,
        most_per_week: wishes.most_per_week,
        planned: planned.collect(),
    }
}

fn rhythm(
    stretch: Stretch,
    (from, to): (DateTime<Utc>, Option<DateTime<Utc>>),
    contacts: &[DateTime<Utc>],
    (silence_limit_days, interval): (i64, Option<Interval>),
    wishes: &Preferences,
) -> Rhythm {
    let gaps = contacts.iter().zip(contacts.iter().skip(1)).map(|(one, next)| *next - *one);
    let in_days = |delta: TimeDelta| u16::try_from((delta.num_hours() + 12) / 24).unwrap_or(u16::MAX);
    let longest = gaps.max().map(in_days);
    let span = contacts.last().zip(contacts.first()).map(|(last, first)| *last - *first);
    let count = i32::try_from(contacts.len()).unwrap_or(i32::MAX);
    let every_days = span.filter(|_| count > 1).map(|span| in_days(span / (count - 1)).max(1));
    let comparison = match (every_days, wishes.every_days) {
        (Some(planned), Some(wish)) if planned.abs_diff(wish) <= 1 => Comparison::AsWished,
        (Some(planned), Some(wish)) if planned < wish => Comparison::MoreOften,
        (Some(_), Some(_)) => Comparison::LessOften,
        _ => Comparison::Open,
    };
    Rhythm {
        stretch,
        from,
        to,
        contacts: contacts.len().try_into().unwrap_or(u32::MAX),
        every_days,
        longest_gap_days: longest,
        silence_limit_days,
        interval,
        comparison,
    }
}
