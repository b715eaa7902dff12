//! Whether the sale became complete, or is no longer; and the honest end of one that never will be.

use super::Draft;
use crate::{
    actor::Role,
    domain::{
        completion::{self, completion, completion_facts},
        event::EventBody,
        touchpoint::{self, TouchpointState},
    },
    error::{ErrorCode, Rejection},
    id::TouchpointId,
    text::Words,
};

/// Puts it on record, once, when what was just decided made the sale complete or opened it again.
pub(super) fn note_turn(draft: &mut Draft<'_, '_>) {
    let ctx = draft.ctx;
    let facts = completion_facts(&draft.sale, ctx.policy, ctx.zones);
    let legs = completion(&facts, ctx.policy, ctx.now);
    match (draft.sale.completed_at, legs.is_complete()) {
        (None, true) => draft.record(EventBody::Completed { last: legs.last() }),
        (Some(_), false) => {
            let because = completion::obstacles(&facts, &legs, ctx.now);
            draft.record(EventBody::Reopened { because });
        }
        (None, false) | (Some(_), true) => {}
    }
}

/// Ends the follow-up without the customer being satisfied. What was still to come is called off.
pub(super) fn end(draft: &mut Draft<'_, '_>, reason: Words) -> Result<(), Rejection> {
    if draft.ctx.actor.role() == Role::Member && draft.sale.completed_at.is_some() {
        let detail = "The sale is complete: only the customer may say that they are not satisfied.";
        return Err(Rejection::new(ErrorCode::Conflict, detail));
    }
    let is_open = |state| matches!(state, TouchpointState::Planned | TouchpointState::Confirmed);
    let open = draft.sale.touchpoints.iter().filter(|it| is_open(it.state)).map(|it| it.id);
    for id in open.collect::<Vec<TouchpointId>>() {
        draft.record_touchpoint(id, touchpoint::Event::Cancelled { reason: None, is_dropped: true });
    }
    draft.drop_asks(|_| true);
    draft.record(EventBody::EndedUnsatisfied { reason });
    Ok(())
}
