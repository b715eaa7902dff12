//! When the customer hears from us next. There is always an answer while the sale is active: an exact
//! touchpoint, the word owed in a concern, or the end of the silence that we allow ourselves.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    calendar::Calendar,
    domain::{policy::Policy, questions::silence::silence_ends_at, sale::Sale},
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
