//! Fills in what the words in braces stand for: days, people, and things of the sale as it stands.
//!
//! | Written | Stands for |
//! |---|---|
//! | `{day 7}` | the date of day 7 |
//! | `{slot 7 10:00 45}` | three quarters of an hour on that day, as the agenda takes it |
//! | `{now}` | the instant of the act |
//! | `{anna}`, `{order}` … | whoever or whatever has that name |
//! | `{next}`, `{nothing_next}` | what the customer hears of next, and whether that is nothing |
//! | `{asks?check=easy@1&state=offered}` | the id of the first such thing in the sale |
//! | `{promises?statement^=Milk#/remedies/0/at}` | of the first one that begins so, what stands at that place |

use std::collections::BTreeMap;

use chrono::{NaiveDateTime, NaiveTime, SecondsFormat, TimeDelta};
use followthrough_common::domain::touchpoint::{TouchpointKind, TouchpointState};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::timeline::{At, Timeline};

/// A sale at a moment of the story.
#[derive(Debug)]
pub struct Scene<'a> {
    /// Where the times lie.
    pub timeline: Timeline,
    /// In which zone the dealer writes them.
    pub zone: &'a str,
    /// When it is.
    pub at: At,
    /// What has a name.
    pub names: &'a BTreeMap<String, Value>,
    /// The sale as its vendor sees it.
    pub sale: &'a Value,
}

/// Why something cannot be filled in.
#[derive(Debug, PartialEq, Eq)]
pub enum Gap {
    /// There is no such thing in the sale as it stands.
    Absent(String),
    /// Nobody could ever fill that in.
    Mistake(String),
}

/// A line of the agenda, as far as it matters here.
#[derive(Debug, Deserialize)]
struct Item {
    id: String,
    kind: TouchpointKind,
    state: TouchpointState,
    slot: ItemSlot,
}

#[derive(Debug, Deserialize)]
struct ItemSlot {
    local_date: chrono::NaiveDate,
    hours: Option<ItemHours>,
}

#[derive(Debug, Deserialize)]
struct ItemHours {
    start: NaiveTime,
    end: NaiveTime,
}

impl ItemSlot {
    fn starts(&self) -> NaiveDateTime {
        self.local_date.and_time(self.hours.as_ref().map_or(NaiveTime::MIN, |hours| hours.start))
    }

    /// Without hours it takes the whole day.
    fn ends(&self) -> NaiveDateTime {
        let midnight = || (self.local_date + TimeDelta::days(1)).and_time(NaiveTime::MIN);
        self.hours.as_ref().map_or_else(midnight, |hours| self.local_date.and_time(hours.end))
    }
}

impl Scene<'_> {
    /// A text with all that stands in braces.
    pub fn text(&self, text: &str, path: &str) -> Result<String, Gap> {
        let mut filled = String::new();
        let mut rest = text;
        while let Some((before, open)) = rest.split_once('{') {
            let (reference, after) =
                open.split_once('}').ok_or_else(|| mistake(text, "a brace stays open"))?;
            filled.push_str(before);
            match self.value(reference, path)? {
                Value::String(word) => filled.push_str(&word),
                other => filled.push_str(&other.to_string()),
            }
            rest = after;
        }
        filled.push_str(rest);
        Ok(filled)
    }

    /// A body with all that stands in braces. A text that is nothing but one reference becomes what it stands for, be it
    /// a number or a list; a field that stands for nothing is left out. `path` is where the body goes.
    pub fn body(&self, body: &Value, path: &str) -> Result<Value, Gap> {
        Ok(match body {
            Value::String(text) => match sole_reference(text) {
                Some(reference) => self.value(reference, path)?,
                None => Value::String(self.text(text, path)?),
            },
            Value::Array(items) => {
                Value::Array(items.iter().map(|item| self.body(item, path)).collect::<Result<_, _>>()?)
            }
            Value::Object(fields) => {
                let mut filled = Map::new();
                for (name, value) in fields {
                    filled.insert(name.clone(), self.body(value, path)?);
                }
                filled.retain(|_, value| !value.is_null());
                Value::Object(filled)
            }
            other => other.clone(),
        })
    }

    fn value(&self, reference: &str, path: &str) -> Result<Value, Gap> {
        let words: Vec<&str> = reference.split(' ').collect();
        match words.as_slice() {
            ["day", day] => Ok(json!(self.timeline.date(number(reference, day)?))),
            ["slot", day, time, minutes] => self.slot(reference, &format!("{day} {time}"), minutes),
            ["now"] => Ok(json!(self.timeline.instant(self.at).to_rfc3339_opts(SecondsFormat::Secs, true))),
            ["next"] => Ok(self.next(path).map_or(Value::Null, Value::String)),
            ["nothing_next"] => Ok(self.next(path).map_or(Value::Bool(true), |_| Value::Null)),
            [name] if self.names.contains_key(*name) => {
                Ok(self.names.get(*name).cloned().unwrap_or_default())
            }
            _ => self.look_up(reference),
        }
    }

    fn slot(&self, reference: &str, at: &str, minutes: &str) -> Result<Value, Gap> {
        let at: At = at.parse().map_err(|_| mistake(reference, "is no time"))?;
        let end = at.time.overflowing_add_signed(TimeDelta::minutes(number(reference, minutes)?)).0;
        let hours = json!({"start": at.time, "end": end});
        Ok(json!({"local_date": self.timeline.date(at.day), "hours": hours, "time_zone": self.zone}))
    }

    /// Something of ours that is still to come, else anything; never what the request itself is about.
    fn next(&self, path: &str) -> Option<String> {
        let now = self.timeline.local(self.timeline.instant(self.at));
        let items: Vec<Item> = serde_json::from_value(self.sale.get("touchpoints")?.clone()).ok()?;
        let is_ahead = |item: &Item| {
            let is_open = matches!(item.state, TouchpointState::Planned | TouchpointState::Confirmed);
            is_open && item.slot.ends() > now && !path.contains(&item.id)
        };
        let ahead = items.into_iter().filter(is_ahead);
        let next = ahead.min_by_key(|item| (!item.kind.is_outward(), item.slot.starts()));
        next.map(|item| item.id)
    }

    fn look_up(&self, reference: &str) -> Result<Value, Gap> {
        let (place, pointer) = reference.split_once('#').unwrap_or((reference, "/id"));
        let (list, conditions) = place.split_once('?').map_or((place, None), |(list, all)| (list, Some(all)));
        let found = self.sale.pointer(&format!("/{list}"));
        let found = found.ok_or_else(|| mistake(reference, "is nothing that a sale has"))?;
        let conditions: Vec<&str> = conditions.map(|all| all.split('&').collect()).unwrap_or_default();
        let is_meant = |thing: &&Value| conditions.iter().all(|condition| holds(thing, condition));
        let thing = match found {
            Value::Array(things) => things.iter().find(is_meant),
            one => Some(one).filter(is_meant).filter(|one| !one.is_null()),
        };
        let value = thing.and_then(|thing| thing.pointer(pointer)).filter(|value| !value.is_null());
        value.cloned().ok_or_else(|| Gap::Absent(reference.to_owned()))
    }
}

/// `field=word|other` or `field^=beginning`.
fn holds(thing: &Value, condition: &str) -> bool {
    let Some((field, wanted)) = condition.split_once('=') else { return false };
    let text = |field: &str| thing.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
    match field.strip_suffix('^') {
        Some(field) => text(field).starts_with(wanted),
        None => wanted.split('|').any(|word| word == text(field)),
    }
}

fn sole_reference(text: &str) -> Option<&str> {
    let inside = text.strip_prefix('{')?.strip_suffix('}')?;
    (!inside.contains(['{', '}'])).then_some(inside)
}

fn number(reference: &str, text: &str) -> Result<i64, Gap> {
    text.parse().map_err(|_| mistake(reference, "has a number that is none"))
}

fn mistake(text: &str, why: &str) -> Gap {
    Gap::Mistake(format!("{text:?} {why}"))
}
