//! How the customer is treated and by whom, as the history tells it. What the old owner tells the new one is
//! the vendor's own.

use super::{Entry, Page};
use crate::{
    domain::{contact_sheet::ContactSheet, needs::Noticed, owner_change, relationship},
    id::OwnerChangeId,
};

/// Whether follow-up goes on.
pub(super) fn relationship(event: &relationship::Event) -> Entry {
    use relationship::Event as E;
    match event {
        E::Paused { until, reason } => Entry::shown().with("until", until).with("reason", reason),
        E::Resumed => Entry::shown(),
        E::Ended { reason } => Entry::shown().with("reason", reason),
    }
}

/// About a change of the owner.
pub(super) fn owner_change(id: OwnerChangeId, event: &owner_change::Event, page: Page<'_>) -> Entry {
    use owner_change::Event as E;
    let known = page.sale.owner_change(id).map(|it| &it.announcement);
    let entry = Entry::shown()
        .and("from", known.map(|it| page.name(it.from)))
        .and("to", known.map(|it| page.name(it.to)));
    match event {
        E::Announced(announcement) => {
            let broken = announcement.broken.iter();
            broken
                .fold(entry, |entry, it| entry.with("breaks", it.rule.as_str()))
                .with("effective_from", announcement.effective_from)
                .with("reason", &announcement.reason)
                .with("introduction", &announcement.introduction)
                .secretly("handover", &announcement.handover)
        }
        E::Agreed | E::TookEffect => entry,
        E::Contested { note } => entry.and("note", note.as_deref()),
        E::Withdrawn { reason } => entry.and("reason", reason.as_deref()),
    }
}

/// Whom to contact when.
pub(super) fn sheet(sheet: &ContactSheet) -> Entry {
    Entry::shown().with("lines", sheet.lines.len())
}

/// What is needed now.
pub(super) fn needs(noticed: &Noticed) -> Entry {
    let differences = noticed.change.differences.iter();
    let said = Entry::shown().word("by", &noticed.change.by).and("text", noticed.words.as_deref());
    differences.fold(said, |entry, it| {
        entry.with("topic", &it.topic).and("before", it.before.as_deref()).and("after", it.after.as_deref())
    })
}
