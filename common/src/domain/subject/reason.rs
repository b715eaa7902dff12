//! A reason: why the customer chose this, in their own words, to be read again at two in the morning. Both
//! sides may add one; only the customer corrects what they said.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Deserializer, Serialize};

use crate::{
    actor::{Actor, Role},
    domain::{
        context::Context,
        entry::{Entry, Page},
        shape::Subject,
        wish::Wish,
    },
    error::{Possible, Rejection},
    id::{ReasonId, TypedId},
    text::{Line, Words},
    time::century,
};

/// The most reasons of one sale.
pub const MOST_REASONS: usize = 30;

/// What kind of reason it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReasonKind {
    /// What had to become better.
    #[default]
    Need,
    /// Better than the other choices.
    Comparison,
    /// What it costs.
    Price,
    /// The people, or what others said.
    Trust,
    /// Something else.
    Other,
}

/// Why the customer chose this. Both doors take it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ReasonInput))]
pub struct Telling {
    /// In the customer's words.
    pub text: Words,
    /// What kind.
    #[serde(default)]
    pub kind: ReasonKind,
    /// Who said it, at the customer's side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said_by: Option<Line>,
    /// When it was said; at the sale if it is not known better.
    #[serde(default, deserialize_with = "century::date_if")]
    pub on: Option<NaiveDate>,
}

/// A reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reason {
    /// Its id.
    pub id: ReasonId,
    /// In the customer's words.
    pub text: Words,
    /// What kind.
    pub kind: ReasonKind,
    /// Who said it, at the customer's side.
    pub said_by: Option<Line>,
    /// When it was said; at the sale if it is not known better.
    pub on: Option<NaiveDate>,
    /// The side that wrote it down.
    pub by: Role,
    /// When the customer corrected it last.
    pub corrected_at: Option<DateTime<Utc>>,
}

/// What somebody wants with the reasons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Write one down.
    Add(Telling),
    /// Say it better.
    Correct {
        /// Which.
        id: ReasonId,
        /// The better words.
        text: Words,
        /// Another kind.
        kind: Option<ReasonKind>,
    },
}

/// What happened to a reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Event {
    /// It was written down.
    Added(Telling),
    /// The customer said it better.
    Corrected {
        /// The better words.
        text: Words,
        /// Another kind.
        kind: Option<ReasonKind>,
    },
}

impl Reason {
    fn new(id: ReasonId, telling: Telling, by: Role) -> Self {
        let Telling { text, kind, said_by, on } = telling;
        Self { id, text, kind, said_by, on, by, corrected_at: None }
    }
}

/// The reasons that were known at the sale.
pub fn at_sale(texts: Vec<Words>) -> Vec<Reason> {
    let reason = |(text, number)| {
        let telling = Telling { text, kind: ReasonKind::default(), said_by: None, on: None };
        Reason::new(ReasonId::from_bits(number), telling, Role::Member)
    };
    texts.into_iter().zip(1_u128..).map(reason).collect()
}

/// Reads reasons as they are stored now, or as bare texts, as they were once.
pub fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Reason>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Stored {
        Whole(Vec<Reason>),
        Bare(Vec<Words>),
    }
    Ok(match Stored::deserialize(deserializer)? {
        Stored::Whole(reasons) => reasons,
        Stored::Bare(texts) => at_sale(texts),
    })
}

impl Wish for Command {
    type Event = Event;

    fn about(&self) -> Option<ReasonId> {
        match self {
            Self::Add(_) => None,
            Self::Correct { id, .. } => Some(*id),
        }
    }

    fn decide(
        self,
        reasons: &Vec<Reason>,
        _: NaiveDate,
        ctx: &Context<'_>,
    ) -> Result<(ReasonId, Event), Rejection> {
        match self {
            Command::Add(_) if reasons.len() >= MOST_REASONS => {
                let allowed = vec![Possible::new("correct", Role::Customer)];
                let detail = format!("There are {MOST_REASONS} reasons already.");
                Err(Rejection::standing("reasons", "full", allowed, detail))
            }
            Command::Add(telling) => Ok((ctx.ids.make(), Event::Added(telling))),
            Command::Correct { id, text, kind } => {
                let it = reasons.iter().find(|reason| reason.id == id).ok_or_else(Rejection::not_found)?;
                if ctx.actor.role() != Role::Customer {
                    let state = if it.corrected_at.is_some() { "corrected" } else { "added" };
                    let allowed = vec![Possible::new("correct", Role::Customer)];
                    let detail = "Only the customer corrects what the customer said.";
                    return Err(Rejection::standing("reason", state, allowed, detail));
                }
                Ok((id, Event::Corrected { text, kind }))
            }
        }
    }
}

impl Subject for Event {
    type Id = ReasonId;
    type Held = Vec<Reason>;

    fn subject(&self) -> &'static str {
        "reason"
    }

    fn evolve(&self, reasons: &mut Vec<Reason>, id: ReasonId, at: DateTime<Utc>, actor: Actor) {
        match self.clone() {
            Event::Added(telling) => reasons.push(Reason::new(id, telling, actor.role())),
            Event::Corrected { text, kind } => {
                if let Some(it) = reasons.iter_mut().find(|it| it.id == id) {
                    it.text = text;
                    it.kind = kind.unwrap_or(it.kind);
                    it.by = actor.role();
                    it.corrected_at = Some(at);
                }
            }
        }
    }

    fn is_word(&self, _: Actor) -> bool {
        false
    }

    fn entry(&self, _: &Vec<Reason>, _: ReasonId, _: Page<'_>) -> Entry {
        match self {
            Self::Added(telling) => Entry::shown()
                .with("text", &telling.text)
                .word("kind", &telling.kind)
                .and("said_by", telling.said_by.as_deref()),
            Self::Corrected { text, .. } => Entry::shown().with("text", text),
        }
    }

    fn state(_: &Vec<Reason>, _: ReasonId) -> Option<&'static str> {
        // Whether it was corrected is no state that anything waits for.
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bare_reasons_of_old_are_read_with_ids() {
        #[derive(Deserialize)]
        struct Holder {
            #[serde(deserialize_with = "read")]
            reasons: Vec<Reason>,
        }
        let old: Holder = serde_json::from_str(r#"{"reasons":["Quiet","Cheap"]}"#).unwrap();
        assert_eq!(
            old.reasons,
            at_sale(vec![Words::parse("Quiet").unwrap(), Words::parse("Cheap").unwrap()])
        );
        let text = serde_json::json!({"reasons": old.reasons}).to_string();
        assert_eq!(serde_json::from_str::<Holder>(&text).unwrap().reasons, old.reasons);
        assert!(serde_json::from_str::<Holder>(r#"{"reasons":[]}"#).unwrap().reasons.is_empty());
    }
}
