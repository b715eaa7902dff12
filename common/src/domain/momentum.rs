//! The momentum guard: what a vendor's plan, move or cancellation does to the rhythm of live contacts. A move
//! is clean when it slips by few working days, keeps the sessions of one series close together, leaves no long
//! gap between live contacts, and is told in time. What is not clean needs a bridge inside the gap or the
//! customer's "that is fine". Pure: no clock, no wire types.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    calendar::Calendar,
    domain::policy::Policy,
    error::{Breach, ErrorCode, Rejection},
    id::TouchpointId,
    text::Line,
};

#[cfg(test)]
mod tests;

/// A rule of the guard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// The replacement starts within so many business days of the original.
    MaxSlip,
    /// Two sessions of one series lie at most so many days apart.
    MaxSeriesGap,
    /// Two live contacts lie at most so many days apart.
    MaxLiveGap,
    /// The first live contact comes within so many business days of the delivery, or of a service's purchase.
    FirstLiveWithin,
    /// It is told at least so many hours before.
    Notice,
}

/// What a limit counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Open days of the vendor's calendar.
    BusinessDays,
    /// Days.
    Days,
    /// Hours.
    Hours,
}

/// A rule that is broken, and by how much.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Broken {
    /// Which rule.
    pub rule: Rule,
    /// What it allows.
    pub limit: i64,
    /// What it would be.
    pub actual: i64,
    /// What both count.
    pub unit: Unit,
    /// Between which touchpoints, or of which one; one that is not planned yet has no id.
    pub touchpoints: Vec<TouchpointId>,
}

/// A live contact, as the guard sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Which one; none while it is only proposed.
    pub id: Option<TouchpointId>,
    /// Its day.
    pub date: NaiveDate,
    /// The series whose sessions it keeps together.
    pub series: Option<Line>,
}

/// What the days are counted by.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'a> {
    /// Open days.
    pub calendar: &'a Calendar,
    /// The limits.
    pub policy: &'a Policy,
    /// The delivery or the start of the service, else the purchase; none while that day is not known.
    pub base: Option<NaiveDate>,
    /// The day from which the first live contact is counted: the base, or the purchase of a service.
    pub starts: Option<NaiveDate>,
}

impl Rule {
    /// The word in the data.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::MaxSlip => "max_slip",
            Self::MaxSeriesGap => "max_series_gap",
            Self::MaxLiveGap => "max_live_gap",
            Self::FirstLiveWithin => "first_live_within",
            Self::Notice => "notice",
        }
    }
}

impl Unit {
    /// The word in the data.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BusinessDays => "business_days",
            Self::Days => "days",
            Self::Hours => "hours",
        }
    }
}

impl From<&Broken> for Breach {
    fn from(broken: &Broken) -> Self {
        Self {
            rule: broken.rule.as_str().to_owned(),
            limit: broken.limit,
            actual: broken.actual,
            unit: broken.unit.as_str().to_owned(),
            touchpoints: broken.touchpoints.clone(),
        }
    }
}

/// The refusal that names every broken rule.
pub fn refusal(broken: &[Broken]) -> Rejection {
    let rules: Vec<String> = broken
        .iter()
        .map(|it| {
            format!(
                "{} (at most {}, would be {} {})",
                it.rule.as_str(),
                it.limit,
                it.actual,
                it.unit.as_str()
            )
        })
        .collect();
    // What is told too late is not told sooner by another contact.
    let is_told_late = broken.iter().all(|it| it.rule == Rule::Notice);
    let remedy = if is_told_late {
        "Ask the customer (`ask_consent`)."
    } else {
        "Plan a live contact inside the gap (`bridge`) or ask the customer (`ask_consent`)."
    };
    let detail = format!("This breaks {}. {remedy}", rules.join(", "));
    Rejection {
        breaches: broken.iter().map(Breach::from).collect(),
        ..Rejection::new(ErrorCode::MomentumGap, detail)
    }
}

/// The open days after `from` up to `to`.
pub fn business_days_between(from: NaiveDate, to: NaiveDate, calendar: &Calendar) -> i64 {
    let days = from.iter_days().skip(1).take_while(|day| *day <= to);
    let open = days.filter(|day| calendar.is_business_day(*day)).count();
    i64::try_from(open).unwrap_or(i64::MAX)
}

/// A replacement that comes too long after the original.
pub fn slip(id: TouchpointId, from: NaiveDate, to: NaiveDate, ground: Ground<'_>) -> Option<Broken> {
    let (limit, actual) = (ground.policy.max_slip_days, business_days_between(from, to, ground.calendar));
    let touchpoints = vec![id];
    (actual > limit).then_some(Broken {
        rule: Rule::MaxSlip,
        limit,
        actual,
        unit: Unit::BusinessDays,
        touchpoints,
    })
}

/// Something about a live contact that is said too late.
pub fn notice(
    id: TouchpointId,
    starts_at: DateTime<Utc>,
    now: DateTime<Utc>,
    policy: &Policy,
) -> Option<Broken> {
    let left = starts_at - now;
    let is_short = left > TimeDelta::zero() && left < policy.notice();
    let (limit, actual) = (policy.notice_hours, left.num_hours());
    is_short.then(|| Broken { rule: Rule::Notice, limit, actual, unit: Unit::Hours, touchpoints: vec![id] })
}

/// The first live contact comes too late. Those before the start keep nobody waiting, but do not count either:
/// what was bought begins with the start.
pub fn first_live(contacts: &[Contact], ground: Ground<'_>) -> Option<Broken> {
    let starts = ground.starts?;
    let first =
        contacts.iter().filter(|contact| contact.date >= starts).min_by_key(|contact| contact.date)?;
    let (limit, actual) =
        (ground.policy.first_live_days, business_days_between(starts, first.date, ground.calendar));
    let touchpoints = first.id.into_iter().collect();
    (actual > limit).then_some(Broken {
        rule: Rule::FirstLiveWithin,
        limit,
        actual,
        unit: Unit::BusinessDays,
        touchpoints,
    })
}

/// A gap with the days between which it lies.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Gap {
    from: NaiveDate,
    to: NaiveDate,
    series: Option<Line>,
    broken: Broken,
}

/// How long a gap that ends on `to` may be; none when nothing limits it.
fn live_limit(to: NaiveDate, base: NaiveDate, policy: &Policy) -> Option<i64> {
    let [early, first_month] = policy.max_live_gap_days;
    match (to - base).num_days() {
        0..=14 => Some(early),
        15..=30 => Some(first_month),
        ..0 | 31.. => None,
    }
}

/// Gaps between live contacts that are too long. The one that leads up to the base belongs to the time before.
fn live_gaps(contacts: &[Contact], ground: Ground<'_>) -> Vec<Gap> {
    let Some(base) = ground.base else { return Vec::new() };
    let after = contacts.iter().filter(|contact| contact.date >= base);
    let limit = |to| live_limit(to, base, ground.policy);
    too_long(after.cloned().collect(), None, limit)
}

/// Gaps between sessions of one series that are too long.
fn series_gaps(contacts: &[Contact], ground: Ground<'_>) -> Vec<Gap> {
    let mut names: Vec<&Line> = contacts.iter().filter_map(|contact| contact.series.as_ref()).collect();
    names.sort();
    names.dedup();
    let limit = |_| Some(ground.policy.max_series_gap_days);
    let of_series = |name: &Line| {
        let sessions = contacts.iter().filter(|contact| contact.series.as_ref() == Some(name));
        too_long(sessions.cloned().collect(), Some(name), limit)
    };
    names.into_iter().flat_map(of_series).collect()
}

fn too_long(
    mut contacts: Vec<Contact>,
    series: Option<&Line>,
    limit: impl Fn(NaiveDate) -> Option<i64>,
) -> Vec<Gap> {
    let rule = if series.is_some() { Rule::MaxSeriesGap } else { Rule::MaxLiveGap };
    contacts.sort_by_key(|contact| contact.date);
    let pairs = contacts.iter().zip(contacts.iter().skip(1));
    let gaps = pairs.filter_map(|(first, second)| {
        let (limit, actual) = (limit(second.date)?, (second.date - first.date).num_days());
        let touchpoints = [first.id, second.id].into_iter().flatten().collect();
        let broken = Broken { rule, limit, actual, unit: Unit::Days, touchpoints };
        (actual > limit).then_some(Gap { from: first.date, to: second.date, series: series.cloned(), broken })
    });
    gaps.collect()
}

/// Every gap that is too long as things stand.
pub fn gaps(contacts: &[Contact], ground: Ground<'_>) -> Vec<Broken> {
    let all = live_gaps(contacts, ground).into_iter().chain(series_gaps(contacts, ground));
    all.map(|gap| gap.broken).collect()
}

/// The gaps that a change opens or widens. One that was there before, or was longer, is not its fault.
pub fn opened_gaps(before: &[Contact], after: &[Contact], ground: Ground<'_>) -> Vec<Broken> {
    let opened = |was: Vec<Gap>, is: Vec<Gap>| {
        let is_new = move |gap: &Gap| {
            !was.iter().any(|old| old.series == gap.series && old.from <= gap.from && old.to >= gap.to)
        };
        is.into_iter().filter(is_new).map(|gap| gap.broken).collect::<Vec<_>>()
    };
    let live = opened(live_gaps(before, ground), live_gaps(after, ground));
    let series = opened(series_gaps(before, ground), series_gaps(after, ground));
    live.into_iter().chain(series).collect()
}
