//! A concern in the log, and how it went on as the history tells it. The owner is shown; who works on it behind the
//! owner, and what caused it in our house, is not.

use chrono::{DateTime, Utc};

use super::{Concern, Event, Times, evolve::evolve};
use crate::{
    actor::Actor,
    domain::{
        entry::{Entry, Page},
        shape::Subject,
        transition::Machine,
    },
    id::ConcernId,
};

impl Subject for Event {
    type Id = ConcernId;
    type Held = Vec<Concern>;

    fn subject(&self) -> &'static str {
        "concern"
    }

    fn evolve(&self, concerns: &mut Vec<Concern>, id: ConcernId, at: DateTime<Utc>, actor: Actor) {
        if let Self::Raised(opening) = self {
            concerns.push(Concern::new(id, opening.as_ref().clone(), at, actor));
        } else if let Some(it) = concerns.iter_mut().find(|it| it.id == id) {
            evolve(it, self, at, actor);
        }
    }

    fn is_word(&self, actor: Actor) -> bool {
        let is_members = matches!(actor, Actor::Member(_));
        is_members && !matches!(self, Self::Raised(_) | Self::Linked { .. }) && !self.is_internal()
    }

    fn entry(&self, concerns: &Vec<Concern>, id: ConcernId, page: Page<'_>) -> Entry {
        let number_of = |id| concerns.iter().find(|it| it.id == id).map(|it| it.opening.number);
        let number = number_of(id);
        let entry = Entry::shown().and("concern", number);
        let entry = if self.is_internal() { Entry::kept().and("concern", number) } else { entry };
        let due = |times: &Times| times.next_word_by.map(|by| by.to_rfc3339());
        match self {
            Self::Raised(opening) => entry
                .word("kind", &opening.kind)
                .word("severity", &opening.severity)
                .and("text", opening.words.as_deref())
                .and("wanted", opening.wanted.as_deref())
                .and("impact", opening.impact.as_deref())
                .and("caller", opening.reported.as_ref().and_then(|reported| reported.caller.as_deref()))
                .with("owner", page.name(opening.owner)),
            Self::Described { severity, kind, words, wanted, impact, .. } => entry
                .word("severity", severity)
                .word("kind", kind)
                .and("text", words.as_deref())
                .and("wanted", wanted.as_deref())
                .and("impact", impact.as_deref()),
            Self::Acknowledged { times } | Self::Started { times } => entry.and("next_word_by", due(times)),
            Self::CustomerWrote { text, times }
            | Self::MemberWrote { text, times }
            | Self::Revived { text, times } => entry.with("text", text).and("next_word_by", due(times)),
            Self::CustomerAsked { text, .. } | Self::Noted { text } | Self::CauseFound { text } => {
                entry.with("text", text)
            }
            Self::Proposed { text, due, .. } => entry.with("text", text).and("due", *due),
            Self::AnsweredFinally { text, outside_route, .. } => {
                entry.with("text", text).with("outside_route", outside_route)
            }
            Self::NotYet { reason, times } => {
                entry.and("reason", reason.as_deref()).and("next_word_by", due(times))
            }
            Self::Disagreed { reason } | Self::Withdrawn { reason } => entry.and("reason", reason.as_deref()),
            Self::Confirmed { .. } | Self::Reminded { .. } | Self::Lapsed => entry,
            Self::WordOverdue { was_due } => entry.with("was_due", was_due.to_rfc3339()),
            Self::ClockWarned { clock, due, to } | Self::ClockEnded { clock, due, to } => entry
                .word("clock", clock)
                .with("due", due.to_rfc3339())
                .and("to", to.as_ref().map(|step| &*step.name)),
            Self::Assigned { to, reason } => {
                entry.with("to", page.name(*to)).and("reason", reason.as_deref())
            }
            Self::HandedOver { to, reason } => entry.with("to", page.name(*to)).with("reason", reason),
            Self::Extended { deadline, reason } => {
                entry.with("to", deadline.due.to_rfc3339()).with("reason", reason)
            }
            Self::Linked { to } => entry.and("linked", number_of(*to)),
        }
    }

    fn state(concerns: &Vec<Concern>, id: ConcernId) -> Option<&'static str> {
        concerns.iter().find(|it| it.id == id).map(|it| it.state.as_str())
    }
}
