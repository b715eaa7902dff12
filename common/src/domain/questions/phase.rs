//! The phases after a sale: before the delivery, fresh, learning (the vulnerable one), settled, and the
//! relationship. Computed from facts, never set, as a line of days, so that a kept view stays right.

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    domain::{
        check::{self, Mood},
        context::add_days,
        policy::Policy,
        questions::silence::limits,
        relationship_plan::Interval,
        sale::Sale,
        silence::{LATER_FROM_DAY, Limits, SECOND_FROM_DAY},
    },
    id::TouchpointId,
    time::OffsetTable,
};

/// A phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Bought, not there yet.
    BeforeDelivery,
    /// The first days with it.
    Fresh,
    /// Getting used to it: more help, shorter silences.
    Learning,
    /// It works.
    Settled,
    /// The years after, by the plan that both know.
    Relationship,
}

impl Phase {
    /// Every phase, in order.
    pub const ALL: [Self; 5] =
        [Self::BeforeDelivery, Self::Fresh, Self::Learning, Self::Settled, Self::Relationship];
}

/// What the vendor owes in a phase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContactPolicy {
    /// The longest silence on its first days: working days before the delivery, calendar days after it.
    pub longest_silence_days: i64,
    /// Whether those are working days.
    pub is_working_days: bool,
    /// The relationship plan's interval, where that is what counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interval: Option<Interval>,
    /// When the longest silence becomes another while the phase lasts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<SilenceChange>,
    /// Whether help comes before it is asked for.
    pub offers_help: bool,
}

/// Another longest silence, from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SilenceChange {
    /// The first day.
    pub from: NaiveDate,
    /// So many calendar days.
    pub longest_silence_days: i64,
    /// The relationship plan's interval, where that is what counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interval: Option<Interval>,
}

/// One phase with the day on which it begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PhaseSpan {
    /// Which.
    pub phase: Phase,
    /// Its first day, in the sale's zone.
    pub from: NaiveDate,
    /// What the vendor owes in it.
    pub policy: ContactPolicy,
}

/// What the vendor owes in a phase that lasts from one day to before another, as the silence clock counts.
fn contact_policy(
    phase: Phase,
    (from, until): (NaiveDate, Option<NaiveDate>),
    delivered: Option<NaiveDate>,
    limits: Limits,
) -> ContactPolicy {
    let on = |day: NaiveDate| match delivered.filter(|_| phase != Phase::BeforeDelivery) {
        None => limits.before_delivery(),
        Some(delivered) => limits.on_day((day - delivered).num_days()),
    };
    let turns = [SECOND_FROM_DAY, LATER_FROM_DAY].into_iter();
    let turns = turns.filter_map(|day| Some(add_days(delivered?, day)));
    let turns = turns.filter(|day| phase != Phase::BeforeDelivery && *day > from);
    let turns = turns.filter(|day| until.is_none_or(|until| *day < until));
    let change = |day| {
        let limit = on(day);
        SilenceChange { from: day, longest_silence_days: limit.days_from(day), interval: limit.interval() }
    };
    let first = on(from);
    ContactPolicy {
        longest_silence_days: first.days_from(from),
        is_working_days: first.is_working_days(),
        interval: first.interval(),
        changes: turns.map(change).collect(),
        offers_help: matches!(phase, Phase::Fresh | Phase::Learning),
    }
}

/// Every phase that the sale has been in or will be in as things stand, in order. A phase that is skipped is
/// left out.
pub fn phases(sale: &Sale, policy: &Policy, zones: &OffsetTable) -> Vec<PhaseSpan> {
    let begins = beginnings(sale, policy, zones);
    let next = begins.iter().skip(1).map(|(_, from)| Some(*from)).chain([None]);
    // Two that begin on one day: only the later one was ever lived in.
    let lived = begins.iter().zip(next).filter(|((_, from), next)| Some(*from) != *next);
    let (delivered, limits) = (sale.anchors.delivered_on, limits(sale, policy));
    let span = |(&(phase, from), next)| PhaseSpan {
        phase,
        from,
        policy: contact_policy(phase, (from, next), delivered, limits),
    };
    lived.map(span).collect()
}

/// The first day of every phase.
fn beginnings(sale: &Sale, policy: &Policy, zones: &OffsetTable) -> Vec<(Phase, NaiveDate)> {
    let bought = zones.date(&sale.time_zone, sale.anchors.purchased_at);
    let mut begins = vec![(Phase::BeforeDelivery, bought)];
    let Some(delivered) = sale.anchors.delivered_on else { return begins };
    let learning = add_days(delivered, policy.fresh_days.saturating_add(1));
    let at_last = add_days(delivered, policy.learning_days.saturating_add(1));
    let settled = twice_good_on(sale, delivered, zones).map_or(at_last, |day| day.clamp(learning, at_last));
    begins.push((Phase::Fresh, delivered));
    begins.push((Phase::Learning, learning));
    begins.push((Phase::Settled, settled));
    if let Some(plan) = &sale.relationship_plan {
        begins.push((Phase::Relationship, plan.from.max(settled)));
    }
    begins
}

/// The phase of that day.
pub fn phase_on(spans: &[PhaseSpan], today: NaiveDate) -> Phase {
    let begun = spans.iter().rev().find(|it| it.from <= today);
    begun.map_or(Phase::BeforeDelivery, |it| it.phase)
}

/// An answer: when, how it is meant, and on which occasion.
type Given = (DateTime<Utc>, Mood, Option<TouchpointId>);

/// The day of the second of two good answers that followed each other since the delivery.
fn twice_good_on(sale: &Sale, delivered: NaiveDate, zones: &OffsetTable) -> Option<NaiveDate> {
    let planned =
        sale.asks.iter().filter(|ask| check::definition(&ask.plan.check).is_some_and(|it| it.class.counts()));
    let answers = planned.filter_map(|ask| Some((ask.answer()?.at, ask.mood()?, ask.plan.touchpoint)));
    let mut answers: Vec<_> = answers
        .filter(|(at, mood, _)| *mood != Mood::NotYet && zones.date(&sale.time_zone, *at) >= delivered)
        .collect();
    answers.sort_by_key(|(at, ..)| *at);
    // The answers of one agenda item are one check, as good as the worst of them.
    let is_same = |one: &Given, other: &Given| one.2.is_some() && one.2 == other.2;
    let checks: Vec<&[Given]> = answers.chunk_by(is_same).collect();
    let is_good = |check: &[Given]| check.iter().all(|(_, mood, _)| *mood == Mood::Good);
    let mut pairs = checks.iter().zip(checks.iter().skip(1));
    let (_, second) = pairs.find(|(first, second)| is_good(first) && is_good(second))?;
    second.last().map(|(at, ..)| zones.date(&sale.time_zone, *at))
}

/// The last day of the service of the first days: counted from the delivery, before it from the day on which
/// that is expected, and without either from the order.
pub fn new_customer_until(sale: &Sale, policy: &Policy, zones: &OffsetTable) -> Option<NaiveDate> {
    let days = u64::try_from(policy.new_customer_days).ok().filter(|days| *days > 0)?;
    let anchors = &sale.anchors;
    let from = anchors.delivered_on.or(anchors.expected_delivery_on);
    let from = from.unwrap_or_else(|| zones.date(&sale.time_zone, anchors.purchased_at));
    from.checked_add_days(Days::new(days))
}
