//! When the customer hears from us next. There is always an answer while the sale is active: an exact
//! touchpoint, the word owed in a concern, or the end of the silence that we allow ourselves.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    calendar::{Calendar, Roll},
    domain::{
        policy::{Policy, Span},
        relationship_plan::{Interval, PlanState, RelationshipPlan},
        sale::Sale,
    },
    id::{ConcernId, TouchpointId},
    time::OffsetTable,
};

/// One moment at which the customer hears from us.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NextContact {
    /// What it is.
    pub reason: ContactReason,
    /// When it begins, or until when it happens.
    pub at: DateTime<Utc>,
    /// After this it is no longer the next one.
    pub ends_at: DateTime<Utc>,
}

/// What the next word will be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum ContactReason {
    /// An item of the agenda.
    Touchpoint(TouchpointId),
    /// The word owed in a concern.
    Concern(ConcernId),
    /// The silence clock: we promised not to be silent for longer.
    Silence,
}

/// Everything that may be the next contact, soonest first. The widget takes the first that is not over.
pub fn contacts(sale: &Sale, policy: &Policy, calendar: &Calendar, zones: &OffsetTable) -> Vec<NextContact> {
    if !sale.is_active() {
        return Vec::new();
    }
    let followed = sale.touchpoints.iter().filter(|_| sale.is_followed());
    let touchpoints = followed.filter_map(|touchpoint| {
        let facts = touchpoint.facts(zones);
        let counts = facts.is_open() && facts.kind.is_outward();
        let reason = ContactReason::Touchpoint(touchpoint.id);
        counts.then_some(NextContact { reason, at: facts.starts_at, ends_at: facts.ends_at })
    });
    let words = sale.concerns.iter().filter_map(|concern| {
        let by = concern.next_word_by.filter(|_| concern.state.is_open())?;
        // An overdue word stays the next one until it is given.
        Some(NextContact {
            reason: ContactReason::Concern(concern.id),
            at: by,
            ends_at: DateTime::<Utc>::MAX_UTC,
        })
    });
    let mut all: Vec<NextContact> = touchpoints.chain(words).collect();
    if let Some(by) = silence_ends_at(sale, policy, calendar, zones) {
        all.push(NextContact { reason: ContactReason::Silence, at: by, ends_at: DateTime::<Utc>::MAX_UTC });
    }
    all.sort_by_key(|contact| contact.at);
    all
}

/// The one that is next at `now`.
pub fn next_contact(contacts: &[NextContact], now: DateTime<Utc>) -> Option<&NextContact> {
    contacts.iter().find(|contact| contact.ends_at > now)
}

/// Until when the customer hears from us at the latest, counted from the last real word.
pub fn silence_ends_at(
    sale: &Sale,
    policy: &Policy,
    calendar: &Calendar,
    zones: &OffsetTable,
) -> Option<DateTime<Utc>> {
    if !sale.is_followed() || sale.is_history {
        return None;
    }
    let last = sale.last_word_at;
    let promised = sale.updates.last().filter(|update| update.at == last);
    let promised = promised.and_then(|update| update.message.next_update_by);
    let usual = usual_silence_ends_at(sale, policy, calendar, zones);
    Some(promised.map_or(usual, |by| by.min(usual)))
}

/// The same by the vendor's numbers, and after the first month by the plan that both keep to.
fn usual_silence_ends_at(
    sale: &Sale,
    policy: &Policy,
    calendar: &Calendar,
    zones: &OffsetTable,
) -> DateTime<Utc> {
    let last = sale.last_word_at;
    let Some(delivered) = sale.anchors.delivered_on else {
        return Span::WorkingDays(policy.silence_before_delivery).after(last, calendar, zones);
    };
    let age = (zones.date(&sale.time_zone, last) - delivered).num_days();
    let [fresh, first_month, later] = policy.silence_after_delivery;
    let days = match (age, followed_plan(sale)) {
        (..14, _) => fresh,
        (14..30, _) => first_month,
        (_, Some(plan)) => return planned_silence_ends_at(sale, plan.terms.interval, calendar, zones),
        (_, None) => later,
    };
    calendar.next_open(last + TimeDelta::days(days), zones)
}

/// The relationship plan, while the customer does not want it otherwise.
fn followed_plan(sale: &Sale) -> Option<&RelationshipPlan> {
    sale.relationship_plan.as_ref().filter(|plan| plan.state != PlanState::ChangeWanted)
}

/// The plan's next contact may come until the end of its day, and its day is an open one.
fn planned_silence_ends_at(
    sale: &Sale,
    interval: Interval,
    calendar: &Calendar,
    zones: &OffsetTable,
) -> DateTime<Utc> {
    let last = zones.date(&sale.time_zone, sale.last_word_at);
    let day = calendar.roll(interval.after(last), Roll::Following);
    calendar.next_open(zones.end_of_day(&sale.time_zone, day), zones)
}

/// When so much of the silence that we allow ourselves is over that the vendor is warned.
pub fn silence_near_at(
    sale: &Sale,
    policy: &Policy,
    calendar: &Calendar,
    zones: &OffsetTable,
) -> Option<DateTime<Utc>> {
    let ends = silence_ends_at(sale, policy, calendar, zones)?;
    let last = sale.last_word_at;
    if sale.anchors.delivered_on.is_none() {
        return Some(calendar.part_of(last, ends, policy.warn_at_percent, zones));
    }
    // Counted in days of the calendar, so that the warning still lies before the end.
    Some(last + (ends - last) / 100 * i32::try_from(policy.warn_at_percent).unwrap_or(100))
}
