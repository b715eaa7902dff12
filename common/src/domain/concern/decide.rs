//! Deciding about a concern and remembering what happened to it.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::{
    Concern, ConcernAction as Action, ConcernKind, ConcernState as State, Event, Message, Opening, Proposal,
    Severity, refusal,
};
use crate::{
    actor::Actor,
    calendar::CalendarRef,
    domain::{context::Context, transition::Machine},
    error::Rejection,
    id::{AskId, ConcernId, MemberId, TouchpointId},
    text::Words,
};

/// What somebody wants with a concern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// "We have it."
    Acknowledge,
    /// Begin to work on it.
    Start,
    /// Say something, from either side.
    Write {
        /// What.
        text: Words,
    },
    /// The customer says how bad it is.
    Describe {
        /// How bad.
        severity: Severity,
    },
    /// Ask the customer for something; the clock stands still.
    AskCustomer {
        /// What.
        text: Words,
    },
    /// Propose a solution.
    Propose {
        /// What.
        text: Words,
        /// Until when, if something is still to be done.
        due: Option<NaiveDate>,
    },
    /// "Yes, sorted."
    Confirm,
    /// "Not yet."
    NotYet {
        /// What is missing.
        reason: Option<Words>,
    },
    /// Take it back.
    Withdraw {
        /// Why.
        reason: Option<Words>,
    },
}

/// What raises a concern, before its clock is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raise {
    /// What it is.
    pub kind: ConcernKind,
    /// How bad.
    pub severity: Severity,
    /// In the customer's words.
    pub words: Option<Words>,
    /// What would put it right.
    pub wanted: Option<Words>,
    /// The question whose answer raised it.
    pub ask: Option<AskId>,
    /// The touchpoint that it is about.
    pub touchpoint: Option<TouchpointId>,
}

/// Opens a concern: owner, number and clock are set in the same breath.
pub fn raise(wish: Raise, owner: MemberId, number: u32, calendar: CalendarRef, ctx: &Context<'_>) -> Opening {
    let times = ctx.policy.response_times(wish.severity);
    Opening {
        kind: wish.kind,
        severity: wish.severity,
        words: wish.words,
        wanted: wish.wanted,
        ask: wish.ask,
        touchpoint: wish.touchpoint,
        owner,
        number,
        calendar,
        acknowledge_by: times.acknowledge.after(ctx.now, ctx.calendar, ctx.zones),
        propose_by: times.propose.after(ctx.now, ctx.calendar, ctx.zones),
    }
}

/// What follows from the command, or why it cannot be.
pub fn decide(concern: &Concern, command: &Command, ctx: &Context<'_>) -> Result<Event, Rejection> {
    let allow = |action| check(concern, action, ctx);
    let next_word_by = next_word(concern.opening.severity, ctx);
    let is_member = matches!(ctx.actor, Actor::Member(_));
    match command.clone() {
        Command::Acknowledge => allow(Action::Acknowledge).map(|_| Event::Acknowledged { next_word_by }),
        Command::Start => allow(Action::Start).map(|_| Event::Started { next_word_by }),
        Command::Write { text } => {
            let to = allow(Action::Write)?;
            if is_member {
                let waits = matches!(to, State::AwaitingCustomer | State::Proposed);
                return Ok(Event::MemberWrote { text, next_word_by: (!waits).then_some(next_word_by) });
            }
            let wakes = matches!(concern.state, State::AwaitingCustomer | State::Lapsed);
            Ok(Event::CustomerWrote { text, next_word_by: wakes.then_some(next_word_by) })
        }
        Command::Describe { severity } => allow(Action::Write).map(|_| Event::Described { severity }),
        Command::AskCustomer { text } => allow(Action::AskCustomer).map(|_| Event::CustomerAsked { text }),
        Command::Propose { text, due } => {
            allow(Action::Propose)?;
            if due.is_some_and(|due| due < ctx.today(&ctx.calendar.time_zone)) {
                return Err(Rejection::field("/due", "must not lie in the past"));
            }
            Ok(Event::Proposed { text, due })
        }
        Command::Confirm => allow(Action::Confirm).map(|_| Event::Confirmed),
        Command::NotYet { reason } => allow(Action::NotYet).map(|_| Event::NotYet { reason, next_word_by }),
        Command::Withdraw { reason } => allow(Action::Withdraw).map(|_| Event::Withdrawn { reason }),
    }
}

/// What time does to a concern now, if anything.
pub fn clock_event(concern: &Concern, ctx: &Context<'_>) -> Option<Event> {
    if concern.next_at(ctx.policy)? > ctx.now {
        return None;
    }
    if concern.state == State::Proposed {
        let lapses_at = concern.state_since + TimeDelta::days(ctx.policy.lapse_days);
        return Some(if lapses_at <= ctx.now { Event::Lapsed } else { Event::Reminded });
    }
    concern.next_word_by.map(|was_due| Event::WordOverdue { was_due })
}

fn next_word(severity: Severity, ctx: &Context<'_>) -> DateTime<Utc> {
    ctx.policy.response_times(severity).next_word.after(ctx.now, ctx.calendar, ctx.zones)
}

fn check(concern: &Concern, action: Action, ctx: &Context<'_>) -> Result<State, Rejection> {
    let facts = concern.facts();
    concern.state.permit(action, ctx.actor.role(), |_, _| refusal(&facts, ctx.now, ctx.policy))
}

impl Concern {
    /// A concern as it was raised.
    pub fn new(id: ConcernId, opening: Opening, at: DateTime<Utc>, by: Actor) -> Self {
        Self {
            id,
            raised_at: at,
            raised_by: by,
            state: State::Raised,
            state_since: at,
            round: 1,
            next_word_by: Some(opening.acknowledge_by),
            is_overdue_noticed: false,
            messages: Vec::new(),
            proposals: Vec::new(),
            reminders: 0,
            opening,
        }
    }

    fn enter(&mut self, state: State, at: DateTime<Utc>) {
        if self.state != state {
            self.state = state;
            self.state_since = at;
        }
    }

    fn promise_word(&mut self, by: Option<DateTime<Utc>>) {
        self.next_word_by = by;
        self.is_overdue_noticed = false;
    }
}

/// Remembers what happened.
pub fn evolve(concern: &mut Concern, event: &Event, at: DateTime<Utc>, actor: Actor) {
    let it = concern;
    match event.clone() {
        Event::Raised(opening) => it.opening = *opening,
        Event::Described { severity } => it.opening.severity = severity,
        Event::Acknowledged { next_word_by } => {
            it.enter(State::Acknowledged, at);
            it.promise_word(Some(next_word_by));
        }
        Event::Started { next_word_by } => {
            it.enter(State::InProgress, at);
            it.promise_word(Some(next_word_by));
        }
        Event::CustomerWrote { text, next_word_by } => {
            it.messages.push(Message { at, by: actor, text });
            if next_word_by.is_some() {
                it.enter(State::InProgress, at);
                it.promise_word(next_word_by);
            }
        }
        Event::MemberWrote { text, next_word_by } => {
            it.messages.push(Message { at, by: actor, text });
            if it.state == State::Raised {
                it.enter(State::Acknowledged, at);
            }
            it.promise_word(next_word_by);
        }
        Event::CustomerAsked { text } => {
            it.messages.push(Message { at, by: actor, text });
            it.enter(State::AwaitingCustomer, at);
            it.promise_word(None);
        }
        Event::Proposed { text, due } => {
            it.proposals.push(Proposal { text, due, at, by: actor });
            it.enter(State::Proposed, at);
            it.promise_word(None);
            it.reminders = 0;
        }
        Event::Confirmed => {
            it.enter(State::Confirmed, at);
            it.promise_word(None);
        }
        Event::NotYet { reason, next_word_by } => {
            it.messages.extend(reason.map(|text| Message { at, by: actor, text }));
            it.enter(State::InProgress, at);
            it.round += 1;
            it.promise_word(Some(next_word_by));
        }
        Event::Withdrawn { reason } => {
            it.messages.extend(reason.map(|text| Message { at, by: actor, text }));
            it.enter(State::Withdrawn, at);
            it.promise_word(None);
        }
        Event::Reminded => it.reminders = it.reminders.saturating_add(1),
        Event::Lapsed => it.enter(State::Lapsed, at),
        Event::WordOverdue { .. } => it.is_overdue_noticed = true,
    }
}
