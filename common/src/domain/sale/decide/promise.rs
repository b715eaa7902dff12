//! What follows from something done with a promise.

use super::{Draft, momentum::plan_in_rhythm};
use crate::{
    actor::Actor,
    domain::{
        promise::{self, Making, PromiseKind, PromiseSource},
        touchpoint::{Plan, Remedy},
    },
    error::Rejection,
    id::PromiseId,
    text::Line,
};

pub(super) fn make(draft: &mut Draft<'_, '_>, making: Making) -> Result<(), Rejection> {
    check_making(draft, &making, "")?;
    draft.make_promise(making);
    Ok(())
}

/// A number belongs to sessions, and is at least one; what a promise names is part of the sale; nobody has
/// promised tomorrow.
pub(super) fn check_making(draft: &Draft<'_, '_>, making: &Making, at: &str) -> Result<(), Rejection> {
    let wrong = |field: &str, detail: &str| Err(Rejection::field(format!("{at}/{field}"), detail));
    if making.quantity.is_some() && making.kind != PromiseKind::Training || making.quantity == Some(0) {
        return wrong("quantity", "must be one or more, and only of training sessions");
    }
    if making.concern.is_some_and(|id| draft.sale.concern(id).is_none()) {
        return wrong("concern", "must name a concern of this sale");
    }
    if making.made_on.is_some_and(|day| day > draft.ctx.today(&draft.sale.time_zone)) {
        return wrong("made_on", "must not lie in the future");
    }
    Ok(())
}

pub(super) fn decide(
    draft: &mut Draft<'_, '_>,
    id: PromiseId,
    command: promise::Command,
) -> Result<(), Rejection> {
    let promise = draft.sale.promise(id).ok_or_else(Rejection::not_found)?;
    let event = promise::decide(promise, command, &draft.sale.time_zone, draft.ctx)?;
    if let promise::Event::SessionLinked { touchpoint } = &event {
        if draft.sale.touchpoint(*touchpoint).is_none() {
            return Err(Rejection::field("/touchpoint", "must name a touchpoint of this sale"));
        }
        let parts = (draft.sale.promises.as_slice(), draft.sale.touchpoints.as_slice());
        promise::check_link(promise, *touchpoint, parts, &draft.sale.time_zone, draft.ctx)?;
    }
    // What is still to be done to make it good is a promise like any other.
    let follow_up = match &event {
        promise::Event::MadeGood => promise.offered_remedy().and_then(|remedy| {
            let (text, concern) = (remedy.text.clone(), promise.making.concern);
            let making = Making::new(text, PromiseKind::Fix, PromiseSource::Concern);
            let made_by = if let Actor::Member(member) = remedy.by { Some(member) } else { None };
            Some(Making { original_due: Some(remedy.due?), concern, makes_good: Some(id), made_by, ..making })
        }),
        _ => None,
    };
    draft.record_promise(id, event);
    if let Some(making) = follow_up {
        draft.make_promise(making);
    }
    draft.count_sessions(id);
    Ok(())
}

/// Puts a session on the agenda that counts for the promise. The sessions of one promise are a series, and the
/// rhythm of a series is guarded.
pub(super) fn plan_session(
    draft: &mut Draft<'_, '_>,
    id: PromiseId,
    mut plan: Plan,
    remedy: Remedy,
) -> Result<(), Rejection> {
    let promise = draft.sale.promise(id).ok_or_else(Rejection::not_found)?;
    let series = || promise.making.series.clone().or_else(|| Line::parse(&id.to_string()).ok());
    let series = || series().filter(|_| plan.kind.is_live());
    plan.ties.series = plan.ties.series.clone().or_else(series);
    let touchpoint = plan_in_rhythm(draft, plan, remedy, "/plan")?;
    let is_counted = draft.sale.promise(id).is_some_and(|it| it.sessions.contains(&touchpoint));
    if is_counted {
        return Ok(());
    }
    decide(draft, id, promise::Command::LinkSession { touchpoint })
}
