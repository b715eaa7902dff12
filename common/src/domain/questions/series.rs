//! The series of sessions of a sale, counted down: how many are used, how many there are, which is next.

use serde::{Deserialize, Serialize};

use crate::{
    domain::{
        sale::Sale,
        touchpoint::{Touchpoint, TouchpointState},
    },
    id::TouchpointId,
    text::Line,
    time::OffsetTable,
};

/// A series of sessions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Series {
    /// Its key.
    pub key: Line,
    /// How many sessions took place.
    pub used: usize,
    /// How many there are: those that took place and those still to be held.
    pub total: usize,
    /// The next one.
    pub next: Option<TouchpointId>,
    /// The sessions, by time.
    pub sessions: Vec<TouchpointId>,
}

/// One that was called off is no session. One that was missed, by whom ever, is still to be held, until
/// another stands in for it.
fn counts(it: &Touchpoint, sale: &Sale) -> bool {
    match it.state {
        TouchpointState::Cancelled => false,
        TouchpointState::Missed => !sale.is_replaced(it.id),
        TouchpointState::Planned
        | TouchpointState::Confirmed
        | TouchpointState::ReportedDone
        | TouchpointState::Disputed
        | TouchpointState::Done => true,
    }
}

fn is_used(it: &Touchpoint) -> bool {
    matches!(it.state, TouchpointState::ReportedDone | TouchpointState::Done)
}

/// Every series of the sale, in the order in which it begins.
pub fn series(sale: &Sale, zones: &OffsetTable) -> Vec<Series> {
    let mut sessions: Vec<&Touchpoint> = sale.touchpoints.iter().filter(|it| counts(it, sale)).collect();
    sessions.sort_by_key(|it| it.plan.slot.starts_at(zones));
    let mut all: Vec<Series> = Vec::new();
    for it in sessions {
        let Some(key) = &it.plan.ties.series else { continue };
        let position = all.iter().position(|known| known.key == *key);
        if position.is_none() {
            let (key, sessions) = (key.clone(), Vec::new());
            all.push(Series { key, used: 0, total: 0, next: None, sessions });
        }
        let known = all.iter_mut().find(|known| known.key == *key);
        if let Some(known) = known {
            known.total += 1;
            known.used += usize::from(is_used(it));
            known.sessions.push(it.id);
            let is_open = matches!(it.state, TouchpointState::Planned | TouchpointState::Confirmed);
            known.next = known.next.or(is_open.then_some(it.id));
        }
    }
    all
}
