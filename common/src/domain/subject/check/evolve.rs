//! Remembering what happened to an ask.

use chrono::{DateTime, Utc};

use super::{Answer, Ask, AskState as State, Event};
use crate::actor::Actor;

/// Remembers what happened.
pub fn evolve(ask: &mut Ask, event: &Event, at: DateTime<Utc>, actor: Actor) {
    match event.clone() {
        Event::Planned(plan) => ask.plan = *plan,
        Event::Replanned { planned_for } => {
            ask.plan.planned_for = planned_for;
            ask.next_at = Some(planned_for);
        }
        Event::Narrowed { about, area } => {
            ask.plan.about = about;
            ask.plan.area = Some(area);
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
            ask.snoozes = ask.snoozes.saturating_add(1);
            ask.next_at = Some(until);
        }
        Event::Given { value, text } => remember(ask, Answer::new(value, text, at, actor)),
        // What was said of each thing stands until it is corrected itself.
        Event::Revised { value, text } => {
            let parts = ask.answer().map(|before| before.parts.clone()).unwrap_or_default();
            remember(ask, Answer { parts, ..Answer::new(value, text, at, actor) });
        }
        Event::Recorded { value, text, channel } => {
            remember(ask, Answer { channel: Some(channel), ..Answer::new(value, text, at, actor) });
        }
        Event::Itemized { parts } => {
            if let Some(answer) = ask.answers.last_mut() {
                answer.parts = parts;
            }
        }
        Event::Expired => {
            ask.state = State::Expired;
            ask.next_at = None;
        }
        Event::Dropped { reasons } => {
            ask.state = State::Dropped;
            ask.suppressed_for = reasons;
            ask.next_at = None;
        }
        Event::Linked { concern } => ask.concern = Some(concern),
    }
}

fn remember(ask: &mut Ask, answer: Answer) {
    ask.state = State::Answered;
    ask.next_at = None;
    ask.answers.push(answer);
}
