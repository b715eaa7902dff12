//! Remembering what happened to a concern. No clock is computed here: the events carry what it came to.

use chrono::{DateTime, Utc};

use super::{
    Clock, ClockKind, Concern, ConcernState as State, Event, Extension, HandOver, Inside, Message, Opening,
    Proposal, Times, Waited,
    handler::{handler, wakes},
};
use crate::{actor::Actor, id::ConcernId, text::Words};

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
            word_warn_at: opening.acknowledge_warn_at,
            is_word_warned: false,
            is_overdue_noticed: false,
            propose: opening.propose.map(Clock::new),
            escalation: 0,
            messages: Vec::new(),
            proposals: Vec::new(),
            outside_route: None,
            reminders: 0,
            waiting_since: None,
            linked: opening.follows.into_iter().collect(),
            hand_overs: Vec::new(),
            extensions: Vec::new(),
            waited: Waited::default(),
            inside: Inside::default(),
            opening,
        }
    }

    fn enter(&mut self, state: State, at: DateTime<Utc>) {
        if self.state != state {
            self.state = state;
            self.state_since = at;
        }
    }

    fn say(&mut self, text: Words, at: DateTime<Utc>, by: Actor) {
        self.messages.push(Message { at, by, text });
    }

    /// Until when the customer hears from us, from now on.
    fn owe(&mut self, times: &Times) {
        self.next_word_by = times.next_word_by;
        self.word_warn_at = times.warn_at;
        self.is_word_warned = false;
        self.is_overdue_noticed = false;
    }

    /// The clock until a proposal: set, or stopped.
    fn count(&mut self, times: &Times) {
        match (times.propose, times.left, &mut self.propose) {
            // What goes on was noticed already as far as it had come.
            (Some(deadline), _, Some(clock)) if clock.left.is_some() => {
                (clock.deadline, clock.left) = (deadline, None);
            }
            (Some(deadline), _, clock) => *clock = Some(Clock::new(deadline)),
            (None, Some(left), Some(clock)) => clock.left = Some(left),
            (None, _, _) => {}
        }
    }

    /// The next round is counted anew.
    fn begin_round(&mut self, times: &Times, at: DateTime<Utc>) {
        self.enter(State::InProgress, at);
        self.round = self.round.saturating_add(1);
        self.reminders = 0;
        self.waiting_since = None;
        self.owe(times);
        self.propose = times.propose.map(Clock::new).or(self.propose);
    }

    fn answered(&mut self, times: &Times) {
        self.waited.answered = self.waited.answered.or(times.waited);
    }

    fn propose(&mut self, proposal: Proposal, outside_route: Option<Words>, times: &Times) {
        let (at, by) = (proposal.at, proposal.by);
        self.inside.handlers.extend(handler(self, by).map(|member| (self.round, member)));
        self.proposals.push(proposal);
        self.outside_route = outside_route;
        self.enter(State::Proposed, at);
        self.answered(times);
        self.waited.proposed = self.waited.proposed.or(times.waited);
        self.owe(times);
        self.count(times);
        self.reminders = 0;
        self.waiting_since = None;
    }

    /// What time did to it, and what is kept about it; the conversation goes on as it was.
    fn note(&mut self, event: Event, at: DateTime<Utc>, actor: Actor) {
        match event {
            Event::Lapsed => self.enter(State::Lapsed, at),
            Event::WordOverdue { .. } => self.is_overdue_noticed = true,
            Event::ClockWarned { clock: ClockKind::Propose, .. } => {
                self.propose.iter_mut().for_each(|clock| clock.is_warned = true);
            }
            Event::ClockWarned { clock: ClockKind::Acknowledge | ClockKind::NextWord, .. } => {
                self.is_word_warned = true;
            }
            Event::ClockEnded { clock, .. } => {
                match clock {
                    ClockKind::Propose => self.propose.iter_mut().for_each(|clock| clock.is_passed = true),
                    ClockKind::Acknowledge | ClockKind::NextWord => self.is_overdue_noticed = true,
                }
                self.escalation = self.escalation.saturating_add(1);
            }
            Event::Assigned { to, reason } => {
                self.inside.assignee = Some((to, self.round));
                self.inside.assigned_because = reason;
            }
            Event::HandedOver { to, reason } => {
                self.hand_overs.push(HandOver { from: self.opening.owner, to, reason, at });
                self.opening.owner = to;
            }
            Event::Extended { deadline, reason } => {
                let from = self.propose.map_or(deadline.due, |clock| clock.deadline.due);
                self.extensions.push(Extension { from, to: deadline.due, reason, at });
                self.propose = Some(Clock::new(deadline));
            }
            Event::Noted { text } => self.inside.notes.push(Message { at, by: actor, text }),
            Event::CauseFound { text } => self.inside.root_cause = Some(text),
            Event::Linked { to } if !self.linked.contains(&to) => self.linked.push(to),
            _ => {}
        }
    }

    fn end(&mut self, state: State, at: DateTime<Utc>) {
        self.enter(state, at);
        self.owe(&Times::default());
    }
}

/// Remembers what happened.
pub(super) fn evolve(concern: &mut Concern, event: &Event, at: DateTime<Utc>, actor: Actor) {
    let it = concern;
    match event.clone() {
        Event::Raised(opening) => it.opening = *opening,
        Event::Described { severity, kind, words, wanted, impact, vital_area, times } => {
            let opening = &mut it.opening;
            opening.severity = severity;
            opening.kind = kind.unwrap_or(opening.kind);
            opening.words = words.or_else(|| opening.words.take());
            opening.wanted = wanted.or_else(|| opening.wanted.take());
            opening.impact = impact.or_else(|| opening.impact.take());
            opening.vital_area = vital_area.or(opening.vital_area);
            if times.next_word_by.is_some() {
                it.owe(&times);
            }
            it.count(&times);
        }
        Event::Acknowledged { times } => {
            it.enter(State::Acknowledged, at);
            it.answered(&times);
            it.owe(&times);
        }
        Event::Started { times } => {
            it.enter(State::InProgress, at);
            it.answered(&times);
            it.owe(&times);
        }
        Event::CustomerWrote { text, times } => {
            it.say(text, at, actor);
            if times.next_word_by.is_some() {
                if wakes(it.state) {
                    it.enter(State::InProgress, at);
                }
                it.owe(&times);
            }
            it.count(&times);
        }
        Event::MemberWrote { text, times } => {
            it.say(text, at, actor);
            if it.state == State::Raised {
                it.enter(State::Acknowledged, at);
            }
            if it.state == State::Proposed {
                it.waiting_since = Some(at);
                it.reminders = 0;
            }
            it.answered(&times);
            it.owe(&times);
        }
        Event::CustomerAsked { text, times } => {
            it.say(text, at, actor);
            it.enter(State::AwaitingCustomer, at);
            it.answered(&times);
            it.owe(&times);
            it.count(&times);
        }
        Event::Proposed { text, due, times } => {
            it.propose(Proposal { text, due, at, by: actor }, None, &times);
        }
        Event::AnsweredFinally { text, outside_route, times } => {
            it.propose(Proposal { text, due: None, at, by: actor }, Some(outside_route), &times);
        }
        Event::Confirmed { times } => {
            it.end(State::Confirmed, at);
            it.waited.confirmed = times.waited;
        }
        Event::NotYet { reason, times } => {
            it.messages.extend(reason.map(|text| Message { at, by: actor, text }));
            it.begin_round(&times, at);
            it.escalation = it.escalation.saturating_add(1);
        }
        Event::Disagreed { reason } => {
            it.messages.extend(reason.map(|text| Message { at, by: actor, text }));
            it.end(State::Referred, at);
        }
        Event::Withdrawn { reason } => {
            it.messages.extend(reason.map(|text| Message { at, by: actor, text }));
            it.end(State::Withdrawn, at);
        }
        Event::Revived { text, times } => {
            it.say(text, at, actor);
            it.begin_round(&times, at);
        }
        Event::Reminded { count } => it.reminders = count.max(it.reminders.saturating_add(1)),
        event => it.note(event, at, actor),
    }
}
