//! What happened to one subject and changes another: what the subjects cannot see of each other.

use chrono::{DateTime, Utc};

use super::gates;
use crate::{
    domain::{
        adjustment,
        check::{self, Ask, AskState},
        delivery,
        event::EventBody,
        milestone::SnagState,
        owner_change, relationship,
        sale::Sale,
        touchpoint::TouchpointState,
    },
    id::{AskId, MemberId},
};

/// Remembers what else an event changed, once its subject has remembered it.
pub(super) fn follow(sale: &mut Sale, body: &EventBody, at: DateTime<Utc>) {
    match body {
        EventBody::Touchpoint { .. } => gates::set(sale),
        EventBody::Ask { id, event } => end_item(sale, *id, event, at),
        EventBody::Delivery { event: delivery::Event::Reported(_), .. } => {
            sale.anchors.delivered_on = delivery::first_day(&sale.deliveries);
        }
        // An accepted adjustment changes what there is to pay.
        EventBody::Adjustment { event: adjustment::Event::Accepted { price_change }, .. }
            if *price_change != 0 =>
        {
            sale.invoiced = Some(sale.invoiced.unwrap_or(0).saturating_add(*price_change).max(0));
        }
        // Silence is counted anew from the day on which follow-up goes on.
        EventBody::Relationship { event: relationship::Event::Resumed } => sale.last_word_at = at,
        EventBody::OwnerChange { id, event: owner_change::Event::TookEffect } => {
            let change = sale.owner_change(*id).map(|it| (it.from, it.to));
            if let Some((from, to)) = change {
                hand_over(sale, from, to);
            }
        }
        _ => {}
    }
}

/// The agenda item that announced the question ends with it, or with the last of several.
fn end_item(sale: &mut Sale, id: AskId, event: &check::Event, at: DateTime<Utc>) {
    let Some(announced) = sale.ask(id).and_then(|ask| ask.plan.touchpoint) else { return };
    let ended = match event {
        check::Event::Given { .. } | check::Event::Recorded { .. } => TouchpointState::Done,
        check::Event::Expired | check::Event::Dropped { .. } => TouchpointState::Cancelled,
        _ => return,
    };
    let of_item = || sale.asks.iter().filter(|it| it.plan.touchpoint == Some(announced));
    if of_item().any(Ask::is_unfinished) {
        return;
    }
    let is_answered = of_item().any(|it| it.state == AskState::Answered);
    let ended = if is_answered { TouchpointState::Done } else { ended };
    let is_open = |state| matches!(state, TouchpointState::Planned | TouchpointState::Confirmed);
    if let Some(item) = sale.touchpoints.iter_mut().find(|it| it.id == announced && is_open(it.state)) {
        item.state = ended;
        item.reported_at = Some(at);
    }
}

/// Everything that is still to come passes on with the face.
fn hand_over(sale: &mut Sale, from: MemberId, to: MemberId) {
    sale.owner = to;
    let open = |state| matches!(state, TouchpointState::Planned | TouchpointState::Confirmed);
    let touchpoints = sale.touchpoints.iter_mut().filter(|it| open(it.state));
    let concerns = sale.concerns.iter_mut().filter(|it| it.state.is_open());
    let keeps_in_touch = sale.relationship_plan.iter_mut().map(|plan| &mut plan.terms.owner);
    let milestones = sale.milestones.iter_mut().flat_map(|it| {
        let overseer = it.state.is_ahead().then_some(&mut it.plan.overseer);
        let snags = it.snags.iter_mut().filter(|snag| snag.state != SnagState::Confirmed);
        overseer.into_iter().chain(snags.map(|snag| &mut snag.owner))
    });
    let faces = touchpoints.map(|it| &mut it.plan.owner).chain(concerns.map(|it| &mut it.opening.owner));
    for face in faces.chain(keeps_in_touch).chain(milestones).filter(|face| **face == from) {
        *face = to;
    }
}
