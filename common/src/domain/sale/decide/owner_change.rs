//! Another owner is announced, and what the customer says to it.

use super::{Draft, momentum::may_break};
use crate::{
    domain::{
        concern::{self, ConcernKind, Severity},
        event::EventBody,
        owner_change::{self, Announcement, NewOwner},
        questions::momentum,
        transition::Machine,
    },
    error::Rejection,
    id::OwnerChangeId,
};

pub(super) fn decide(
    draft: &mut Draft<'_, '_>,
    id: OwnerChangeId,
    command: owner_change::Command,
) -> Result<(), Rejection> {
    let change = draft.sale.owner_change(id).ok_or_else(Rejection::not_found)?;
    let event = owner_change::decide(change, command, draft.ctx)?;
    draft.record(EventBody::OwnerChange { id, event: event.clone() });
    // "Not fine" is a concern like any other, and the one who leaves still answers for it.
    if let owner_change::Event::Contested { note } = event {
        let change = concern::Raise::new(ConcernKind::Change, Severity::Small);
        draft.raise(concern::Raise { words: note, ..change });
    }
    Ok(())
}

pub(super) fn announce(draft: &mut Draft<'_, '_>, new: NewOwner) -> Result<(), Rejection> {
    if let Some(open) = draft.sale.owner_changes.iter().find(|it| it.is_open()) {
        return Err(open.state.refuse("Another change of the owner is announced already.", |_, _| None));
    }
    let NewOwner { to, reason, effective_from, handover, introduction, remedy } = new;
    let from = draft.sale.owner;
    let broken = momentum::of_hand_over(&draft.sale, from, effective_from, draft.ctx);
    let announcement = Announcement { from, to, reason, effective_from, handover, introduction, broken };
    owner_change::check(&announcement, &draft.sale.time_zone, draft.ctx)?;
    may_break(&announcement.broken, &remedy)?;
    let id = draft.ctx.ids.make();
    draft
        .record(EventBody::OwnerChange { id, event: owner_change::Event::Announced(Box::new(announcement)) });
    Ok(())
}
