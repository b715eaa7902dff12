//! What follows from something done with the relationship plan.

use super::Draft;
use crate::{
    domain::{
        context::add_days,
        event::EventBody,
        relationship_plan,
        touchpoint::{self, TouchpointState},
    },
    error::Rejection,
    id::TouchpointId,
};

/// The plan begins when the first month is over.
pub(super) fn decide(
    draft: &mut Draft<'_, '_>,
    command: relationship_plan::Command,
) -> Result<(), Rejection> {
    let today = draft.ctx.today(&draft.sale.time_zone);
    let delivered = draft.sale.anchors.delivered_on;
    let month = delivered.map_or(today, |day| add_days(day, draft.ctx.policy.learning_days));
    let days = (today, month.max(today));
    let event = relationship_plan::decide(draft.sale.relationship_plan.as_ref(), command, days, draft.ctx)?;
    let standing = draft.sale.relationship_plan.as_ref().and_then(|plan| plan.last_planned);
    let is_new = matches!(event, relationship_plan::Event::Suggested { .. });
    draft.record(EventBody::RelationshipPlan { event });
    if let Some(contact) = standing.filter(|_| is_new) {
        take_over(draft, contact);
    }
    Ok(())
}

/// The contact that the plan before had put on the agenda: one that was agreed is the first of the new plan, and
/// another one makes room for it.
fn take_over(draft: &mut Draft<'_, '_>, contact: TouchpointId) {
    let Some(it) = draft.sale.touchpoint(contact) else { return };
    match it.state {
        TouchpointState::Planned => {
            let event = touchpoint::Event::Cancelled { reason: None, is_dropped: true };
            draft.record_touchpoint(contact, event);
        }
        TouchpointState::Confirmed => {
            let on = it.plan.slot.local_date;
            let event = relationship_plan::Event::ContactPlanned { on, touchpoint: contact };
            draft.record(EventBody::RelationshipPlan { event });
        }
        _ => {}
    }
}
