//! Remembering what happened to a touchpoint. It cannot fail: what cannot be changes nothing.

use chrono::{DateTime, Utc};

use super::{
    Basis, Consent, ConsentRequest, Event, Move, OwnerChange, PendingMove, Touchpoint,
    TouchpointState as State, Wish, event::side,
};
use crate::{actor::Actor, time::Slot};

/// Remembers what happened.
pub(super) fn evolve(touchpoint: &mut Touchpoint, event: &Event, at: DateTime<Utc>, actor: Actor) {
    let it = touchpoint;
    match event.clone() {
        Event::Planned(plan) => it.plan = *plan,
        Event::Confirmed => {
            let slot = it.plan.slot.clone();
            settle(it, &slot, actor, at);
            it.state = State::Confirmed;
        }
        Event::MoveRequested { options, reason, breaks } => {
            it.pending_move = Some(PendingMove { by: side(actor), options, reason, at });
            it.pending_breaks = breaks;
        }
        Event::TimesAsked { reason } => {
            it.pending_move = Some(PendingMove { by: side(actor), options: Vec::new(), reason, at });
            it.pending_breaks = Vec::new();
        }
        Event::MoveDeclined { .. } => {
            if it.pending_breaks.iter().any(|broken| !broken.is_empty()) {
                it.consent_refused_at = Some(at);
            }
            it.pending_move = None;
            it.pending_breaks = Vec::new();
        }
        Event::OwnerChanged { to, reason } => {
            change_owner(it, to, reason, at);
            it.state = State::Planned;
        }
        Event::ConsentAsked { wish, reason, broken, replacement } => {
            it.consent_request = Some(ConsentRequest { wish, reason, broken, at, replacement });
        }
        Event::Consented => consent(it, at),
        Event::ConsentRefused { .. } => {
            it.consent_request = None;
            it.consent_refused_at = Some(at);
        }
        Event::Moved { to, reason, by, is_agreed } => {
            settle(it, &to, actor, at);
            it.moves.push(Move { from: it.plan.slot.clone(), to: to.clone(), by, reason, at });
            it.plan.slot = to;
            it.plan.basis = Basis::Fixed;
            // Whatever was asked about the old time is over.
            it.consent_request = None;
            it.state = if is_agreed { State::Confirmed } else { State::Planned };
        }
        Event::Reanchored { to, basis } => {
            it.follows = it.follows.saturating_add(1);
            it.plan.slot = to;
            it.plan.basis = basis;
        }
        Event::Completed => {
            it.state = State::Done;
            it.reported_at = Some(at);
            it.is_agreed = true;
        }
        Event::ReportedDone { note, sent, evidence, next } => {
            it.state = State::ReportedDone;
            it.reported_at = Some(at);
            it.report_note = note;
            (it.sent, it.evidence, it.next) = (sent, evidence, next);
            drop_wishes(it);
        }
        Event::AgreedDone | Event::TakenBack => {
            it.state = State::Done;
            it.is_agreed = true;
        }
        Event::WindowEnded => it.state = State::Done,
        Event::Disputed { note } => {
            it.state = State::Disputed;
            it.closing_note = note;
            it.is_agreed = false;
        }
        Event::Missed { by, note } => {
            it.state = State::Missed;
            it.missed_by = Some(by);
            it.closing_note = note;
            drop_wishes(it);
        }
        Event::Cancelled { reason, is_dropped } => {
            it.state = State::Cancelled;
            it.closing_note = reason;
            it.is_dropped = is_dropped;
            drop_wishes(it);
        }
        Event::LeftOut { most_per_week } => {
            it.state = State::Cancelled;
            it.is_dropped = true;
            it.left_out_at = Some(most_per_week);
        }
    }
}

/// The wish to move has its answer. Who agrees to a time that breaks a rule is fine with it.
fn settle(it: &mut Touchpoint, to: &Slot, actor: Actor, at: DateTime<Utc>) {
    let pending = it.pending_move.take();
    let breaks = std::mem::take(&mut it.pending_breaks);
    it.consent_refused_at = None;
    let options = pending.map(|pending| pending.options).unwrap_or_default();
    let chosen = options.iter().zip(breaks).find(|(option, _)| *option == to).map(|(_, broken)| broken);
    if let (Actor::Customer(_), Some(broken)) = (actor, chosen.filter(|broken| !broken.is_empty())) {
        it.consents.push(Consent { slot: Some(to.clone()), broken, at });
    }
}

fn consent(it: &mut Touchpoint, at: DateTime<Utc>) {
    let Some(ConsentRequest { wish, reason, broken, .. }) = it.consent_request.take() else { return };
    it.consents.push(Consent { slot: None, broken, at });
    it.consent_refused_at = None;
    match wish {
        Wish::Cancel => {
            it.state = State::Cancelled;
            it.closing_note = reason;
            drop_wishes(it);
        }
        Wish::Owner { to } => {
            change_owner(it, to, reason, at);
            it.state = State::Confirmed;
        }
    }
}

fn change_owner(
    it: &mut Touchpoint,
    to: crate::id::MemberId,
    reason: Option<crate::text::Words>,
    at: DateTime<Utc>,
) {
    it.owner_changes.push(OwnerChange { from: it.plan.owner, to, reason, at });
    it.plan.owner = to;
}

fn drop_wishes(it: &mut Touchpoint) {
    it.pending_move = None;
    it.pending_breaks = Vec::new();
    it.consent_request = None;
}
