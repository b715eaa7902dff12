//! The forms that open in place, one at a time: what each is about and what it sends.

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use followthrough_common::{
    api::{
        acts::customer_door::{
            CancelTouchpoint, DenyConcern, DisputePromise, DisputeTouchpoint, ReplyToDelivery,
            RequestTouchpointMove, WithdrawConcern, WriteToConcern,
        },
        customer_door::{DeliveryReplyBody, MessageBody, MoveBody, NoteBody, handling::ConcernBody},
    },
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
    /// The thing that it is about, as in [`Act`].
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
        let note = || Ok(NoteBody { note: optional("text")? });
        let act = match self {
            Self::Word(ask) => {
                let view = data.view().ok_or(Fault::Words)?;
                let known = view.asks.iter().find(|known| known.id == ask);
                let answer = known.and_then(|known| known.answer.as_ref()).ok_or(Fault::Words)?;
                Act::answer(ask, answer.value.clone(), Some(required("text")?))
            }
            Self::Missing(delivery) => {
                let body = DeliveryReplyBody { is_complete: false, note: Some(required("text")?) };
                Act::of::<ReplyToDelivery>(&delivery, &body)
            }
            Self::Move(touchpoint) => {
                let options = options(touchpoint, data, draft)?;
                Act::of::<RequestTouchpointMove>(
                    &touchpoint,
                    &MoveBody { options, reason: optional("text")? },
                )
            }
            Self::Cancel(touchpoint) => Act::of::<CancelTouchpoint>(&touchpoint, &note()?),
            Self::DidNotHappen(touchpoint) => Act::of::<DisputeTouchpoint>(&touchpoint, &note()?),
            Self::NotYet(concern) => Act::of::<DenyConcern>(&concern, &note()?),
            // A message fits every state in which one can be written.
            Self::Message(concern) => {
                Act::of::<WriteToConcern>(&concern, &MessageBody { text: required("text")? }).in_any_state()
            }
            Self::Withdraw(concern) => Act::of::<WithdrawConcern>(&concern, &note()?),
            Self::NotKept(promise) => Act::of::<DisputePromise>(&promise, &note()?),
            Self::Raise => {
                let kind = concern_kind(draft("kind"));
                let how_bad = kind.blocks_completion().then(|| severity(draft("severity")));
                let mut body = ConcernBody::new(kind, required("text")?);
                body.severity = Some(how_bad.unwrap_or(Severity::Question));
                body.wanted = optional("wanted")?;
                Act::raise(&body)
            }
        };
        Ok(act.from_form(self))
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
