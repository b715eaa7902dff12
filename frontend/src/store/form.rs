//! The forms that open in place, one at a time: what each is about and what it sends.

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use followthrough_common::{
    api::customer_door::ConcernBody,
    domain::concern::{ConcernKind, Severity},
    id::{AskId, ConcernId, DeliveryId, PromiseId, TouchpointId},
    text::Words,
    time::{Hours, Slot},
};

use super::{Act, Data, Screen};

/// A form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Words to an answer.
    Word(AskId),
    /// What is missing of a delivery.
    Missing(DeliveryId),
    /// Other times.
    Move(TouchpointId),
    /// Call it off.
    Cancel(TouchpointId),
    /// "This did not happen."
    DidNotHappen(TouchpointId),
    /// "Not yet."
    NotYet(ConcernId),
    /// A message.
    Message(ConcernId),
    /// Take a concern back.
    Withdraw(ConcernId),
    /// "Not as promised."
    NotKept(PromiseId),
    /// A new concern.
    Raise,
}

/// What keeps a form from being sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// A text that is needed is empty, or too long.
    Words,
    /// A day or time is missing, or in the past.
    Time,
}

/// How many other times can be suggested.
pub const OPTIONS: [(&str, &str); 3] = [("day1", "time1"), ("day2", "time2"), ("day3", "time3")];

impl Form {
    /// The thing that it is about, as [`Act::subject`].
    pub fn subject(self) -> String {
        match self {
            Self::Word(id) => id.to_string(),
            Self::Missing(id) => id.to_string(),
            Self::Move(id) | Self::Cancel(id) | Self::DidNotHappen(id) => id.to_string(),
            Self::NotYet(id) | Self::Message(id) | Self::Withdraw(id) => id.to_string(),
            Self::NotKept(id) => id.to_string(),
            Self::Raise => "raise".to_owned(),
        }
    }

    /// Names the form's element and what belongs to it.
    pub fn key(self) -> String {
        let kind = match self {
            Self::Word(_) => "word-",
            Self::Missing(_) => "missing-",
            Self::Move(_) => "move-",
            Self::Cancel(_) => "cancel-",
            Self::DidNotHappen(_) => "not-happened-",
            Self::NotYet(_) => "not-yet-",
            Self::Message(_) => "message-",
            Self::Withdraw(_) => "withdraw-",
            Self::NotKept(_) => "not-kept-",
            Self::Raise => "form-",
        };
        kind.to_owned() + &self.subject()
    }

    /// The id of the button that opens it; focus returns there.
    pub fn opener(self) -> String {
        "open-".to_owned() + &self.key()
    }

    /// The key of what was typed into a field, and the field's id.
    pub fn draft_key(self, field: &str) -> String {
        let mut key = self.key();
        key.push(':');
        key.push_str(field);
        key
    }

    /// What it sends.
    pub fn act(self, data: &Data, screen: &Screen) -> Result<Act, Fault> {
        let draft = |field: &str| screen.drafts.get(&self.draft_key(field)).map_or("", String::as_str);
        let optional = |field: &str| match draft(field).trim() {
            "" => Ok(None),
            text => Words::parse(text).map(Some).map_err(|_| Fault::Words),
        };
        let required = |field: &str| Words::parse(draft(field)).map_err(|_| Fault::Words);
        Ok(match self {
            Self::Word(ask) => {
                let view = data.view().ok_or(Fault::Words)?;
                let known = view.asks.iter().find(|known| known.id == ask);
                let answer = known.and_then(|known| known.answer.as_ref()).ok_or(Fault::Words)?;
                Act::Answer { ask, value: answer.value.clone(), text: Some(required("text")?) }
            }
            Self::Missing(delivery) => {
                Act::ReplyDelivery { delivery, is_complete: false, note: Some(required("text")?) }
            }
            Self::Move(touchpoint) => Act::RequestMove {
                touchpoint,
                options: options(touchpoint, data, draft)?,
                reason: optional("text")?,
            },
            Self::Cancel(touchpoint) => Act::Cancel { touchpoint, note: optional("text")? },
            Self::DidNotHappen(touchpoint) => Act::Dispute { touchpoint, note: optional("text")? },
            Self::NotYet(concern) => Act::NotYet { concern, note: optional("text")? },
            Self::Message(concern) => Act::Message { concern, text: required("text")? },
            Self::Withdraw(concern) => Act::Withdraw { concern, note: optional("text")? },
            Self::NotKept(promise) => Act::DisputePromise { promise, note: optional("text")? },
            Self::Raise => {
                let kind = concern_kind(draft("kind"));
                Act::Raise(Box::new(ConcernBody {
                    kind,
                    severity: if kind.blocks_completion() {
                        severity(draft("severity"))
                    } else {
                        Severity::Question
                    },
                    words: required("text")?,
                    wanted: optional("wanted")?,
                    touchpoint: None,
                }))
            }
        })
    }
}

/// The kind that a choice stands for; a question when nothing was chosen.
pub fn concern_kind(choice: &str) -> ConcernKind {
    match choice {
        "1" => ConcernKind::Request,
        "2" => ConcernKind::Change,
        "3" => ConcernKind::Problem,
        "4" => ConcernKind::Complaint,
        _ => ConcernKind::Question,
    }
}

fn severity(choice: &str) -> Severity {
    match choice {
        "0" => Severity::Stops,
        "1" => Severity::Big,
        _ => Severity::Small,
    }
}

/// The times that were filled in, each as long as the touchpoint is now.
fn options<'a>(
    touchpoint: TouchpointId,
    data: &Data,
    draft: impl Fn(&str) -> &'a str,
) -> Result<Vec<Slot>, Fault> {
    let view = data.view().ok_or(Fault::Time)?;
    let known = view.touchpoints.iter().find(|known| known.id == touchpoint).ok_or(Fault::Time)?;
    let length = known.slot.hours.map(|hours| hours.end - hours.start);
    let mut slots = Vec::new();
    for (day, time) in OPTIONS {
        let (day, time) = (draft(day), draft(time));
        if day.is_empty() && time.is_empty() {
            continue;
        }
        let local_date = day.parse::<NaiveDate>().map_err(|_| Fault::Time)?;
        let hours = match length {
            Some(length) => Some(hours(time, length).ok_or(Fault::Time)?),
            None => None,
        };
        let slot = Slot { local_date, hours, time_zone: known.slot.time_zone.clone() };
        if slot.starts_at(&data.first.zones) <= data.now {
            return Err(Fault::Time);
        }
        slots.push(slot);
    }
    if slots.is_empty() { Err(Fault::Time) } else { Ok(slots) }
}

/// `HH:MM` as the browser gives it, and the same length after it on the same day.
fn hours(time: &str, length: TimeDelta) -> Option<Hours> {
    let (hour, minute) = time.split_once(':')?;
    let minute = minute.get(..2)?;
    let start = NaiveTime::from_hms_opt(hour.parse().ok()?, minute.parse().ok()?, 0)?;
    let (end, days) = start.overflowing_add_signed(length);
    (days == 0).then_some(Hours { start, end })
}
