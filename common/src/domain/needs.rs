//! What a customer needs from the vendor: asked for, corrected by them at any time, and kept with every
//! change, so that both sides can see what was different when the sale was made.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    actor::Role,
    error::Rejection,
    id::{AskId, CustomerId},
    text::{Line, Words},
};

/// At most so many needs, and so many changes that are remembered with the record.
const MOST: usize = 30;
/// See [`MOST`]; the changes that concern a sale also stand in its log, for ever.
const MOST_CHANGES: usize = 50;

/// One need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Need {
    /// What about; unique among the needs.
    pub topic: Line,
    /// What is needed, in the customer's words.
    pub text: Words,
}

impl Need {
    /// What about, and what.
    pub fn sentence(&self) -> Option<Words> {
        let text: String = format!("{}: {}", self.topic, self.text).chars().take(Words::MOST).collect();
        Words::parse(&text).ok()
    }
}

/// A change of one need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NeedDifference {
    /// What about.
    pub topic: Line,
    /// What was needed; none when it is new.
    pub before: Option<Words>,
    /// What is needed now; none when it no longer is.
    pub after: Option<Words>,
}

/// What changed at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NeedChange {
    /// The version of the needs that it led to, from 1.
    pub version: u32,
    /// When.
    pub at: DateTime<Utc>,
    /// Who said so.
    pub by: Role,
    /// The needs that differ.
    pub differences: Vec<NeedDifference>,
}

/// The needs of a customer with their changes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Needs {
    /// The number of changes so far.
    pub version: u32,
    /// What is needed now.
    pub items: Vec<Need>,
    /// The last changes, oldest first.
    pub changes: Vec<NeedChange>,
}

/// What a sale remembers of the change of its customer's needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Noticed {
    /// What changed; without differences as long as the customer only said that something did.
    pub change: NeedChange,
    /// The question that it followed.
    pub asked: Option<AskId>,
    /// What the customer answered to that question.
    #[serde(default)]
    pub words: Option<Words>,
    /// Whose needs, if they are another's than the first customer's.
    #[serde(default)]
    pub customer: Option<CustomerId>,
}

impl Noticed {
    /// Whether the customer only said that something changed, and the record does not show it.
    pub fn is_said_only(&self) -> bool {
        self.change.differences.is_empty()
    }
}

/// Refuses needs that stand twice.
pub fn check(items: &[Need]) -> Result<(), Rejection> {
    if items.len() > MOST {
        return Err(Rejection::field("/items", format!("must have at most {MOST} entries")));
    }
    let mut rows = items.iter().enumerate();
    let twice = rows.find(|(row, need)| items.iter().take(*row).any(|earlier| earlier.topic == need.topic));
    match twice {
        Some((row, _)) => Err(Rejection::field(format!("/items/{row}/topic"), "stands twice")),
        None => Ok(()),
    }
}

impl Needs {
    /// The needs after they are replaced; the same again is no change.
    pub fn replaced(&self, items: Vec<Need>, by: Role, at: DateTime<Utc>) -> Self {
        let differences = differences(&self.items, &items);
        if differences.is_empty() {
            return self.clone();
        }
        let version = self.version + 1;
        let mut changes = self.changes.clone();
        changes.push(NeedChange { version, at, by, differences });
        let surplus = changes.len().saturating_sub(MOST_CHANGES);
        changes.drain(..surplus);
        Self { version, items, changes }
    }
}

fn differences(before: &[Need], after: &[Need]) -> Vec<NeedDifference> {
    let text = |of: &[Need], topic: &Line| of.iter().find(|it| it.topic == *topic).map(|it| it.text.clone());
    let gone = before.iter().filter(|it| !after.iter().any(|other| other.topic == it.topic));
    let topics = after.iter().chain(gone).map(|it| it.topic.clone());
    let pairs = topics.map(|topic| (text(before, &topic), text(after, &topic), topic));
    pairs
        .filter(|(before, after, _)| before != after)
        .map(|(before, after, topic)| NeedDifference { topic, before, after })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn need(topic: &str, text: &str) -> Need {
        Need { topic: Line::parse(topic).unwrap(), text: Words::parse(text).unwrap() }
    }

    #[test]
    fn a_change_says_what_was_and_what_is_and_the_same_again_is_none() {
        let at = "2026-11-02T10:00:00Z".parse().unwrap();
        let first = Needs::default().replaced(
            vec![need("cups", "80 a day"), need("noise", "quiet")],
            Role::Customer,
            at,
        );
        assert_eq!((first.version, first.changes.len()), (1, 1));
        let same = first.replaced(first.items.clone(), Role::Customer, at);
        assert_eq!(same, first);
        let later = first.replaced(vec![need("cups", "120 a day"), need("milk", "oat")], Role::Customer, at);
        let told: Vec<_> = later.changes[1]
            .differences
            .iter()
            .map(|it| (&*it.topic, it.before.as_deref(), it.after.as_deref()))
            .collect();
        assert_eq!(
            told,
            [
                ("cups", Some("80 a day"), Some("120 a day")),
                ("milk", None, Some("oat")),
                ("noise", Some("quiet"), None)
            ]
        );
        assert!(check(&[need("cups", "1"), need("cups", "2")]).is_err());
    }
}
