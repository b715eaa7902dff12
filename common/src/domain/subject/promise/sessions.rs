//! "Training: 2 of 4 sessions used, next on Thursday": a promise with a number counts the touchpoints that
//! belong to it.

use serde::{Deserialize, Serialize};

use super::{Promise, PromiseAction, PromiseKind, refusal};
use crate::{
    domain::{
        context::Context,
        touchpoint::{Touchpoint, TouchpointState},
        transition::Machine,
    },
    error::Rejection,
    id::TouchpointId,
    time::ZoneName,
};

/// How far a promise with a number is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Sessions {
    /// How many were promised.
    pub total: u32,
    /// How many have taken place.
    pub used: u32,
    /// How many are on the agenda.
    pub planned: u32,
    /// The next one.
    pub next: Option<TouchpointId>,
    /// All of them.
    pub touchpoints: Vec<TouchpointId>,
}

impl Sessions {
    /// Whether all of them have taken place.
    pub fn is_used_up(&self) -> bool {
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
        touchpoints: promise.sessions.clone(),
    })
}

/// Why no session can be added to a promise: it counts none, or has all that were promised.
fn no_room(promise: &Promise, touchpoints: &[Touchpoint]) -> Option<String> {
    let Some(counted) = sessions(promise, touchpoints) else {
        return Some("The promise has no number of sessions.".to_owned());
    };
    let is_full = counted.used.saturating_add(counted.planned) >= counted.total;
    is_full.then(|| format!("All {} sessions are used or on the agenda.", counted.total))
}

fn is_counted(touchpoint: TouchpointId, promises: &[Promise]) -> bool {
    promises.iter().any(|promise| promise.sessions.contains(&touchpoint))
}

/// Whether a touchpoint may be counted: not twice, and not one more than was promised.
pub fn may_link(
    promise: &Promise,
    touchpoint: TouchpointId,
    promises: &[Promise],
    touchpoints: &[Touchpoint],
) -> bool {
    no_room(promise, touchpoints).is_none() && !is_counted(touchpoint, promises)
}

/// Refuses what [`may_link`] denies. `zone` is the sale's.
pub fn check_link(
    promise: &Promise,
    touchpoint: TouchpointId,
    (promises, touchpoints): (&[Promise], &[Touchpoint]),
    zone: &ZoneName,
    ctx: &Context<'_>,
) -> Result<(), Rejection> {
    let no_room = no_room(promise, touchpoints);
    let why = if is_counted(touchpoint, promises) {
        "The touchpoint is a session of a promise already.".to_owned()
    } else {
        let Some(why) = no_room.clone() else { return Ok(()) };
        why
    };
    let facts = promise.facts(zone, ctx.zones);
    let guard = |action, _| match action {
        PromiseAction::LinkSession if no_room.is_some() => Some("there is no room"),
        _ => refusal(&facts, action, ctx.now, ctx.policy),
    };
    Err(promise.state.refuse(why, guard))
}
