//! "Training: 2 of 4 sessions used, next on Thursday": a promise with a number counts the touchpoints that
//! belong to it.

use super::{Promise, PromiseKind};
use crate::{
    domain::touchpoint::{Touchpoint, TouchpointState},
    error::{ErrorCode, Rejection},
    id::TouchpointId,
};

/// How far a promise with a number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sessions {
    /// How many were promised.
    pub total: u32,
    /// How many have taken place.
    pub used: u32,
    /// How many are on the agenda.
    pub planned: u32,
    /// The next one.
    pub next: Option<TouchpointId>,
}

impl Sessions {
    /// Whether all of them have taken place.
    pub fn is_used_up(self) -> bool {
        self.used >= self.total
    }
}

/// Counts the sessions of a promise; none for one without a number.
pub fn sessions(promise: &Promise, touchpoints: &[Touchpoint]) -> Option<Sessions> {
    let total = promise.terms().quantity.filter(|_| promise.making.kind == PromiseKind::Training)?;
    let linked = || touchpoints.iter().filter(|it| promise.sessions.contains(&it.id));
    let count = |states: &[TouchpointState]| {
        u32::try_from(linked().filter(|it| states.contains(&it.state)).count()).unwrap_or(u32::MAX)
    };
    let open = [TouchpointState::Planned, TouchpointState::Confirmed];
    let slot = |it: &&Touchpoint| {
        let slot = &it.plan.slot;
        (slot.local_date, slot.hours.map(|hours| hours.start))
    };
    Some(Sessions {
        total,
        used: count(&[TouchpointState::ReportedDone, TouchpointState::Done]),
        planned: count(&open),
        next: linked().filter(|it| open.contains(&it.state)).min_by_key(slot).map(|it| it.id),
    })
}

/// Refuses to count a touchpoint twice, or one more than was promised.
pub fn check_link(
    promise: &Promise,
    touchpoint: TouchpointId,
    others: &[Promise],
    touchpoints: &[Touchpoint],
) -> Result<(), Rejection> {
    let Some(counted) = sessions(promise, touchpoints) else {
        return Err(Rejection::new(ErrorCode::Conflict, "The promise has no number of sessions."));
    };
    if others.iter().any(|other| other.sessions.contains(&touchpoint)) {
        return Err(Rejection::new(ErrorCode::Conflict, "The touchpoint is a session of a promise already."));
    }
    if counted.used.saturating_add(counted.planned) >= counted.total {
        let detail = format!("All {} sessions are used or on the agenda.", counted.total);
        return Err(Rejection::new(ErrorCode::Conflict, detail));
    }
    Ok(())
}
