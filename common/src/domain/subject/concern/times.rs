//! What each act does to the clocks of a concern, in working time of its pinned calendar.

use chrono::{DateTime, Utc};

use super::{Clock, Concern, Deadline, Event, Severity, Times, WorkingTime};
use crate::domain::{context::Context, policy::ResponseTimes};

/// A concern at the moment at which something is done with it.
#[derive(Clone, Copy)]
pub(super) struct Timing<'a> {
    concern: &'a Concern,
    working: WorkingTime<'a>,
    now: DateTime<Utc>,
    standard: ResponseTimes,
}

impl<'a> Timing<'a> {
    pub(super) fn new(concern: &'a Concern, ctx: &'a Context<'_>) -> Self {
        let working = WorkingTime {
            calendar: ctx.calendar_of(concern.opening.calendar),
            zones: ctx.zones,
            warn_at_percent: ctx.policy.warn_at_percent,
        };
        let standard = ctx.policy.response_times(concern.opening.severity);
        Self { concern, working, now: ctx.now, standard }
    }

    /// The times that were agreed when it was raised; before agreements were kept, the vendor's numbers.
    fn agreed(&self, severity: Severity) -> ResponseTimes {
        let terms = self.concern.opening.terms.as_ref();
        terms.map_or(self.standard, |terms| terms.clocks.of(severity))
    }

    fn present(&self) -> ResponseTimes {
        self.agreed(self.concern.opening.severity)
    }

    fn waited(&self) -> i64 {
        self.working.minutes(self.concern.raised_at, self.now)
    }

    fn word(&self) -> Deadline {
        self.working.deadline(self.present().next_word, self.now)
    }

    fn left(&self) -> Option<i64> {
        self.concern.propose.map(|clock| clock.minutes_left(self.now, self.working))
    }

    /// We did something and go on: the next word is owed.
    pub(super) fn working_on(&self) -> Times {
        let word = self.word();
        Times {
            next_word_by: Some(word.due),
            warn_at: Some(word.warn_at),
            waited: Some(self.waited()),
            ..Times::default()
        }
    }

    /// We did something and wait for the customer: nothing is owed, the clock stands still.
    pub(super) fn waiting(&self) -> Times {
        Times { left: self.left(), waited: Some(self.waited()), ..Times::default() }
    }

    /// The customer said something while we are at work: it is answered as fast as a new concern would be.
    pub(super) fn answer_owed(&self) -> Times {
        let answer = self.working.deadline(self.present().acknowledge, self.now);
        if self.concern.next_word_by.is_some_and(|by| by <= answer.due) {
            return Times::default();
        }
        Times { next_word_by: Some(answer.due), warn_at: Some(answer.warn_at), ..Times::default() }
    }

    /// The customer gave what we waited for: the clock goes on.
    pub(super) fn going_on(&self) -> Times {
        let word = self.word();
        let propose = match (self.concern.propose, self.left()) {
            (Some(clock), Some(left)) => self.working.resumed(&clock.deadline, left, self.now),
            _ => self.working.deadline(self.present().propose, self.now),
        };
        Times {
            next_word_by: Some(word.due),
            warn_at: Some(word.warn_at),
            propose: Some(propose),
            ..Times::default()
        }
    }

    /// The next round: what was left of the time for a proposal, but not less than until the next word. A
    /// solution that was none buys no time.
    pub(super) fn next_round(&self) -> Times {
        let times = self.going_on();
        let word = self.word();
        let propose = times.propose.map(|left| if left.due < word.due { word } else { left });
        Times { propose, ..times }
    }

    /// It is worse than it was said: every deadline that runs comes forward, and none moves back.
    pub(super) fn described(&self, severity: Severity) -> Times {
        let times = self.agreed(severity);
        let first = if self.concern.waited.answered.is_none() { times.acknowledge } else { times.next_word };
        let word = self.working.deadline(first, self.now);
        let is_sooner = self.concern.next_word_by.is_some_and(|by| word.due < by);
        let propose = self.working.deadline(times.propose, self.now);
        let (mut running, mut left) = (None, None);
        match self.concern.propose {
            Some(Clock { left: Some(known), .. }) => left = Some(known.min(propose.minutes)),
            Some(clock) if propose.due < clock.deadline.due => running = Some(propose),
            Some(_) | None => {}
        }
        Times {
            next_word_by: is_sooner.then_some(word.due),
            warn_at: is_sooner.then_some(word.warn_at),
            propose: running,
            left,
            waited: None,
        }
    }

    /// Until the close of another day.
    pub(super) fn extended(&self, clock: &Clock, due: DateTime<Utc>) -> Deadline {
        let rest = self.working.until(due, self.now);
        Deadline { from: clock.deadline.from, minutes: clock.deadline.minutes.max(rest.minutes), ..rest }
    }

    /// The close of that day.
    pub(super) fn close_of(&self, day: chrono::NaiveDate) -> DateTime<Utc> {
        self.working.calendar.close_of(day, self.working.zones)
    }

    /// The last act of the customer.
    pub(super) fn confirmed(&self) -> Event {
        Event::Confirmed { times: Times { waited: Some(self.waited()), ..Times::default() } }
    }
}
