//! A touchpoint in the log, and what is planned as the history tells it.

use chrono::{DateTime, Utc};

use super::{Event, Touchpoint, Wish, evolve::evolve};
use crate::{
    actor::Actor,
    domain::{
        entry::{Entry, Page, plain},
        shape::Subject,
        transition::Machine,
    },
    id::TouchpointId,
};

impl Subject for Event {
    type Id = TouchpointId;
    type Held = Vec<Touchpoint>;

    fn subject(&self) -> &'static str {
        "touchpoint"
    }

    fn evolve(&self, touchpoints: &mut Vec<Touchpoint>, id: TouchpointId, at: DateTime<Utc>, actor: Actor) {
        if let Self::Planned(plan) = self {
            touchpoints.push(Touchpoint::new(id, plan.as_ref().clone()));
        } else if let Some(it) = touchpoints.iter_mut().find(|it| it.id == id) {
            evolve(it, self, at, actor);
        }
    }

    fn is_word(&self, _: Actor) -> bool {
        matches!(self, Self::ReportedDone { .. })
    }

    fn entry(&self, touchpoints: &Vec<Touchpoint>, id: TouchpointId, page: Page<'_>) -> Entry {
        let title = |id| touchpoints.iter().find(|it| it.id == id).map(|it| &it.plan.title);
        let entry = Entry::shown().and("title", title(id));
        match self {
            Self::Planned(plan) => entry.with("when", plain(&plan.slot)).with("who", page.name(plan.owner)),
            Self::Confirmed
            | Self::Completed
            | Self::AgreedDone
            | Self::WindowEnded
            | Self::TakenBack
            | Self::Consented => entry,
            Self::MoveRequested { options, reason, breaks } => {
                let entry = options.iter().fold(entry, |entry, slot| entry.with("option", plain(slot)));
                let broken = breaks.iter().flatten();
                broken
                    .fold(entry, |entry, it| entry.with("breaks", it.rule.as_str()))
                    .and("reason", reason.as_deref())
            }
            Self::OwnerChanged { to, reason } => {
                entry.with("who", page.name(*to)).and("reason", reason.as_deref())
            }
            Self::ConsentAsked { wish, reason, broken, replacement } => {
                let entry = match wish {
                    Wish::Cancel => entry.with("to", "call it off"),
                    Wish::Owner { to } => entry.with("who", page.name(*to)),
                };
                let entry = broken.iter().fold(entry, |entry, it| entry.with("breaks", it.rule.as_str()));
                let instead = replacement.as_ref().map(|plan| plan.title.clone());
                entry.and("instead", instead).and("reason", reason.as_deref())
            }
            Self::TimesAsked { reason } | Self::MoveDeclined { reason } | Self::Cancelled { reason, .. } => {
                entry.and("reason", reason.as_deref())
            }
            Self::Moved { to, reason, by, is_agreed } => {
                let agreed = is_agreed.then_some("the customer");
                entry
                    .with("to", plain(to))
                    .word("wished_by", by)
                    .and("agreed_by", agreed)
                    .and("reason", reason.as_deref())
            }
            Self::LeftOut { most_per_week } => entry.with("wished_at_most_per_week", most_per_week),
            Self::Reanchored { to, .. } => entry.with("to", plain(to)),
            Self::ReportedDone { note, sent, next, .. } => entry
                .and("note", note.as_deref())
                .and("sent", sent.as_deref())
                .and("next", next.and_then(title)),
            Self::ConsentRefused { note } | Self::Disputed { note } => entry.and("note", note.as_deref()),
            Self::Missed { by, note } => entry.word("by", by).and("note", note.as_deref()),
        }
    }

    fn state(touchpoints: &Vec<Touchpoint>, id: TouchpointId) -> Option<&'static str> {
        touchpoints.iter().find(|it| it.id == id).map(|it| it.state.as_str())
    }
}
