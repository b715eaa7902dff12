//! Not more in one week than the customer wishes. What two people agreed on, what belongs to the plan and what
//! a member planned by hand stays; written things from the agenda are left out where there is no room, those
//! that are told again and again first. Everything written can be read in the portal all the same.

use chrono::{Days, NaiveDate};

use super::Draft;
use crate::{
    domain::{
        agenda::item_of,
        context::Context,
        sale::Sale,
        touchpoint::{self, Basis, Purpose, Touchpoint, TouchpointKind, TouchpointState},
    },
    id::TouchpointId,
};

impl Draft<'_, '_> {
    /// Leaves out what is more than the customer wishes, and says so.
    pub(crate) fn leave_out(&mut self) {
        let Some(most) = self.ctx.customer.contact.preferences.most_per_week else { return };
        for id in too_much(&self.sale, most, self.ctx) {
            self.record_touchpoint(id, touchpoint::Event::LeftOut { most_per_week: most });
        }
    }
}

/// What is planned beyond the wish, and may go.
fn too_much(sale: &Sale, most: u8, ctx: &Context<'_>) -> Vec<TouchpointId> {
    let is_alive = |it: &&Touchpoint| {
        let is_over = matches!(it.state, TouchpointState::Cancelled | TouchpointState::Missed);
        // What is written by a day that is only estimated is looked at when the day is real.
        let is_sure = it.plan.basis == Basis::Fixed || !is_written(it);
        !is_over && is_sure && it.plan.kind != TouchpointKind::CustomerStep
    };
    let contacts = || sale.touchpoints.iter().filter(is_alive);
    let (mut loose, firm): (Vec<&Touchpoint>, Vec<&Touchpoint>) =
        contacts().partition(|it| may_go(it, sale, ctx));
    let mut days: Vec<NaiveDate> = firm.iter().map(|it| it.plan.slot.local_date).collect();
    loose.sort_by_key(|it| (is_repeated(it, sale), it.plan.slot.local_date));
    let mut left_out = Vec::new();
    for it in loose {
        let day = it.plan.slot.local_date;
        if has_room(&days, day, most) {
            days.push(day);
        } else {
            left_out.push(it.id);
        }
    }
    left_out
}

/// Whether it is written, still to come, and nobody counts on it.
fn may_go(it: &Touchpoint, sale: &Sale, ctx: &Context<'_>) -> bool {
    let ties = &it.plan.ties;
    let is_untouched =
        it.state == TouchpointState::Planned && it.moves.is_empty() && it.pending_move.is_none();
    // That nothing changed is told again; any other purpose is the plan's own.
    let is_plain = ties.purpose.is_none_or(|purpose| purpose == Purpose::NoChange);
    let is_free = !ties.is_required && is_plain && it.plan.item.is_some();
    let is_awaited = sale
        .touchpoints
        .iter()
        .any(|other| other.plan.ties.after.is_some() && other.plan.ties.after == it.plan.item);
    let is_ahead = it.plan.slot.local_date > ctx.today(&sale.time_zone);
    is_written(it) && is_untouched && is_free && !is_awaited && is_ahead
}

fn is_written(it: &Touchpoint) -> bool {
    matches!(it.plan.kind, TouchpointKind::Written | TouchpointKind::Note)
}

fn is_repeated(it: &Touchpoint, sale: &Sale) -> bool {
    let item = sale.agenda.as_ref().zip(it.plan.item.as_deref()).and_then(|(of, key)| item_of(of, key));
    item.is_some_and(|(item, _)| item.repeat.is_some())
}

/// Whether every seven days with this one in it hold fewer than `most` others.
fn has_room(days: &[NaiveDate], day: NaiveDate, most: u8) -> bool {
    (0..7).all(|back| {
        let Some(first) = day.checked_sub_days(Days::new(back)) else { return true };
        let last = first.checked_add_days(Days::new(6)).unwrap_or(first);
        days.iter().filter(|other| first <= **other && **other <= last).count() < usize::from(most)
    })
}
