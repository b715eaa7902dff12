//! The follow-up that every sale gets, whatever its size: somebody is heard of more than once, and somebody
//! asks whether it is as expected. A small order is a big one to who placed it.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    domain::{
        policy::Policy,
        sale::Sale,
        touchpoint::{Touchpoint, TouchpointState},
    },
    time::OffsetTable,
};

/// What is missing from the least that a sale gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Shortfall {
    /// Too few times at which the customer hears from us.
    Contacts,
    /// Nobody asks whether it is as expected.
    Check,
}

/// Whether anything was ever planned with the customer.
pub fn has_agenda(sale: &Sale) -> bool {
    sale.agenda.is_some() || sale.touchpoints.iter().any(|it| it.state != TouchpointState::Cancelled)
}

/// What the sale lacks of the least that every sale gets.
pub fn shortfalls(sale: &Sale, policy: &Policy, zones: &OffsetTable) -> Vec<Shortfall> {
    let counts = |it: &&Touchpoint| {
        !matches!(it.state, TouchpointState::Cancelled | TouchpointState::Missed)
            && it.facts(zones).kind.is_outward()
    };
    let contacts = sale.touchpoints.iter().filter(counts).count() + sale.updates.len();
    let rules = [
        (contacts < policy.least_contacts, Shortfall::Contacts),
        (policy.least_checks > sale.asks.len(), Shortfall::Check),
    ];
    rules.into_iter().filter(|(applies, _)| *applies).map(|(_, shortfall)| shortfall).collect()
}

/// Until when a sale is held against the least that every sale gets.
pub fn judged_until(sale: &Sale, policy: &Policy) -> DateTime<Utc> {
    sale.anchors.purchased_at + TimeDelta::days(policy.least_follow_up_days)
}

/// When the last contact that is planned is over; none when none is planned.
pub fn last_contact_ends_at(sale: &Sale, zones: &OffsetTable) -> Option<DateTime<Utc>> {
    let open = sale.touchpoints.iter().map(|it| it.facts(zones));
    open.filter(|facts| facts.is_open() && facts.kind.is_outward()).map(|facts| facts.ends_at).max()
}

/// Whether the sale goes on and no next contact is open: neither on the agenda nor owed in a concern.
pub fn has_no_next_contact(sale: &Sale) -> bool {
    let is_owed = sale.concerns.iter().any(|it| it.state.is_open() && it.next_word_by.is_some());
    let is_open = |it: &Touchpoint| matches!(it.state, TouchpointState::Planned | TouchpointState::Confirmed);
    let is_planned = sale.touchpoints.iter().any(|it| is_open(it) && it.plan.kind.is_outward());
    sale.is_followed() && !sale.is_history && !is_owed && !is_planned
}
