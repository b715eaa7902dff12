//! Deciding about an ask.

use chrono::TimeDelta;

use super::{
    Ask, AskAction as Action, AskState as State, Channel, Class, Event, Part, Surroundings, definition,
    refusal, refusals,
};
use crate::{
    actor::Role,
    domain::{context::Context, transition::Machine},
    error::{ErrorCode, Rejection},
    text::{Line, Words},
};

/// What somebody wants with an ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Answer, or correct the answer.
    Answer {
        /// The value of the choice.
        value: Line,
        /// In the customer's words.
        text: Option<Words>,
    },
    /// Answer, and say it of each thing that the question lists.
    AnswerEach {
        /// The value of the choice, of all together.
        value: Line,
        /// In the customer's words.
        text: Option<Words>,
        /// What is answered to each thing.
        parts: Vec<Part>,
    },
    /// Write down what the customer answered elsewhere.
    Record {
        /// The value of the choice.
        value: Line,
        /// In the customer's words.
        text: Option<Words>,
        /// How the customer said it.
        channel: Channel,
    },
    /// "Not now."
    Snooze,
    /// Its time has come: offer, suppress, expire or drop it.
    Advance,
    /// There is nothing left to ask about.
    Drop,
}

/// What follows from the command, or why it cannot be.
pub fn decide(
    ask: &Ask,
    command: Command,
    around: Surroundings<'_>,
    ctx: &Context<'_>,
) -> Result<Event, Rejection> {
    let who = ctx.actor.role();
    match command {
        Command::Answer { value, text } => answer(ask, value, text, ctx),
        Command::AnswerEach { value, text, parts } => {
            for (row, part) in parts.iter().enumerate() {
                check_value(ask, &format!("/expectations/{row}/value"), &part.value)?;
            }
            answer(ask, value, text, ctx)
        }
        Command::Record { value, text, channel } => {
            check_value(ask, "/value", &value)?;
            check(ask, Action::Record, who, ctx)?;
            if !around.has_subject {
                let detail = "There is nothing on record that the question could be about.";
                return Err(refuse(ask, &[Action::Record, Action::Offer], detail, ctx));
            }
            Ok(Event::Recorded { value, text, channel })
        }
        Command::Snooze => {
            check(ask, Action::Snooze, who, ctx)?;
            Ok(Event::Snoozed { until: ctx.now + TimeDelta::days(ctx.policy.snooze_days) })
        }
        Command::Advance => advance(ask, around, who, ctx),
        Command::Drop => {
            check(ask, Action::Drop, who, ctx)?;
            Ok(Event::Dropped { reasons: Vec::new() })
        }
    }
}

fn answer(ask: &Ask, value: Line, text: Option<Words>, ctx: &Context<'_>) -> Result<Event, Rejection> {
    let who = ctx.actor.role();
    check_value(ask, "/value", &value)?;
    if ask.state == State::Answered {
        check(ask, Action::Revise, who, ctx)?;
        return Ok(Event::Revised { value, text });
    }
    check(ask, Action::Answer, who, ctx)?;
    Ok(Event::Given { value, text })
}

fn check_value(ask: &Ask, pointer: &str, value: &str) -> Result<(), Rejection> {
    let is_known = definition(&ask.plan.check).is_some_and(|it| it.choice(value).is_some());
    if is_known {
        return Ok(());
    }
    Err(Rejection::field(pointer, format!("must be one of the answers of {}", ask.plan.check)))
}

/// What time, or somebody who wants it asked now, makes of an ask that is due.
pub fn advance(
    ask: &Ask,
    around: Surroundings<'_>,
    who: Role,
    ctx: &Context<'_>,
) -> Result<Event, Rejection> {
    let class = definition(&ask.plan.check).map_or(Class::Event, |definition| definition.class);
    if ask.state == State::Offered && ask.next_at.is_some_and(|at| at <= ctx.now) {
        check(ask, Action::Expire, who, ctx)?;
        return Ok(Event::Expired);
    }
    let patience = TimeDelta::days(class.patience_days(ctx.policy));
    let is_by_time = who == Role::System;
    let due = ask.offered_at.unwrap_or(ask.plan.planned_for);
    if is_by_time && ask.state == State::Suppressed && due + patience <= ctx.now {
        check(ask, Action::Drop, who, ctx)?;
        return Ok(Event::Dropped { reasons: ask.suppressed_for.clone() });
    }
    let reasons = refusals(ask, around, ctx.now, ctx.policy);
    if reasons.is_empty() {
        check(ask, Action::Offer, who, ctx)?;
        let expires_at = ctx.now + TimeDelta::days(ctx.policy.ask_expires_days);
        // A question that nobody announced gives way to the next one that was.
        let gives_way_at = around.next_planned_at.filter(|_| class == Class::Promise);
        return Ok(Event::Offered { expires_at: gives_way_at.map_or(expires_at, |at| at.min(expires_at)) });
    }
    if !is_by_time {
        let why: Vec<&str> = reasons.iter().map(|reason| reason.words()).collect();
        let detail = format!("The question cannot be asked now: {}.", why.join("; "));
        return Err(refuse(ask, &[Action::Offer], &detail, ctx));
    }
    check(ask, Action::Suppress, who, ctx)?;
    Ok(Event::Suppressed { reasons, retry_at: ctx.now + TimeDelta::days(class.retry_days(ctx.policy)) })
}

/// The refusal of actions that something besides the table speaks against.
fn refuse(ask: &Ask, refused: &[Action], detail: &str, ctx: &Context<'_>) -> Rejection {
    let facts = ask.facts();
    ask.state.refuse(detail, |action, _| match action {
        action if refused.contains(&action) => Some("it is refused"),
        _ => refusal(&facts, action, ctx.now, ctx.policy),
    })
}

fn check(ask: &Ask, action: Action, who: Role, ctx: &Context<'_>) -> Result<(), Rejection> {
    let facts = ask.facts();
    let permitted = ask.state.permit(action, who, |action, _| refusal(&facts, action, ctx.now, ctx.policy));
    let is_customers = who == Role::Customer;
    let code = if is_customers { ErrorCode::CheckClosed } else { ErrorCode::Conflict };
    permitted.map(|_| ()).map_err(|rejection| Rejection { code, ..rejection })
}
