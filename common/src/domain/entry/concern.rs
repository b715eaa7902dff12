//! What was raised and how it went on, as the history tells it. The owner is shown; who works on it behind
//! the owner, and what caused it in our house, is not.

use super::{Entry, Page};
use crate::{
    domain::concern::{self, Times},
    id::ConcernId,
};

/// About a concern.
pub(super) fn entry(id: ConcernId, event: &concern::Event, page: Page<'_>) -> Entry {
    use concern::Event as E;
    let number = page.sale.concern(id).map(|it| it.opening.number);
    let entry = Entry::shown().and("concern", number);
    let entry = if event.is_internal() { Entry::kept().and("concern", number) } else { entry };
    let due = |times: &Times| times.next_word_by.map(|by| by.to_rfc3339());
    match event {
        E::Raised(opening) => entry
            .word("kind", &opening.kind)
            .word("severity", &opening.severity)
            .and("text", opening.words.as_deref())
            .and("wanted", opening.wanted.as_deref())
            .and("impact", opening.impact.as_deref())
            .and("caller", opening.reported.as_ref().and_then(|reported| reported.caller.as_deref()))
            .with("owner", page.name(opening.owner)),
        E::Described { severity, kind, words, wanted, impact, .. } => entry
            .word("severity", severity)
            .word("kind", kind)
            .and("text", words.as_deref())
            .and("wanted", wanted.as_deref())
            .and("impact", impact.as_deref()),
        E::Acknowledged { times } | E::Started { times } => entry.and("next_word_by", due(times)),
        E::CustomerWrote { text, times } | E::MemberWrote { text, times } | E::Revived { text, times } => {
            entry.with("text", text).and("next_word_by", due(times))
        }
        E::CustomerAsked { text, .. } | E::Noted { text } | E::CauseFound { text } => {
            entry.with("text", text)
        }
        E::Proposed { text, due, .. } => entry.with("text", text).and("due", *due),
        E::AnsweredFinally { text, outside_route, .. } => {
            entry.with("text", text).with("outside_route", outside_route)
        }
        E::NotYet { reason, times } => entry.and("reason", reason.as_deref()).and("next_word_by", due(times)),
        E::Disagreed { reason } | E::Withdrawn { reason } => entry.and("reason", reason.as_deref()),
        E::Confirmed { .. } | E::Reminded { .. } | E::Lapsed => entry,
        E::WordOverdue { was_due } => entry.with("was_due", was_due.to_rfc3339()),
        E::ClockWarned { clock, due, to } | E::ClockEnded { clock, due, to } => entry
            .word("clock", clock)
            .with("due", due.to_rfc3339())
            .and("to", to.as_ref().map(|step| &*step.name)),
        E::Assigned { to, reason } => entry.with("to", page.name(*to)).and("reason", reason.as_deref()),
        E::HandedOver { to, reason } => entry.with("to", page.name(*to)).with("reason", reason),
        E::Extended { deadline, reason } => {
            entry.with("to", deadline.due.to_rfc3339()).with("reason", reason)
        }
        E::Linked { to } => entry.and("linked", page.sale.concern(*to).map(|it| it.opening.number)),
    }
}
