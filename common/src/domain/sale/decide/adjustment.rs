//! What follows from an adjustment: taken, it may be a promise; talked about, it is a question.

use super::Draft;
use crate::{
    actor::Actor,
    domain::{
        adjustment::{self, Proposal, Version},
        concern::{self, ConcernKind, Severity},
        event::EventBody,
        promise::{Making, PromiseKind, PromiseSource},
    },
    error::Rejection,
    id::AdjustmentId,
};

pub(super) fn propose(draft: &mut Draft<'_, '_>, proposal: Proposal) -> Result<(), Rejection> {
    adjustment::check_proposal(&proposal, &draft.sale.time_zone, draft.ctx)?;
    let id = draft.ctx.ids.make();
    record(draft, id, adjustment::Event::Proposed { proposal: Box::new(proposal) });
    Ok(())
}

pub(super) fn decide(
    draft: &mut Draft<'_, '_>,
    id: AdjustmentId,
    command: adjustment::Command,
) -> Result<(), Rejection> {
    let adjustment = draft.sale.adjustment(id).ok_or_else(Rejection::not_found)?;
    let event = adjustment::decide(adjustment, command, &draft.sale.time_zone, draft.ctx)?;
    let proposed = adjustment.newest().cloned();
    record(draft, id, event.clone());
    match event {
        adjustment::Event::Accepted { .. } => {
            if let Some(Version { what, due: Some(due), by, .. }) = proposed {
                let making = Making::new(what, PromiseKind::Other, PromiseSource::Adjustment);
                let made_by = if let Actor::Member(member) = by { Some(member) } else { None };
                let promise = draft.make_promise(Making { original_due: Some(due), made_by, ..making });
                record(draft, id, adjustment::Event::Promised { promise });
            }
        }
        adjustment::Event::TalkWanted { note } => {
            let words = note.or(proposed.map(|version| version.what));
            let question = concern::Raise::new(ConcernKind::Question, Severity::Question);
            let concern = draft.raise(concern::Raise { words, ..question });
            record(draft, id, adjustment::Event::Discussed { concern });
        }
        _ => {}
    }
    Ok(())
}

fn record(draft: &mut Draft<'_, '_>, id: AdjustmentId, event: adjustment::Event) {
    draft.record(EventBody::Adjustment { id, event });
}
