//! What was raised and how it went on, as the history tells it. The owner is shown; who works on it behind
//! the owner, and what caused it in our house, is not.

use super::{Entry, Page};
use crate::{domain::concern, id::ConcernId};

/// About a concern.
pub(super) fn entry(id: ConcernId, event: &concern::Event, page: Page<'_>) -> Entry {
    use concern::Event as E;
    let number = page.sale.concern(id).map(|it| it.opening.number);
    let entry = Entry::shown().and("concern", number);
    match event {
        E::Raised(opening) => entry
            .word("kind", &opening.kind)
            .word("severity", &opening.severity)
            .and("text", opening.words.as_deref())
            .and("wanted", opening.wanted.as_deref())
            .with("owner", page.name(opening.owner)),
        E::Described { severity } => entry.word("severity", severity),
        E::Acknowledged { next_word_by } | E::Started { next_word_by } => {
            entry.with("next_word_by", next_word_by.to_rfc3339())
        }
        E::CustomerWrote { text, next_word_by } | E::MemberWrote { text, next_word_by } => {
            entry.with("text", text).and("next_word_by", next_word_by.map(|by| by.to_rfc3339()))
        }
        E::CustomerAsked { text } => entry.with("text", text),
        E::Proposed { text, due } => entry.with("text", text).and("due", *due),
        E::NotYet { reason, next_word_by } => {
            entry.and("reason", reason.as_deref()).with("next_word_by", next_word_by.to_rfc3339())
        }
        E::Withdrawn { reason } => entry.and("reason", reason.as_deref()),
        E::Confirmed | E::Reminded | E::Lapsed => entry,
        E::WordOverdue { was_due } => entry.with("was_due", was_due.to_rfc3339()),
    }
}
