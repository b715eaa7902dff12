//! What follows from something done with a concern.

use super::Draft;
use crate::{
    domain::{
        check::{self, About},
        concern,
        event::EventBody,
        promise::{self, PromiseKind, PromiseSource},
    },
    error::Rejection,
    id::ConcernId,
    text::{Line, Words},
};

pub(super) fn decide_concern(
    draft: &mut Draft<'_, '_>,
    id: ConcernId,
    command: &concern::Command,
) -> Result<(), Rejection> {
    let concern = draft.sale.concern(id).ok_or_else(Rejection::not_found)?;
    let event = concern::decide(concern, command, draft.ctx)?;
    draft.record(EventBody::Concern { id, event: event.clone() });
    match event {
        // A proposal with something still to do is a promise like any other.
        concern::Event::Proposed { text, due: Some(due) } => {
            let making = promise::Making::new(text, PromiseKind::Fix, PromiseSource::Concern);
            draft.make_promise(promise::Making { original_due: Some(due), concern: Some(id), ..making });
        }
        concern::Event::Confirmed => {
            record_sorted(draft, id, "yes", None);
            // Afterwards the customer is asked how easy it was.
            if let Ok(easy) = Line::parse("easy@1") {
                let now = draft.ctx.now;
                draft.plan_ask(easy, About::Concern(id), None, now);
            }
        }
        concern::Event::NotYet { reason, .. } => record_sorted(draft, id, "not_yet", reason),
        _ => {}
    }
    Ok(())
}

/// Confirming a solution, or not yet, *is* the answer to "Is this sorted?".
fn record_sorted(draft: &mut Draft<'_, '_>, concern: ConcernId, value: &str, text: Option<Words>) {
    let (Ok(check), Ok(value)) = (Line::parse("sorted@1"), Line::parse(value)) else { return };
    let now = draft.ctx.now;
    if let Some(ask) = draft.plan_ask(check, About::Concern(concern), None, now) {
        draft.record_ask(ask, check::Event::Answered { value, text });
    }
}
