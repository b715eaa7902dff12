//! What a customer needs from the vendor: asked for, corrected by them at any time, and kept with every
//! change, so that both sides can see what was different when the sale was made.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    actor::{Actor, Role},
    domain::{
        entry::{Entry, Page},
        shape::Subject,
    },
    error::Rejection,
    id::{AskId, CustomerId},
    text::{Line, Words},
};

/// At most so many needs, and so many changes that are remembered with the record.
const MOST: usize = 30;
/// See [`MOST`]; the changes that concern a sale also stand in its log, for ever.
const MOST_CHANGES: usize = 50;
/// The most bytes of all needs together: each change of them stands in the log of every sale of the customer.
const MOST_BYTES: usize = 16 * 1024;
/// The most bytes of the changes that are remembered with a record or a sale, besides the newest.
const MOST_BYTES_OF_CHANGES: usize = 64 * 1024;

/// One need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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

impl NeedChange {
    /// How many bytes its words have.
    fn bytes(&self) -> usize {
        let words = |words: &Option<Words>| words.as_ref().map_or(0, |words| words.len());
        self.differences.iter().map(|it| it.topic.len() + words(&it.before) + words(&it.after)).sum()
    }
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

/// What a sale has noticed of its customers' needs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Watch {
    /// The version of the first customer's needs that was noticed.
    pub seen: u32,
    /// The same of the other customers.
    pub seen_of_others: BTreeMap<CustomerId, u32>,
    /// The last changes since the sale was made, oldest first.
    pub changes: Vec<Noticed>,
    /// Since when a change waits to be read.
    pub unread_since: Option<DateTime<Utc>>,
}

/// Refuses needs that stand twice, and more than anybody has.
pub fn check(items: &[Need]) -> Result<(), Rejection> {
    if items.len() > MOST {
        return Err(Rejection::field("/items", format!("must have at most {MOST} entries")));
    }
    if items.iter().map(|need| need.topic.len() + need.text.len()).sum::<usize>() > MOST_BYTES {
        return Err(Rejection::field(
            "/items",
            format!("must have at most {MOST_BYTES} bytes of text together"),
        ));
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
        forget_old(&mut changes, |change| change);
        Self { version, items, changes }
    }
}

/// Keeps the newest changes that are not too many and not too long together, and the newest in any case.
pub fn forget_old<T>(changes: &mut Vec<T>, of: impl Fn(&T) -> &NeedChange) {
    let mut bytes = 0_usize;
    let fits = |(age, it): &(usize, &T)| {
        bytes = bytes.saturating_add(of(it).bytes());
        *age == 0 || (*age < MOST_CHANGES && bytes <= MOST_BYTES_OF_CHANGES)
    };
    let kept = changes.iter().rev().enumerate().take_while(fits).count();
    changes.drain(..changes.len().saturating_sub(kept));
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

/// What happened to the needs, as far as a sale is concerned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Event {
    /// The customer needs something else.
    Changed {
        /// What changed.
        noticed: Box<Noticed>,
    },
    /// The vendor has read what changed.
    Read {
        /// What follows from it.
        note: Option<Words>,
    },
}

impl Subject for Event {
    type Id = ();
    type Held = Watch;

    fn subject(&self) -> &'static str {
        "needs"
    }

    fn evolve(&self, watch: &mut Watch, (): (), at: DateTime<Utc>, _: Actor) {
        let Self::Changed { noticed } = self else {
            watch.unread_since = None;
            return;
        };
        let version = noticed.change.version;
        match noticed.customer {
            Some(other) => {
                watch.seen_of_others.insert(other, version);
            }
            None => watch.seen = version,
        }
        // Words that follow the tap belong to it.
        watch.changes.retain(|known| {
            !(known.is_said_only() && noticed.is_said_only() && known.asked == noticed.asked)
        });
        watch.changes.push(noticed.as_ref().clone());
        // The log has all of them.
        forget_old(&mut watch.changes, |known| &known.change);
        watch.unread_since.get_or_insert(at);
    }

    fn is_word(&self, _: Actor) -> bool {
        false
    }

    fn entry(&self, _: &Watch, (): (), _: Page<'_>) -> Entry {
        match self {
            Self::Changed { noticed } => {
                let said =
                    Entry::shown().word("by", &noticed.change.by).and("text", noticed.words.as_deref());
                noticed.change.differences.iter().fold(said, |entry, it| {
                    entry
                        .with("topic", &it.topic)
                        .and("before", it.before.as_deref())
                        .and("after", it.after.as_deref())
                })
            }
            Self::Read { note } => Entry::shown().and("note", note.as_deref()),
        }
    }

    fn state(_: &Watch, (): ()) -> Option<&'static str> {
        None
    }
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

    #[test]
    fn needs_have_a_length_and_old_changes_are_forgotten_by_number_and_by_length() {
        let at = "2026-11-02T10:00:00Z".parse().unwrap();
        let long = |text: &str| -> Vec<Need> {
            (0..4).map(|row| need(&format!("topic {row}"), &text.repeat(4_000))).collect()
        };
        assert!(check(&long("a")).is_ok());
        assert!(check(&long("ä")).is_err());
        let of = |changes: usize, items: &dyn Fn(usize) -> Vec<Need>| {
            (0..changes).fold(Needs::default(), |needs, row| needs.replaced(items(row), Role::Customer, at))
        };
        let short = of(60, &|row| vec![need("cups", &row.to_string())]);
        assert_eq!((short.version, short.changes.len()), (60, 50));
        assert_eq!(short.changes.last().unwrap().version, 60);
        // Each of these tells 16 KB before and 16 KB after.
        let words = of(60, &|row| long(if row % 2 == 0 { "a" } else { "b" }));
        assert_eq!((words.version, words.changes.len()), (60, 2));
    }
}
