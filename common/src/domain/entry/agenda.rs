//! What is planned, as the history tells it.

use super::{Entry, Page, plain};
use crate::{domain::touchpoint, id::TouchpointId};

/// About a touchpoint.
pub(super) fn entry(id: TouchpointId, event: &touchpoint::Event, page: Page<'_>) -> Entry {
    use touchpoint::Event as E;
    let title = page.sale.touchpoint(id).map(|it| it.plan.title.clone());
    let entry = Entry::shown().and("title", title);
    match event {
        E::Planned(plan) => entry.with("when", plain(&plan.slot)).with("who", page.name(plan.owner)),
        E::Confirmed | E::Completed | E::AgreedDone | E::WindowEnded | E::TakenBack | E::Consented => entry,
        E::MoveRequested { options, reason, breaks } => {
            let entry = options.iter().fold(entry, |entry, slot| entry.with("option", plain(slot)));
            let broken = breaks.iter().flatten();
            broken
                .fold(entry, |entry, it| entry.with("breaks", it.rule.as_str()))
                .and("reason", reason.as_deref())
        }
        E::OwnerChanged { to, reason } => entry.with("who", page.name(*to)).and("reason", reason.as_deref()),
        E::ConsentAsked { wish, reason, broken, replacement } => {
            let entry = match wish {
                touchpoint::Wish::Cancel => entry.with("to", "call it off"),
                touchpoint::Wish::Owner { to } => entry.with("who", page.name(*to)),
            };
            let entry = broken.iter().fold(entry, |entry, it| entry.with("breaks", it.rule.as_str()));
            let instead = replacement.as_ref().map(|plan| plan.title.clone());
            entry.and("instead", instead).and("reason", reason.as_deref())
        }
        E::TimesAsked { reason } | E::MoveDeclined { reason } | E::Cancelled { reason, .. } => {
            entry.and("reason", reason.as_deref())
        }
        E::Moved { to, reason, by, is_agreed } => {
            let agreed = is_agreed.then_some("the customer");
            entry
                .with("to", plain(to))
                .word("wished_by", by)
                .and("agreed_by", agreed)
                .and("reason", reason.as_deref())
        }
        E::LeftOut { most_per_week } => entry.with("wished_at_most_per_week", most_per_week),
        E::Reanchored { to, .. } => entry.with("to", plain(to)),
        E::ReportedDone { note, sent, next, .. } => {
            let next = next.and_then(|next| page.sale.touchpoint(next)).map(|next| next.plan.title.clone());
            entry.and("note", note.as_deref()).and("sent", sent.as_deref()).and("next", next)
        }
        E::ConsentRefused { note } | E::Disputed { note } => entry.and("note", note.as_deref()),
        E::Missed { by, note } => entry.word("by", by).and("note", note.as_deref()),
    }
}
