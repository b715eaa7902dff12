//! How long the customer of a sale may be left without word, and until when: by what its template promises, and
//! after the first month by the relationship plan.

use chrono::{DateTime, Utc};

use crate::{
    calendar::Calendar,
    domain::{
        policy::Policy,
        relationship_plan::{PlanState, RelationshipPlan},
        sale::Sale,
        silence::Limits,
    },
    time::OffsetTable,
};

/// What a sale is held to.
pub fn limits(sale: &Sale, policy: &Policy) -> Limits {
    let own = sale.agenda.as_ref().map(|agenda| agenda.longest_silence).unwrap_or_default();
    let plan = followed_plan(sale).map(|plan| plan.terms.interval);
    Limits::of_template(own, policy).with_plan(plan)
}

/// The relationship plan, while the customer does not want it otherwise.
fn followed_plan(sale: &Sale) -> Option<&RelationshipPlan> {
    sale.relationship_plan.as_ref().filter(|plan| plan.state != PlanState::ChangeWanted)
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
    let promised = promised.and_then(|update| update.next_update_by);
    let usual = usual_silence_ends_at(sale, policy, calendar, zones);
    Some(promised.map_or(usual, |by| by.min(usual)))
}

/// The same without what was promised in particular.
fn usual_silence_ends_at(
    sale: &Sale,
    policy: &Policy,
    calendar: &Calendar,
    zones: &OffsetTable,
) -> DateTime<Utc> {
    let (last, limits) = (sale.last_word_at, limits(sale, policy));
    let limit = match sale.anchors.delivered_on {
        None => limits.before_delivery(),
        Some(delivered) => limits.on_day((zones.date(&sale.time_zone, last) - delivered).num_days()),
    };
    limit.ends_after(last, &sale.time_zone, calendar, zones)
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
