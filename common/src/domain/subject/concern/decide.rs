//! Deciding about a concern, and what time does to it.

use chrono::TimeDelta;

use super::{
    ClockKind, Command, Concern, ConcernAction as Action, ConcernState as State, Description, Event,
    clock::Mark,
    handler::{self, wakes},
    questions::refusal,
    times::Timing,
};
use crate::{
    actor::Actor,
    domain::{context::Context, transition::Machine},
    error::Rejection,
    text::Words,
};

/// What follows from the command, or why it cannot be. Nothing follows here from "it is back": the sale
/// raises the next one.
pub fn decide(concern: &Concern, command: Command, ctx: &Context<'_>) -> Result<Option<Event>, Rejection> {
    let allow = |action| check(concern, action, ctx);
    let timing = Timing::new(concern, ctx);
    let event = match command {
        Command::Acknowledge => {
            allow(Action::Acknowledge).map(|_| Event::Acknowledged { times: timing.working_on() })
        }
        Command::Start => allow(Action::Start).map(|_| Event::Started { times: timing.working_on() }),
        Command::Write { text } => {
            let to = allow(Action::Write)?;
            Ok(write(concern, text, to, timing, ctx))
        }
        Command::Describe(description) => {
            allow(Action::Describe)?;
            describe(concern, *description, timing)
        }
        Command::AskCustomer { text } => {
            allow(Action::AskCustomer).map(|_| Event::CustomerAsked { text, times: timing.waiting() })
        }
        Command::Propose { text, due } => {
            allow(Action::Propose)?;
            Ok(Event::Proposed { text, due, times: timing.waiting() })
        }
        Command::AnswerFinally { text, outside_route } => {
            allow(Action::AnswerFinally)?;
            let outside_route = outside_route.or_else(|| agreed_route(concern, ctx)).ok_or_else(|| {
                Rejection::field("/outside_route", "is required: nothing was agreed about where else to go")
            })?;
            Ok(Event::AnsweredFinally { text, outside_route, times: timing.waiting() })
        }
        Command::Confirm => allow(Action::Confirm).map(|_| timing.confirmed()),
        Command::NotYet { reason } => {
            allow(Action::NotYet).map(|_| Event::NotYet { reason, times: timing.next_round() })
        }
        Command::Disagree { reason } => allow(Action::Disagree).map(|_| Event::Disagreed { reason }),
        Command::Withdraw { reason } => allow(Action::Withdraw).map(|_| Event::Withdrawn { reason }),
        Command::Extend { due, reason } => {
            allow(Action::Extend)?;
            let clock = concern.propose.as_ref();
            let due = timing.close_of(due);
            match clock {
                Some(clock) if clock.deadline.due < due => {
                    Ok(Event::Extended { deadline: timing.extended(clock, due), reason })
                }
                _ => Err(Rejection::field("/due", "must be later than what was said before")),
            }
        }
        command => {
            let needed = match command {
                Command::Assign { .. } => Some(Action::Assign),
                Command::HandOver { .. } => Some(Action::HandOver),
                Command::Return { .. } => Some(Action::Return),
                _ => None,
            };
            needed.map(allow).transpose()?;
            return handler::decide(concern, command);
        }
    };
    event.map(Some)
}

fn write(concern: &Concern, text: Words, to: State, timing: Timing<'_>, ctx: &Context<'_>) -> Event {
    if matches!(ctx.actor, Actor::Member(_)) {
        let waits = matches!(to, State::AwaitingCustomer | State::Proposed | State::Referred);
        let times = if waits { timing.waiting() } else { timing.working_on() };
        return Event::MemberWrote { text, times };
    }
    match concern.state {
        State::Lapsed => Event::Revived { text, times: timing.next_round() },
        state if wakes(state) => Event::CustomerWrote { text, times: timing.going_on() },
        _ => Event::CustomerWrote { text, times: timing.answer_owed() },
    }
}

/// The customer's word wins: what they call a complaint is one, and it is at least as bad as one.
fn describe(concern: &Concern, said: Description, timing: Timing<'_>) -> Result<Event, Rejection> {
    if said == Description::default() {
        return Err(Rejection::field("", "must say what is described better"));
    }
    let present = concern.opening.severity;
    let least = said.kind.map_or(present, |kind| kind.usual_severity().min(present));
    let severity = said.severity.unwrap_or(least);
    Ok(Event::Described {
        severity,
        kind: said.kind,
        words: said.words,
        wanted: said.wanted,
        impact: said.impact,
        vital_area: said.vital_area,
        times: if severity < present { timing.described(severity) } else { super::Times::default() },
    })
}

fn agreed_route(concern: &Concern, ctx: &Context<'_>) -> Option<Words> {
    let route = concern.opening.terms.as_ref()?.outside_route.as_ref()?;
    Words::parse(route.for_reader(ctx.customer.locale.as_deref())).ok()
}

fn check(concern: &Concern, action: Action, ctx: &Context<'_>) -> Result<State, Rejection> {
    concern.state.permit(action, ctx.actor.role(), |action, _| fault(concern, action, ctx))
}

fn fault(concern: &Concern, action: Action, ctx: &Context<'_>) -> Option<&'static str> {
    let refusal = refusal(&concern.facts(), action, ctx.now, ctx.policy);
    refusal.or_else(|| handler::fault(concern, action, ctx))
}

/// The refusal of something else that waits for the concern.
pub fn refuse(concern: &Concern, detail: String, ctx: &Context<'_>) -> Rejection {
    concern.state.refuse(detail, |action, _| fault(concern, action, ctx))
}

/// What time does to a concern now. After a long sleep only what is still so is said, and once.
pub fn clock_events(concern: &Concern, ctx: &Context<'_>) -> Vec<Event> {
    let mut events = Vec::new();
    if let Some(since) = concern.waits_since() {
        let is_past = |days: i64| since + TimeDelta::days(days) <= ctx.now;
        let passed = ctx.policy.reminder_days.iter().filter(|days| is_past(**days)).count();
        let count = u8::try_from(passed).unwrap_or(u8::MAX);
        if is_past(ctx.policy.lapse_days) {
            events.push(Event::Lapsed);
        } else if count > concern.reminders {
            events.push(Event::Reminded { count });
        }
    }
    let mut level = concern.escalation;
    let propose_due = concern.propose.map(|clock| clock.deadline.due);
    for (clock, mark, due) in [
        (concern.word_clock(), concern.word_mark(), concern.next_word_by),
        (ClockKind::Propose, concern.propose_mark(), propose_due),
    ] {
        let (Some((_, at)), Some(due)) = (mark, due) else { continue };
        let is_over = due <= ctx.now;
        if !is_over && at > ctx.now {
            continue;
        }
        let to = concern.step(level.saturating_add(1)).cloned();
        if is_over {
            level = level.saturating_add(1);
            events.push(Event::ClockEnded { clock, due, to });
        } else if matches!(mark, Some((Mark::Warning, _))) {
            events.push(Event::ClockWarned { clock, due, to });
        }
    }
    events
}
