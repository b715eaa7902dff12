//! What was agreed about problems, what matters most, and the milestones, as the history tells it.

use super::{Entry, Page};
use crate::{
    domain::{agreement, milestone, vital_area::VitalArea},
    id::MilestoneId,
};

/// About the handling agreement.
pub(super) fn agreement(event: &agreement::Event) -> Entry {
    use agreement::Event as E;
    match event {
        E::Offered { version, .. } | E::Accepted { version } => Entry::shown().with("version", version),
        E::ChangeWanted { version, words } => Entry::shown().with("version", version).with("text", words),
    }
}

/// What matters most, most vital first.
pub(super) fn vital_areas(areas: &[VitalArea]) -> Entry {
    areas.iter().fold(Entry::shown(), |entry, area| entry.with("area", &area.area))
}

/// About a milestone.
pub(super) fn milestone(id: MilestoneId, event: &milestone::Event, page: Page<'_>) -> Entry {
    use milestone::Event as E;
    let known = page.sale.handling.milestone(id);
    let entry = Entry::shown().and("title", known.map(|it| &it.plan.title));
    let snag = |id| page.sale.handling.snag(id).map(|snag| &snag.text);
    match event {
        E::Planned(plan) => entry.with("on", plan.due).with("overseer", page.name(plan.overseer)),
        E::Reached { note } => entry.and("text", note.as_deref()),
        E::Slipped { to, reason } => entry.with("to", to).with("reason", reason),
        E::Dropped { reason } => entry.with("reason", reason),
        E::SnagAdded { note, .. } => entry.with("snag", &note.text),
        E::SnagFixed { snag: id, note } | E::SnagReopened { snag: id, note } => {
            entry.and("snag", snag(*id)).and("text", note.as_deref())
        }
        E::SnagConfirmed { snag: id } => entry.and("snag", snag(*id)),
    }
}
