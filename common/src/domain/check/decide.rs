//! Deciding about an ask and remembering what happened to it.

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    Answer, Ask, AskAction as Action, AskState as State, Event, Surroundings, definition, refusal, refusals,
};
use crate::{
    actor::{Actor, Role},
    domain::{context::Context, transition::Machine},
    error::{ErrorCode, Rejection},
    text::{Line, Words},
};

/// A suppressed question is looked at again after a day …
const RETRY: TimeDelta = TimeDelta::days(1);
/// … and given up when its moment has passed.
const GIVE_UP: TimeDelta = TimeDelta::days(7);

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
    /// "Not now."
    Snooze,
    /// Its time has come: offer, suppress or expire it.
    Advance,
}

/// What follows from the command, or why it cannot be.
pub fn decide(
    ask: &Ask,
    command: &Command,
    around: Surroundings<'_>,
    ctx: &Context<'_>,
) -> Result<Event, Rejection> {
    match command.clone() {
        Command::Answer { value, text } => answer(ask, value, text, ctx),
        Command::Snooze => {
            check(ask, Action::Snooze, ctx)?;
            Ok(Event::Snoozed { until: ctx.now + TimeDelta::days(ctx.policy.snooze_days) })
        }
        Command::Advance => advance(ask, around, ctx),
    }
}

fn answer(ask: &Ask, value: Line, text: Option<Words>, ctx: &Context<'_>) -> Result<Event, Rejection> {
    let known = definition(&ask.plan.check).is_some_and(|definition| definition.choice(&value).is_some());
    if !known {
        return Err(Rejection::field("/value", format!("must be one of the answers of {}", ask.plan.check)));
    }
    if ask.state == State::Answered {
        check(ask, Action::Revise, ctx)?;
        return Ok(Event::Revised { value, text });
    }
    check(ask, Action::Answer, ctx)?;
    Ok(Event::Answered { value, text })
}

fn advance(ask: &Ask, around: Surroundings<'_>, ctx: &Context<'_>) -> Result<Event, Rejection> {
    let is_member = matches!(ctx.actor, Actor::Member(_));
    let was_offered = matches!(ask.state, State::Offered | State::Snoozed);
    let deadline = ask.plan.planned_for.max(ask.offered_at.unwrap_or(ask.plan.planned_for));
    let expires = TimeDelta::days(ctx.policy.ask_expires_days);
    let is_over = ask.state == State::Offered && deadline + expires <= ctx.now
        || ask.state == State::Suppressed && ask.plan.planned_for + GIVE_UP <= ctx.now;
    if is_over {
        check(ask, Action::Expire, ctx)?;
        return Ok(Event::Expired);
    }
    let reasons = refusals(ask.id, &ask.plan, around, ctx.now, ctx.policy);
    if reasons.is_empty() || (was_offered && ask.state == State::Snoozed) {
        check(ask, Action::Offer, ctx)?;
        return Ok(Event::Offered { expires_at: ctx.now + expires });
    }
    if is_member {
        return Err(Rejection::new(
            ErrorCode::Conflict,
            format!("The question cannot be asked now: {reasons:?}."),
        ));
    }
    check(ask, Action::Suppress, ctx)?;
    Ok(Event::Suppressed { reasons, retry_at: ctx.now + RETRY })
}

fn check(ask: &Ask, action: Action, ctx: &Context<'_>) -> Result<(), Rejection> {
    let who = ctx.actor.role();
    let facts = ask.facts();
    let permitted = ask.state.permit(action, who, |action, _| refusal(&facts, action, ctx.now, ctx.policy));
    let is_customers = who == Role::Customer;
    let code = if is_customers { ErrorCode::CheckClosed } else { ErrorCode::Conflict };
    permitted.map(|_| ()).map_err(|rejection| Rejection { code, ..rejection })
}

/// Remembers what happened.
pub fn evolve(ask: &mut Ask, event: &Event, at: DateTime<Utc>, actor: Actor) {
    match event.clone() {
        Event::Planned(plan) => ask.plan = *plan,
        Event::Replanned { planned_for } => {
            ask.plan.planned_for = planned_for;
            ask.next_at = Some(planned_for);
        }
        Event::Offered { expires_at } => {
            ask.state = State::Offered;
            ask.offers = ask.offers.saturating_add(1);
            ask.offered_at = Some(at);
            ask.next_at = Some(expires_at);
            ask.suppressed_for = Vec::new();
        }
        Event::Suppressed { reasons, retry_at } => {
            ask.state = State::Suppressed;
            ask.suppressed_for = reasons;
            ask.next_at = Some(retry_at);
        }
        Event::Snoozed { until } => {
            ask.state = State::Snoozed;
            ask.next_at = Some(until);
        }
        Event::Answered { value, text } | Event::Revised { value, text } => {
            ask.state = State::Answered;
            ask.next_at = None;
            ask.answers.push(Answer { value, text: text.map(Into::into), at, by: actor });
        }
        Event::Expired => {
            ask.state = State::Expired;
            ask.next_at = None;
        }
        Event::Linked { concern } => ask.concern = Some(concern),
    }
}
