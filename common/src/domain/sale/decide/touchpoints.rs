//! What follows from something done with the agenda.

use chrono::NaiveDate;

use super::{Draft, promises::follow_session};
use crate::{
    actor::Role,
    domain::{event::EventBody, touchpoint},
    error::{ErrorCode, Rejection},
    id::TouchpointId,
};

pub(super) fn decide_touchpoint(
    draft: &mut Draft<'_, '_>,
    id: TouchpointId,
    command: &touchpoint::Command,
) -> Result<(), Rejection> {
    let touchpoint = draft.sale.touchpoint(id).ok_or_else(Rejection::not_found)?;
    let event = touchpoint::decide(touchpoint, command, draft.ctx)?;
    draft.record_touchpoint(id, event.clone());
    follow_session(draft, id, &event);
    if matches!(event, touchpoint::Event::Cancelled { .. } | touchpoint::Event::Missed { .. }) {
        draft.drop_asks(|ask| ask.plan.touchpoint == Some(id));
    }
    // What the vendor missed is a problem of the customer's, whoever said it first.
    if let touchpoint::Event::Missed { by: Role::Member, note } = event {
        let is_customers_word = draft.ctx.actor.role() == Role::Customer;
        draft.raise_problem(note.filter(|_| is_customers_word), Some(id));
    }
    Ok(())
}

pub(super) fn expect_delivery(draft: &mut Draft<'_, '_>, on: NaiveDate) -> Result<(), Rejection> {
    if draft.sale.anchors.delivered_on.is_some() {
        return Err(Rejection::new(ErrorCode::Conflict, "It was delivered already."));
    }
    if draft.sale.anchors.expected_delivery_on != Some(on) {
        draft.record(EventBody::DeliveryExpected { on });
        draft.reanchor();
    }
    Ok(())
}
