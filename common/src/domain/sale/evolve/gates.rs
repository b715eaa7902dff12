//! Gates: what waits for an earlier item. Kept with each touchpoint, so that the questions about one need not
//! know the others.

use crate::{
    domain::{
        sale::Sale,
        touchpoint::{Touchpoint, TouchpointState},
    },
    text::Line,
};

/// Opens and closes the gates after a touchpoint changed.
pub(super) fn set(sale: &mut Sale) {
    if sale.touchpoints.iter().all(|it| it.plan.ties.after.is_none()) {
        return;
    }
    let gated: Vec<bool> = sale.touchpoints.iter().map(|it| is_gated(sale, it)).collect();
    for (it, is_gated) in sale.touchpoints.iter_mut().zip(gated) {
        it.is_gated = is_gated;
    }
}

fn is_gated(sale: &Sale, it: &Touchpoint) -> bool {
    it.plan.ties.after.as_ref().is_some_and(|after| !is_over(sale, after))
}

/// Whether the item is done, or whatever stands in for it. One that was called off for good holds nobody up; one
/// that was missed does, until another is done in its place.
fn is_over(sale: &Sale, key: &Line) -> bool {
    let Some(mut it) = sale.touchpoints.iter().find(|it| it.plan.item.as_ref() == Some(key)) else {
        return true;
    };
    for _ in 0..sale.touchpoints.len() {
        match sale.replacement(it.id) {
            Some(next) => it = next,
            None => break,
        }
    }
    match it.state {
        TouchpointState::ReportedDone | TouchpointState::Done | TouchpointState::Cancelled => true,
        TouchpointState::Planned
        | TouchpointState::Confirmed
        | TouchpointState::Disputed
        | TouchpointState::Missed => false,
    }
}
