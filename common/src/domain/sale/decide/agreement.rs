//! What follows from something done with the handling agreement.

use super::Draft;
use crate::{
    actor::Role,
    domain::{
        agreement,
        event::EventBody,
        touchpoint::{self, TouchpointAction, TouchpointKind},
        transition::Machine,
    },
    error::Rejection,
};

/// The item of the agenda that asks the customer to read the agreement.
const AGENDA_ITEM: &str = "agreement";

pub(super) fn decide(draft: &mut Draft<'_, '_>, command: agreement::Command) -> Result<(), Rejection> {
    let event = agreement::decide(&draft.sale.agreement, command, draft.ctx)?;
    let is_accepted = matches!(event, agreement::Event::Accepted { .. });
    draft.record(EventBody::Agreement { event });
    if is_accepted {
        complete_item(draft);
    }
    Ok(())
}

/// Accepting is what the agenda's item asks for, so it is done with it.
fn complete_item(draft: &mut Draft<'_, '_>) {
    let waits = draft.sale.touchpoints.iter().find(|it| {
        it.plan.kind == TouchpointKind::CustomerStep
            && it.plan.item.as_deref() == Some(AGENDA_ITEM)
            && it.state.after(TouchpointAction::Complete, Role::Customer).is_some()
    });
    if let Some(id) = waits.map(|it| it.id) {
        draft.record_touchpoint(id, touchpoint::Event::Completed);
    }
}
