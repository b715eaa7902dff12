//! A question in the log, and what was asked and answered as the history tells it. Why a question was not asked is
//! told too.

use chrono::{DateTime, Utc};

use super::{About, Ask, Event, definition, evolve::evolve};
use crate::{
    actor::Actor,
    domain::{
        entry::{Entry, Page},
        shape::Subject,
        transition::Machine,
    },
    id::AskId,
};

impl Subject for Event {
    type Id = AskId;
    type Held = Vec<Ask>;

    fn subject(&self) -> &'static str {
        match self {
            Self::Given { .. } | Self::Recorded { .. } | Self::Revised { .. } | Self::Itemized { .. } => {
                "answer"
            }
            _ => "ask",
        }
    }

    fn evolve(&self, asks: &mut Vec<Ask>, id: AskId, at: DateTime<Utc>, actor: Actor) {
        if let Self::Planned(plan) = self {
            asks.push(Ask::new(id, plan.as_ref().clone()));
        } else if let Some(it) = asks.iter_mut().find(|it| it.id == id) {
            evolve(it, self, at, actor);
        }
    }

    fn is_word(&self, actor: Actor) -> bool {
        // What customers have themselves asked is no word of ours.
        matches!(self, Self::Offered { .. }) && !matches!(actor, Actor::Customer(_))
    }

    fn entry(&self, asks: &Vec<Ask>, id: AskId, page: Page<'_>) -> Entry {
        let ask = asks.iter().find(|it| it.id == id);
        let definition = ask.and_then(|ask| definition(&ask.plan.check));
        let about = ask.and_then(|ask| page.sale.named_by(ask));
        let question = definition.map(|it| it.question(about.as_deref(), None));
        let entry = Entry::shown().and("question", question);
        let label = |value: &str| {
            let known =
                definition.and_then(|definition| Some(definition.label(definition.choice(value)?, None)));
            known.unwrap_or(value).to_owned()
        };
        match self {
            Self::Planned(plan) => entry.with("planned_for", plan.planned_for.to_rfc3339()),
            Self::Replanned { planned_for } => entry.with("planned_for", planned_for.to_rfc3339()),
            Self::Offered { expires_at } => entry.with("until", expires_at.to_rfc3339()),
            Self::Suppressed { reasons, retry_at } => {
                let entry =
                    reasons.iter().fold(entry, |entry, reason| entry.word("not_asked_because", reason));
                entry.with("again_at", retry_at.to_rfc3339())
            }
            Self::Snoozed { until } => entry.with("until", until.to_rfc3339()),
            Self::Given { value, text } | Self::Revised { value, text } => {
                entry.with("answer", label(value)).and("text", text.as_deref())
            }
            Self::Recorded { value, text, channel } => {
                entry.with("answer", label(value)).and("text", text.as_deref()).word("channel", channel)
            }
            Self::Itemized { parts } => parts.iter().fold(entry, |entry, part| {
                let known = page.sale.called(About::Expectation(part.expectation));
                entry.and("expectation", known).with("answer", label(&part.value))
            }),
            Self::Dropped { reasons } => {
                reasons.iter().fold(entry, |entry, reason| entry.word("not_asked_because", reason))
            }
            Self::Expired | Self::Narrowed { .. } => entry,
            Self::Linked { concern } => entry.and("concern", page.sale.called(About::Concern(*concern))),
        }
    }

    fn state(asks: &Vec<Ask>, id: AskId) -> Option<&'static str> {
        asks.iter().find(|it| it.id == id).map(|it| it.state.as_str())
    }
}
