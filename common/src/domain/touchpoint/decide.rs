//! Deciding about a touchpoint and remembering what happened to it.

use chrono::{DateTime, Utc};

use super::{
    Basis, Event, Move, PendingMove, Plan, Touchpoint, TouchpointAction as Action, TouchpointKind,
    TouchpointState as State, check as permit, side,
};
use crate::{
    actor::{Actor, Role},
    domain::{check, context::Context},
    error::Rejection,
    text::Words,
    time::Slot,
};

/// At most so many times in one wish to move.
const MOST_OPTIONS: usize = 10;

/// What somebody wants with a touchpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// "That suits me."
    Confirm,
    /// Suggest other times.
    RequestMove {
        /// One to ten future times.
        options: Vec<Slot>,
        /// Why.
        reason: Option<Words>,
    },
    /// Take one of the suggested times, counted from zero.
    AcceptMove {
        /// Which one.
        option: usize,
    },
    /// Take none.
    DeclineMove {
        /// Why.
        reason: Option<Words>,
    },
    /// Give it another time; for a confirmed one this becomes a wish to move.
    Move {
        /// The new time.
        to: Slot,
        /// Why; the customer reads it.
        reason: Words,
    },
    /// The customer's own step is taken.
    Complete,
    /// The vendor did it.
    ReportDone {
        /// What came of it.
        note: Option<Words>,
    },
    /// The customer agrees that it happened.
    AgreeDone,
    /// "This did not happen", whether it was reported or not.
    Dispute {
        /// In the customer's words.
        note: Option<Words>,
    },
    /// "It did happen after all."
    TakeBack,
    /// The vendor missed it, or the customer did.
    ReportMissed {
        /// Who was not there.
        by: Role,
        /// What happened.
        note: Option<Words>,
    },
    /// Call it off.
    Cancel {
        /// Why.
        reason: Option<Words>,
    },
    /// The window to contradict is over.
    EndWindow,
}

/// What follows from the command, or why it cannot be.
pub fn decide(touchpoint: &Touchpoint, command: &Command, ctx: &Context<'_>) -> Result<Event, Rejection> {
    let facts = touchpoint.facts(ctx.zones);
    let allow = |action| permit(&facts, action, ctx);
    match command.clone() {
        Command::Confirm => allow(Action::Confirm).map(|()| Event::Confirmed),
        Command::RequestMove { options, reason } => {
            allow(Action::RequestMove)?;
            check_options(&options, ctx)?;
            Ok(Event::MoveRequested { options, reason })
        }
        Command::AcceptMove { option } => {
            allow(Action::AcceptMove)?;
            let pending = touchpoint.pending_move.as_ref();
            let slot = pending.and_then(|pending| Some((pending.options.get(option)?, pending)));
            let (to, pending) =
                slot.ok_or_else(|| Rejection::field("/option", "must be one of the suggested times"))?;
            check_options(std::slice::from_ref(to), ctx)?;
            let reason = pending.reason.clone();
            Ok(Event::Moved { to: to.clone(), reason, by: pending.by, is_agreed: true })
        }
        Command::DeclineMove { reason } => {
            allow(Action::DeclineMove).map(|()| Event::MoveDeclined { reason })
        }
        Command::Move { to, reason } if touchpoint.state == State::Confirmed => {
            allow(Action::RequestMove)?;
            check_options(std::slice::from_ref(&to), ctx)?;
            Ok(Event::MoveRequested { options: vec![to], reason: Some(reason) })
        }
        Command::Move { to, reason } => {
            allow(Action::Move)?;
            check_options(std::slice::from_ref(&to), ctx)?;
            Ok(Event::Moved { to, reason: Some(reason), by: side(ctx.actor), is_agreed: false })
        }
        Command::Complete => allow(Action::Complete).map(|()| Event::Completed),
        Command::ReportDone { note } => allow(Action::ReportDone).map(|()| Event::ReportedDone { note }),
        Command::AgreeDone => allow(Action::AgreeDone).map(|()| Event::AgreedDone),
        Command::Dispute { note } if facts.is_open() => {
            allow(Action::ReportMissed).map(|()| Event::Missed { by: Role::Member, note })
        }
        Command::Dispute { note } => allow(Action::Dispute).map(|()| Event::Disputed { note }),
        Command::TakeBack => allow(Action::TakeBack).map(|()| Event::TakenBack),
        Command::ReportMissed { by, note } => {
            allow(Action::ReportMissed).map(|()| Event::Missed { by, note })
        }
        Command::Cancel { reason } => allow(Action::Cancel).map(|()| Event::Cancelled { reason }),
        Command::EndWindow => allow(Action::EndWindow).map(|()| Event::WindowEnded),
    }
}

/// Suggested times lie in the future and have an end after their start.
fn check_options(options: &[Slot], ctx: &Context<'_>) -> Result<(), Rejection> {
    if options.is_empty() || options.len() > MOST_OPTIONS {
        return Err(Rejection::field("/options", format!("must have 1 to {MOST_OPTIONS} times")));
    }
    let mut options = options.iter().enumerate();
    options.try_for_each(|(row, slot)| check_at(slot, &format!("/options/{row}"), ctx))
}

/// A new touchpoint lies in the future, ends after its start, and asks a known question if it is a check.
pub(crate) fn check_plan(plan: &Plan, ctx: &Context<'_>) -> Result<(), Rejection> {
    let is_check = plan.kind == TouchpointKind::Check;
    let is_known = plan.check.as_ref().is_some_and(|key| check::definition(key).is_some());
    if is_check && !is_known {
        return Err(Rejection::field("/check", "must name a known question like expected@1"));
    }
    if !is_check && plan.check.is_some() {
        return Err(Rejection::field("/check", "belongs to a check only"));
    }
    check_at(&plan.slot, "/slot", ctx)
}

fn check_at(slot: &Slot, pointer: &str, ctx: &Context<'_>) -> Result<(), Rejection> {
    if slot.hours.is_some_and(|hours| hours.end <= hours.start) {
        return Err(Rejection::field(format!("{pointer}/hours"), "must end after it starts"));
    }
    if slot.ends_at(ctx.zones) <= ctx.now {
        return Err(Rejection::field(format!("{pointer}/local_date"), "must lie in the future"));
    }
    Ok(())
}

/// Remembers what happened.
pub fn evolve(touchpoint: &mut Touchpoint, event: &Event, at: DateTime<Utc>, actor: Actor) {
    let it = touchpoint;
    match event.clone() {
        Event::Planned(plan) => it.plan = *plan,
        Event::Confirmed => it.state = State::Confirmed,
        Event::MoveRequested { options, reason } => {
            it.pending_move = Some(PendingMove { by: side(actor), options, reason, at });
        }
        Event::MoveDeclined { .. } => it.pending_move = None,
        Event::Moved { to, reason, by, is_agreed } => {
            it.moves.push(Move { from: it.plan.slot.clone(), to: to.clone(), by, reason, at });
            it.plan.slot = to;
            it.plan.basis = Basis::Fixed;
            it.pending_move = None;
            it.state = if is_agreed { State::Confirmed } else { State::Planned };
        }
        Event::Reanchored { to, basis } => {
            it.plan.slot = to;
            it.plan.basis = basis;
        }
        Event::Completed => {
            it.state = State::Done;
            it.reported_at = Some(at);
            it.is_agreed = true;
        }
        Event::ReportedDone { note } => {
            it.state = State::ReportedDone;
            it.reported_at = Some(at);
            it.report_note = note;
            it.pending_move = None;
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
            it.pending_move = None;
        }
        Event::Cancelled { reason } => {
            it.state = State::Cancelled;
            it.closing_note = reason;
            it.pending_move = None;
        }
    }
}
