//! What was promised, and what is proposed instead, as the history tells it.

use super::{Entry, Page};
use crate::{
    domain::{adjustment, promise},
    id::{AdjustmentId, PromiseId},
};

/// About a promise.
pub(super) fn entry(id: PromiseId, event: &promise::Event, page: Page<'_>) -> Entry {
    use promise::Event as E;
    let statement = page.sale.promise(id).map(|it| it.making.statement.clone());
    let entry = Entry::shown().and("promise", statement);
    let title = |id| page.sale.touchpoint(id).map(|it| it.plan.title.clone());
    match event {
        E::Made(making) => entry
            .and("due", making.original_due)
            .word("source", &making.source)
            .and("made_by", making.made_by.map(|id| page.name(id)))
            .and("made_on", making.made_on),
        E::RiskAnnounced { reason, doing, suggestion, due } => entry
            .with("reason", reason)
            .with("doing", doing)
            .and("suggestion", suggestion.as_deref())
            .and("proposed_due", *due),
        E::DateProposed { due, reason } => entry.with("due", due).with("reason", reason),
        E::ChangeProposed { to, reason } => entry.with("to", &to.statement).with("reason", reason),
        E::SessionLinked { touchpoint } | E::SessionUnlinked { touchpoint } => {
            entry.and("session", title(*touchpoint))
        }
        E::ClaimedKept { kept_on, evidence } => {
            entry.with("on", kept_on).and("evidence", evidence.as_deref())
        }
        E::Disputed { note } => entry.and("note", note.as_deref()),
        E::SaidKept { on } => entry.with("on", on),
        E::GivenUp { reason } => entry.with("reason", reason),
        E::RemedyOffered { text, due } => entry.with("text", text).and("due", *due),
        E::DateAccepted
        | E::DateDeclined
        | E::ChangeAccepted
        | E::ChangeDeclined
        | E::Agreed
        | E::RemedyAccepted
        | E::RemedyDeclined
        | E::Released
        | E::WindowEnded => entry,
    }
}

/// About an adjustment.
pub(super) fn adjustment(id: AdjustmentId, event: &adjustment::Event, page: Page<'_>) -> Entry {
    use adjustment::Event as E;
    let known = page.sale.adjustments.iter().find(|it| it.id == id);
    let entry = Entry::shown().and("what", known.and_then(|it| it.proposal()).map(|it| it.what.clone()));
    match event {
        E::Proposed(proposal) => entry
            .with("proposed", &proposal.what)
            .with("reason", &proposal.why)
            .and("price_change", proposal.price_change)
            .and("due", proposal.due),
        E::Accepted { price_change } => entry.with("price_change", price_change),
        E::Declined { note } | E::TalkWanted { note } => entry.and("note", note.as_deref()),
        E::Discussed { concern } => {
            entry.and("concern", page.sale.concern(*concern).map(|it| it.opening.number))
        }
        E::Promised { promise } => {
            entry.and("promise", page.sale.promise(*promise).map(|it| it.making.statement.clone()))
        }
        E::Withdrawn { reason } => entry.with("reason", reason),
    }
}
