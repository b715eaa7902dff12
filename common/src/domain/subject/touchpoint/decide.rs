//! Deciding about one touchpoint. What needs the rest of the agenda is decided by the sale.

use super::{
    Command, Event, Next, Plan, Purpose, Report, Touchpoint, TouchpointAction as Action, TouchpointKind,
    TouchpointState as State, Wish,
    event::side,
    rules::{check as permit, refuse},
};
use crate::{
    actor::Role,
    domain::{check, context::Context},
    error::Rejection,
    time::Slot,
};

/// At most so many times in one wish to move.
const MOST_OPTIONS: usize = 10;

/// What follows from the command, or why it cannot be.
pub fn decide(touchpoint: &Touchpoint, command: Command, ctx: &Context<'_>) -> Result<Event, Rejection> {
    let facts = touchpoint.facts(ctx.zones);
    let allow = |action| permit(touchpoint, &facts, action, ctx);
    match command {
        Command::Confirm => allow(Action::Confirm).map(|()| Event::Confirmed),
        Command::RequestMove { options, reason } => {
            allow(Action::RequestMove)?;
            check_options(&options, ctx)?;
            Ok(Event::MoveRequested { options, reason, breaks: Vec::new() })
        }
        Command::CounterMove { options, reason } => {
            allow(Action::CounterMove)?;
            check_options(&options, ctx)?;
            Ok(Event::MoveRequested { options, reason, breaks: Vec::new() })
        }
        Command::OfferTimes { options, reason } => {
            let is_answer = facts.pending_move_by.is_some();
            let command = if is_answer {
                Command::CounterMove { options, reason }
            } else {
                Command::RequestMove { options, reason }
            };
            decide(touchpoint, command, ctx)
        }
        Command::AskForTimes { reason } => allow(Action::AskForTimes).map(|()| Event::TimesAsked { reason }),
        Command::AcceptMove { option } => {
            allow(Action::AcceptMove)?;
            let pending = touchpoint.pending_move.as_ref();
            let slot = pending.and_then(|pending| Some((pending.options.get(option)?, pending)));
            let (to, pending) =
                slot.ok_or_else(|| Rejection::field("/option", "must be one of the suggested times"))?;
            check_options(std::slice::from_ref(to), ctx)?;
            if *to == touchpoint.plan.slot {
                // A late start that was asked about: the time stays, and the customer agrees to it.
                return Ok(Event::Confirmed);
            }
            let reason = pending.reason.clone();
            Ok(Event::Moved { to: to.clone(), reason, by: pending.by, is_agreed: true })
        }
        Command::DeclineMove { reason } => {
            allow(Action::DeclineMove).map(|()| Event::MoveDeclined { reason })
        }
        Command::Move { to, reason, .. } if touchpoint.state == State::Confirmed => {
            allow(Action::RequestMove)?;
            check_at(&to, "/to", ctx)?;
            Ok(Event::MoveRequested { options: vec![to], reason: Some(reason), breaks: Vec::new() })
        }
        Command::ChangeOwner { to, reason, .. } => {
            allow(Action::ChangeOwner)?;
            if to == touchpoint.plan.owner {
                return Err(Rejection::field("/to", "must be somebody else"));
            }
            Ok(Event::OwnerChanged { to, reason: Some(reason) })
        }
        Command::Consent if asks_for_one_time(touchpoint) => {
            decide(touchpoint, Command::AcceptMove { option: 0 }, ctx)
        }
        Command::RefuseConsent { note } if asks_for_one_time(touchpoint) => {
            decide(touchpoint, Command::DeclineMove { reason: note }, ctx)
        }
        Command::Consent if facts.consent_to == Some(Wish::Cancel) => {
            allow(Action::ConsentToCancel)?;
            let asked = touchpoint.consent_request.as_ref();
            let instead = asked.and_then(|asked| asked.replacement.as_ref());
            if instead.is_some_and(|plan| plan.slot.ends_at(ctx.zones) <= ctx.now) {
                let detail = "The time of what would stand in its place is over: the vendor names another.";
                return Err(refuse(&facts, Action::ConsentToCancel, detail, ctx));
            }
            Ok(Event::Consented)
        }
        Command::Consent => allow(Action::Consent).map(|()| Event::Consented),
        Command::RefuseConsent { note } => {
            allow(Action::RefuseConsent).map(|()| Event::ConsentRefused { note })
        }
        Command::Move { to, reason, .. } => {
            allow(Action::Move)?;
            check_at(&to, "/to", ctx)?;
            Ok(Event::Moved { to, reason: Some(reason), by: side(ctx.actor), is_agreed: false })
        }
        Command::Complete => allow(Action::Complete).map(|()| Event::Completed),
        Command::ReportDone(report) => {
            allow(Action::ReportDone)?;
            check_report(&touchpoint.plan, &report)?;
            let Report { note, sent, evidence, next, .. } = *report;
            let next = if let Next::Touchpoint(next) = next { Some(next) } else { None };
            Ok(Event::ReportedDone { note, sent, evidence, next })
        }
        Command::AgreeDone => allow(Action::AgreeDone).map(|()| Event::AgreedDone),
        Command::Dispute { note } if facts.is_open() => {
            allow(Action::ReportMissed).map(|()| Event::Missed { by: Role::Member, note })
        }
        Command::Dispute { note } => allow(Action::Dispute).map(|()| Event::Disputed { note }),
        Command::TakeBack => allow(Action::TakeBack).map(|()| Event::TakenBack),
        Command::ReportMissed { by, note, .. } => {
            allow(Action::ReportMissed).map(|()| Event::Missed { by, note })
        }
        Command::Cancel { reason, .. } => {
            allow(Action::Cancel).map(|()| Event::Cancelled { reason, is_dropped: false })
        }
        Command::EndWindow => allow(Action::EndWindow).map(|()| Event::WindowEnded),
    }
}

/// The vendor asks for one other time and nothing else, so that "that is fine" can only mean that.
fn asks_for_one_time(touchpoint: &Touchpoint) -> bool {
    let pending = touchpoint.pending_move.as_ref();
    touchpoint.consent_request.is_none()
        && pending.is_some_and(|pending| pending.by == Role::Member && pending.options.len() == 1)
}

/// Refuses to ask for consent when the table does.
pub(crate) fn may_ask_consent(touchpoint: &Touchpoint, ctx: &Context<'_>) -> Result<(), Rejection> {
    permit(touchpoint, &touchpoint.facts(ctx.zones), Action::AskConsent, ctx)
}

/// Thanks in writing are done when the words were sent, a note when a copy of it is kept, and a call to thank
/// again when something came of it.
fn check_report(plan: &Plan, report: &Report) -> Result<(), Rejection> {
    match (plan.kind, plan.ties.purpose) {
        (TouchpointKind::Thanks, _) if report.sent.is_none() => {
            Err(Rejection::field("/sent", "is required: the words that were sent"))
        }
        (TouchpointKind::Note, _) if report.evidence.is_none() => {
            Err(Rejection::field("/evidence", "is required: where the copy of the note lies"))
        }
        (_, Some(Purpose::ThanksAgain)) if report.note.is_none() => {
            Err(Rejection::field("/note", "is required: what came of the call"))
        }
        (_, Some(Purpose::Fact)) if report.note.is_none() => {
            Err(Rejection::field("/note", "is required: what is certain"))
        }
        (_, purpose) if report.verified.is_some() && purpose != Some(Purpose::NoChange) => {
            Err(Rejection::field("/verified", "belongs to word that nothing changed"))
        }
        _ => Ok(()),
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
pub(crate) fn check_plan(plan: &Plan, pointer: &str, ctx: &Context<'_>) -> Result<(), Rejection> {
    let is_check = plan.kind == TouchpointKind::Check;
    let is_known = plan.check.as_ref().is_some_and(|key| check::definition(key).is_some());
    if is_check && !is_known {
        return Err(Rejection::field(
            format!("{pointer}/check"),
            "must name a known question like expected@1",
        ));
    }
    if !is_check && plan.check.is_some() {
        return Err(Rejection::field(format!("{pointer}/check"), "belongs to a check only"));
    }
    check_at(&plan.slot, &format!("{pointer}/slot"), ctx)
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
