//! A promise in the log, and what became of it as the history tells it.

use chrono::{DateTime, Utc};

use super::{Event, Promise, evolve::evolve};
use crate::{
    actor::Actor,
    domain::{
        check::About,
        entry::{Entry, Page},
        shape::Subject,
        transition::Machine,
    },
    id::PromiseId,
};

impl Subject for Event {
    type Id = PromiseId;
    type Held = Vec<Promise>;

    fn subject(&self) -> &'static str {
        "promise"
    }

    fn evolve(&self, promises: &mut Vec<Promise>, id: PromiseId, at: DateTime<Utc>, actor: Actor) {
        if let Self::Made(making) = self {
            promises.push(Promise::new(id, making.as_ref().clone(), at));
        } else if let Some(it) = promises.iter_mut().find(|it| it.id == id) {
            evolve(it, self, at, actor);
        }
    }

    fn is_word(&self, _: Actor) -> bool {
        matches!(
            self,
            Self::AtRisk { .. }
                | Self::DateProposed { .. }
                | Self::ChangeProposed { .. }
                | Self::RemedyOffered { .. }
        )
    }

    fn entry(&self, promises: &Vec<Promise>, id: PromiseId, page: Page<'_>) -> Entry {
        let statement = promises.iter().find(|it| it.id == id).map(|it| &it.making.statement);
        let entry = Entry::shown().and("promise", statement);
        match self {
            Self::Made(making) => entry
                .and("due", making.original_due)
                .word("source", &making.source)
                .and("made_by", making.made_by.map(|id| page.name(id)))
                .and("made_on", making.made_on),
            Self::AtRisk { reason, doing, suggestion, due } => entry
                .with("reason", reason)
                .with("doing", doing)
                .and("suggestion", suggestion.as_deref())
                .and("proposed_due", *due),
            Self::DateProposed { due, reason } => entry.with("due", due).with("reason", reason),
            Self::ChangeProposed { to, reason } => entry.with("to", &to.statement).with("reason", reason),
            Self::SessionLinked { touchpoint } | Self::SessionUnlinked { touchpoint } => {
                entry.and("session", page.sale.called(About::Touchpoint(*touchpoint)))
            }
            Self::ClaimedKept { kept_on, evidence } => {
                entry.with("on", kept_on).and("evidence", evidence.as_deref())
            }
            Self::Disputed { note } => entry.and("note", note.as_deref()),
            Self::SaidKept { on } => entry.with("on", on),
            Self::GivenUp { reason } => entry.with("reason", reason),
            Self::RemedyOffered { text, due } => entry.with("text", text).and("due", *due),
            Self::DateAccepted
            | Self::DateDeclined
            | Self::ChangeAccepted
            | Self::ChangeDeclined
            | Self::Agreed
            | Self::MadeGood
            | Self::RemedyDeclined
            | Self::Released
            | Self::WindowEnded => entry,
        }
    }

    fn state(promises: &Vec<Promise>, id: PromiseId) -> Option<&'static str> {
        promises.iter().find(|it| it.id == id).map(|it| it.state.as_str())
    }
}
