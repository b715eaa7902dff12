//! Questions about a concern that the server and the widget ask alike.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{
    ClockKind, Concern, ConcernAction as Action, ConcernState as State, WorkingTime,
    clock::{Mark, next_mark},
};
use crate::{
    actor::Role,
    domain::{agreement, agreement::EscalationStep, policy::Policy, transition::Machine},
    text::Line,
};

/// What the rules need to know of a concern; the same on the server and in the widget.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConcernFacts {
    /// Where it stands.
    pub state: State,
    /// Since when.
    pub state_since: DateTime<Utc>,
    /// Until when the customer hears from us.
    pub next_word_by: Option<DateTime<Utc>>,
    /// What is proposed is our last word.
    #[serde(default)]
    pub is_final: bool,
}

impl ConcernFacts {
    /// Whether the customer should have heard from us by now.
    pub fn is_overdue(&self, now: DateTime<Utc>) -> bool {
        self.state.is_open() && self.next_word_by.is_some_and(|by| by <= now)
    }
}

/// What `who` may do now.
pub fn allowed(facts: &ConcernFacts, who: Role, now: DateTime<Utc>, policy: &Policy) -> Vec<Action> {
    facts.state.actions(who).filter(|action| refusal(facts, *action, now, policy).is_none()).collect()
}

/// Why an action that the state allows is not possible now.
pub fn refusal(
    facts: &ConcernFacts,
    action: Action,
    now: DateTime<Utc>,
    policy: &Policy,
) -> Option<&'static str> {
    let revive_until = facts.state_since + TimeDelta::days(policy.revive_days);
    if facts.state == State::Lapsed && revive_until <= now {
        return Some("it lapsed too long ago; please raise it anew");
    }
    match action {
        Action::NotYet if facts.is_final => Some("this is the final answer: accept it, or disagree"),
        Action::Disagree if !facts.is_final => Some("no final answer was given"),
        _ => None,
    }
}

/// What a clock shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reading {
    /// Which.
    pub clock: ClockKind,
    /// Until when; none while it stands still because we wait for the customer.
    pub due: Option<DateTime<Utc>>,
    /// Working minutes left.
    pub working_minutes_left: i64,
    /// Whether it has ended.
    pub is_over: bool,
}

impl Concern {
    /// What its clocks show at `now`, in working time and in absolute time; nothing once it has ended.
    pub fn readings(&self, now: DateTime<Utc>, time: WorkingTime<'_>) -> Vec<Reading> {
        if !self.state.is_open() {
            return Vec::new();
        }
        let word = self.next_word_by.map(|due| Reading {
            clock: self.word_clock(),
            due: Some(due),
            working_minutes_left: time.minutes(now, due),
            is_over: due <= now,
        });
        let propose = self.propose.map(|clock| Reading {
            clock: ClockKind::Propose,
            due: clock.left.is_none().then_some(clock.deadline.due),
            working_minutes_left: clock.minutes_left(now, time),
            is_over: clock.is_passed || (clock.left.is_none() && clock.deadline.due <= now),
        });
        word.into_iter().chain(propose).collect()
    }

    /// Which word is owed next.
    pub(super) fn word_clock(&self) -> ClockKind {
        let is_answered = self.waited.answered.is_some() || self.state != State::Raised;
        if is_answered { ClockKind::NextWord } else { ClockKind::Acknowledge }
    }

    /// What the rules need.
    pub fn facts(&self) -> ConcernFacts {
        ConcernFacts {
            state: self.state,
            state_since: self.state_since,
            next_word_by: self.next_word_by,
            is_final: self.is_final(),
        }
    }

    /// What to say on the telephone, `SO-1042/3`: unique at the vendor, as the sale's own number is.
    pub fn reference(&self, of_sale: &Line) -> String {
        format!("{of_sale}/{}", self.opening.number)
    }

    /// Whether the last thing that we proposed is our last word.
    pub fn is_final(&self) -> bool {
        self.outside_route.is_some()
    }

    /// Who has taken over, if anybody has.
    pub fn taken_over_by(&self) -> Option<&EscalationStep> {
        self.step(self.escalation)
    }

    pub(super) fn step(&self, level: u32) -> Option<&EscalationStep> {
        self.opening.terms.as_ref().and_then(|terms| agreement::step_at(&terms.steps, level))
    }

    /// The next mark of the clock until the next word.
    pub(super) fn word_mark(&self) -> Option<(Mark, DateTime<Utc>)> {
        let due = self.next_word_by.filter(|_| self.state.is_open());
        next_mark(due, self.word_warn_at, self.is_word_warned, self.is_overdue_noticed)
    }

    /// The next mark of the clock until a proposal.
    pub(super) fn propose_mark(&self) -> Option<(Mark, DateTime<Utc>)> {
        let is_at_work = matches!(self.state, State::Raised | State::Acknowledged | State::InProgress);
        self.propose.as_ref().filter(|_| is_at_work).and_then(super::Clock::next)
    }

    /// Since when we wait for the customer's word on a proposal; not while we owe them one.
    pub fn waits_since(&self) -> Option<DateTime<Utc>> {
        let waits = self.state == State::Proposed && self.next_word_by.is_none();
        waits.then(|| self.waiting_since.unwrap_or(self.state_since))
    }

    /// When time does the next thing to it.
    pub fn next_at(&self, policy: &Policy) -> Option<DateTime<Utc>> {
        let reminder = self.waits_since().map(|since| {
            let days = policy.reminder_days.get(usize::from(self.reminders)).unwrap_or(&policy.lapse_days);
            since + TimeDelta::days(*days)
        });
        let marks = [self.word_mark(), self.propose_mark()].into_iter().flatten().map(|(_, at)| at);
        reminder.into_iter().chain(marks).min()
    }
}
