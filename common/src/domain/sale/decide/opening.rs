//! How a sale begins: with us, or with a past.

use super::{Draft, promise::check_making};
use crate::{
    actor::Role,
    domain::{
        agenda::Agenda,
        history::{History, HistoryIds},
        promise::Making,
        sale::{self, Opening},
        touchpoint,
    },
    error::{Possible, Rejection},
};

pub(super) fn open(draft: &mut Draft<'_, '_>, opening: &Opening) -> Result<(), Rejection> {
    check_opening(opening)?;
    draft.record_own(sale::Event::Opened { opening: Box::new(opening.clone()) });
    for (row, making) in opening.promises.iter().enumerate() {
        check_making(draft, making, &format!("/promises/{row}"))?;
        // What won the sale was said by the day of the order.
        let bought_on = draft.ctx.zones.date(&opening.time_zone, opening.anchors.purchased_at);
        let made_on = making.made_on.or(Some(bought_on));
        draft.make_promise(Making { made_on, ..making.clone() });
    }
    for making in draft.promised_series() {
        draft.make_promise(making);
    }
    draft.know_customer();
    for plan in draft.plans() {
        draft.plan(plan);
    }
    draft.leave_out();
    Ok(())
}

fn check_opening(opening: &Opening) -> Result<(), Rejection> {
    if opening.customers.is_empty() {
        return Err(Rejection::field("/customers", "must have at least one customer"));
    }
    if opening.invoiced.is_some_and(|amount| amount < 0) {
        return Err(Rejection::field("/invoiced", "must not be negative"));
    }
    Ok(())
}

/// The agenda of a sale that began without one. Only what is still to come is planned.
pub(super) fn make_agenda(draft: &mut Draft<'_, '_>, agenda: Agenda) -> Result<(), Rejection> {
    if let Some(known) = &draft.sale.agenda {
        let detail = format!("This sale has an agenda already, made from {}.", known.template);
        let allowed = vec![Possible::new("plan_touchpoint", Role::Member)];
        return Err(Rejection::standing("agenda", "made", allowed, detail));
    }
    draft.record_own(sale::Event::AgendaMade { agenda: Box::new(agenda) });
    promise_what_comes(draft);
    draft.reanchor(&[]);
    Ok(())
}

/// The past as it was; of a young sale, the rest of the agenda is planned.
pub(super) fn record_history(
    draft: &mut Draft<'_, '_>,
    opening: &Opening,
    history: &History,
) -> Result<(), Rejection> {
    check_opening(opening)?;
    draft.record_own(sale::Event::Opened { opening: Box::new(opening.clone()) });
    let make = &draft.ctx.ids;
    let ids =
        HistoryIds { payment: make.make(), promise: make.make(), delivery: make.make(), ask: make.make() };
    draft.record_own(sale::Event::HistoryRecorded { history: Box::new(history.clone()), ids });
    promise_what_comes(draft);
    for plan in draft.plans() {
        if plan.slot.starts_at(draft.ctx.zones) > draft.ctx.now {
            draft.plan(plan);
        }
    }
    draft.leave_out();
    Ok(())
}

/// Promises the series that are still whole. What has begun already was promised in a past that nobody told us
/// of.
fn promise_what_comes(draft: &mut Draft<'_, '_>) {
    let plans = draft.plans();
    let has_begun = |plan: &&touchpoint::Plan| plan.slot.starts_at(draft.ctx.zones) <= draft.ctx.now;
    let begun: Vec<_> = plans.iter().filter(has_begun).map(|plan| plan.ties.series.clone()).collect();
    for making in draft.promised_series() {
        if !begun.contains(&making.series) {
            draft.make_promise(making);
        }
    }
}
