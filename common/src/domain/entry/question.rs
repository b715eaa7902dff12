//! What was asked and answered, as the history tells it. Why a question was not asked is told too.

use super::{Entry, Page};
use crate::{domain::check, id::AskId};

/// About a question.
pub(super) fn entry(id: AskId, event: &check::Event, page: Page<'_>) -> Entry {
    use check::Event as E;
    let definition = page.sale.ask(id).and_then(|ask| check::definition(&ask.plan.check));
    let entry = Entry::shown().and("question", definition.map(|it| it.question));
    let label = |value: &str| {
        let choice = definition.and_then(|definition| definition.choice(value));
        choice.map_or_else(|| value.to_owned(), |choice| choice.label.to_owned())
    };
    match event {
        E::Planned(plan) => entry.with("planned_for", plan.planned_for.to_rfc3339()),
        E::Replanned { planned_for } => entry.with("planned_for", planned_for.to_rfc3339()),
        E::Offered { expires_at } => entry.with("until", expires_at.to_rfc3339()),
        E::Suppressed { reasons, retry_at } => {
            let entry = reasons.iter().fold(entry, |entry, reason| entry.word("not_asked_because", reason));
            entry.with("again_at", retry_at.to_rfc3339())
        }
        E::Snoozed { until } => entry.with("until", until.to_rfc3339()),
        E::Answered { value, text } | E::Revised { value, text } => {
            entry.with("answer", label(value)).and("text", text.as_deref())
        }
        E::Expired => entry,
        E::Linked { concern } => {
            entry.and("concern", page.sale.concern(*concern).map(|it| it.opening.number))
        }
    }
}
