//! What was asked and answered, as the history tells it. Why a question was not asked is told too.

use super::{Entry, Page};
use crate::{domain::check, id::AskId};

/// About a question.
pub(super) fn entry(id: AskId, event: &check::Event, page: Page<'_>) -> Entry {
    use check::Event as E;
    let ask = page.sale.ask(id);
    let definition = ask.and_then(|ask| check::definition(&ask.plan.check));
    let about = ask.and_then(|ask| page.sale.named_by(ask));
    let question = definition.map(|it| it.question_about(about.as_deref()));
    let entry = Entry::shown().and("question", question);
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
        E::Recorded { value, text, channel } => {
            entry.with("answer", label(value)).and("text", text.as_deref()).word("channel", channel)
        }
        E::Itemized { parts } => parts.iter().fold(entry, |entry, part| {
            let known = page.sale.expectations.iter().find(|it| it.id == part.expectation);
            entry.and("expectation", known.map(|it| &*it.statement)).with("answer", label(&part.value))
        }),
        E::Dropped { reasons } => {
            reasons.iter().fold(entry, |entry, reason| entry.word("not_asked_because", reason))
        }
        E::Expired | E::Narrowed { .. } => entry,
        E::Linked { concern } => {
            entry.and("concern", page.sale.concern(*concern).map(|it| it.opening.number))
        }
    }
}
