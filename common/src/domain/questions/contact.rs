//! When the customer hears from us next. There is always an answer while the sale is active: an exact
//! touchpoint, the word owed in a concern, or the end of the silence that we allow ourselves.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    calendar::Calendar,
    domain::{policy::Policy, sale::Sale, silence::Limits},
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
    /// After this it is no longer the next one. Absent for what stays the next one until it happens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<DateTime<Utc>>,
}

impl NextContact {
    /// Whether it may still be the next one at `now`.
    pub fn is_ahead(&self, now: DateTime<Utc>) -> bool {
        self.ends_at.is_none_or(|end| end > now)
    }
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
        counts.then_some(NextContact { reason, at: facts.starts_at, ends_at: Some(facts.ends_at) })
    });
    let words = sale.concerns.iter().filter_map(|concern| {
        let by = concern.next_word_by.filter(|_| concern.state.is_open())?;
        // An overdue word stays the next one until it is given.
        Some(NextContact { reason: ContactReason::Concern(concern.id), at: by, ends_at: None })
    });
    let mut all: Vec<NextContact> = touchpoints.chain(words).collect();
    if let Some(by) = silence_ends_at(sale, policy, calendar, zones) {
        all.push(NextContact { reason: ContactReason::Silence, at: by, ends_at: None });
    }
    all.sort_by_key(|contact| contact.at);
    all
}

/// The one that is next at `now`.
pub fn next_contact(contacts: &[NextContact], now: DateTime<Utc>) -> Option<&NextContact> {
    contacts.iter().find(|contact| contact.is_ahead(now))
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

/// The same without what was promised in particular.
fn usual_silence_ends_at(
    sale: &Sale,
    policy: &Policy,
    calendar: &Calendar,
    zones: &OffsetTable,
) -> DateTime<Utc> {
    let (last, limits) = (sale.last_word_at, Limits::of_sale(sale, policy));
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
