//! Whether the sale became complete, or is no longer; and the honest end of one that never will be.

use chrono::{DateTime, TimeDelta, Utc};

use super::Draft;
use crate::{
    actor::Role,
    domain::{
        check::{About, Ask, COMPLETE},
        completion::{self, completion, completion_facts},
        sale::{self, Sale},
        touchpoint::{self, TouchpointState},
    },
    error::{Possible, Rejection},
    id::TouchpointId,
    text::{Line, Words},
};

/// Puts on record, in their order, the turns that time brought since something last happened: a sale that became
/// complete and was opened again while nobody looked was complete all the same, and the customer saw it so.
pub(super) fn catch_up(draft: &mut Draft<'_, '_>) {
    let ctx = draft.ctx;
    let Some(last) = ctx.last_event_at else { return };
    let facts = completion_facts(&draft.sale, ctx.policy, ctx.zones);
    let missed = completion::moments(&facts, ctx.policy).filter(|at| last < *at && *at < ctx.now);
    let mut missed: Vec<DateTime<Utc>> = missed.collect();
    missed.sort_unstable();
    for at in missed {
        note_turn(draft, at);
    }
}

/// Puts it on record, once, when what was just decided made the sale complete or opened it again.
pub(super) fn note_turn(draft: &mut Draft<'_, '_>, at: DateTime<Utc>) {
    let ctx = draft.ctx;
    let facts = completion_facts(&draft.sale, ctx.policy, ctx.zones);
    let legs = completion(&facts, ctx.policy, at);
    match (draft.sale.completed_at, legs.is_complete()) {
        (None, true) => draft.record_own(sale::Event::Completed { last: legs.last() }),
        (Some(_), false) => {
            let because = completion::obstacles(&facts, &legs, at);
            draft.record_own(sale::Event::Reopened { because });
        }
        (None, false) | (Some(_), true) => {}
    }
}

/// Asks anew for the customer's word, on the next working day, when the last thing that stood in its way is
/// settled and nothing else asks for it.
pub(super) fn ask_again(draft: &mut Draft<'_, '_>, before: &Sale) {
    let (ctx, sale) = (draft.ctx, &draft.sale);
    let is_settled = completion::is_blocked(before, ctx) && !completion::is_blocked(sale, ctx);
    if !is_settled || sale.is_over() || sale.anchors.delivered_on.is_none() {
        return;
    }
    let asks = || sale.asks.iter().filter(|ask| &*ask.plan.check == COMPLETE);
    let facts = completion_facts(sale, ctx.policy, ctx.zones);
    let is_satisfied = completion(&facts, ctx.policy, ctx.now).satisfied.is_done();
    if is_satisfied || asks().next().is_none() || asks().any(Ask::is_unfinished) {
        return;
    }
    if let Ok(check) = Line::parse(COMPLETE) {
        let at = ctx.calendar.next_open(ctx.now + TimeDelta::days(1), ctx.zones);
        draft.plan_ask(check, About::Sale, None, at);
    }
}

/// Ends the follow-up without the customer being satisfied. What was still to come is called off.
pub(super) fn end(draft: &mut Draft<'_, '_>, reason: Words) -> Result<(), Rejection> {
    if draft.ctx.actor.role() == Role::Member && draft.sale.completed_at.is_some() {
        let detail = "The sale is complete: only the customer may say that they are not satisfied.";
        let allowed = vec![
            Possible::new("end_unsatisfied", Role::Customer),
            Possible::new("raise_concern", Role::Customer),
        ];
        return Err(Rejection::standing("sale", "complete", allowed, detail));
    }
    let is_open = |state| matches!(state, TouchpointState::Planned | TouchpointState::Confirmed);
    let open = draft.sale.touchpoints.iter().filter(|it| is_open(it.state)).map(|it| it.id);
    for id in open.collect::<Vec<TouchpointId>>() {
        draft.record_touchpoint(id, touchpoint::Event::Cancelled { reason: None, is_dropped: true });
    }
    draft.drop_asks(|_| true);
    draft.record_own(sale::Event::EndedUnsatisfied { reason });
    Ok(())
}
