//! What a customer can do: where it is sent, with which body, and which event tells the page of it.

use chrono::{DateTime, Utc};
use followthrough_common::{
    api::{
        customer_door::{
            AcceptMoveBody, AnswerBody, ConcernBody, DeliveryReplyBody, MessageBody, MoveBody, NoteBody,
            PlainBody, PromiseReply, PromiseReplyBody,
        },
        view::CustomerView,
    },
    domain::transition::Machine,
    id::{AskId, ConcernId, DeliveryId, PromiseId, TouchpointId},
    text::{Line, Words},
    time::Slot,
};
use serde::Serialize;

use super::Form;

/// One thing done.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of the bodies in common::api::customer_door")]
pub enum Act {
    /// An answer, or its correction.
    Answer { ask: AskId, value: Line, text: Option<Words> },
    /// "Not now."
    Snooze(AskId),
    /// "That suits me."
    Confirm(TouchpointId),
    /// The customer's own step is taken.
    Complete(TouchpointId),
    /// "Yes, it happened."
    Agree(TouchpointId),
    /// "It did happen after all."
    TakeBack(TouchpointId),
    /// Other times.
    RequestMove { touchpoint: TouchpointId, options: Vec<Slot>, reason: Option<Words> },
    /// One of the times that the vendor suggested.
    AcceptMove { touchpoint: TouchpointId, option: usize },
    /// None of them.
    DeclineMove(TouchpointId),
    /// "This did not happen."
    Dispute { touchpoint: TouchpointId, note: Option<Words> },
    /// Called off.
    Cancel { touchpoint: TouchpointId, note: Option<Words> },
    /// Yes or no to a new date, or to "kept".
    ReplyPromise { promise: PromiseId, reply: PromiseReply, proposed_at: Option<DateTime<Utc>> },
    /// "Not as promised."
    DisputePromise { promise: PromiseId, note: Option<Words> },
    /// "No longer needed."
    ReleasePromise(PromiseId),
    /// A concern.
    Raise(Box<ConcernBody>),
    /// A message in a concern.
    Message { concern: ConcernId, text: Words },
    /// "Yes, sorted."
    ConfirmConcern(ConcernId),
    /// "Not yet."
    NotYet { concern: ConcernId, note: Option<Words> },
    /// Taken back.
    Withdraw { concern: ConcernId, note: Option<Words> },
    /// All there, or not.
    ReplyDelivery { delivery: DeliveryId, is_complete: bool, note: Option<Words> },
}

impl Act {
    /// What it is about: the id of one thing, or `raise`.
    pub fn subject(&self) -> String {
        match self {
            Self::Answer { ask, .. } | Self::Snooze(ask) => ask.to_string(),
            Self::Confirm(id) | Self::Complete(id) | Self::Agree(id) | Self::TakeBack(id) => id.to_string(),
            Self::RequestMove { touchpoint, .. }
            | Self::AcceptMove { touchpoint, .. }
            | Self::DeclineMove(touchpoint)
            | Self::Dispute { touchpoint, .. }
            | Self::Cancel { touchpoint, .. } => touchpoint.to_string(),
            Self::ReplyPromise { promise, .. }
            | Self::DisputePromise { promise, .. }
            | Self::ReleasePromise(promise) => promise.to_string(),
            Self::Raise(_) => "raise".to_owned(),
            Self::Message { concern, .. }
            | Self::ConfirmConcern(concern)
            | Self::NotYet { concern, .. }
            | Self::Withdraw { concern, .. } => concern.to_string(),
            Self::ReplyDelivery { delivery, .. } => delivery.to_string(),
        }
    }

    /// The path below the sale's.
    pub fn path(&self) -> String {
        let (collection, action) = self.place();
        let mut path = String::from(collection);
        if !action.is_empty() {
            path.push('/');
            path.push_str(&self.subject());
            path.push('/');
            path.push_str(action);
        }
        path
    }

    fn place(&self) -> (&'static str, &'static str) {
        match self {
            Self::Answer { .. } => ("asks", "answers"),
            Self::Snooze(_) => ("asks", "snooze"),
            Self::Confirm(_) => ("touchpoints", "confirm"),
            Self::Complete(_) => ("touchpoints", "complete"),
            Self::Agree(_) => ("touchpoints", "agree"),
            Self::TakeBack(_) => ("touchpoints", "take-back"),
            Self::RequestMove { .. } => ("touchpoints", "move-requests"),
            Self::AcceptMove { .. } => ("touchpoints", "accept-move"),
            Self::DeclineMove(_) => ("touchpoints", "decline-move"),
            Self::Dispute { .. } => ("touchpoints", "dispute"),
            Self::Cancel { .. } => ("touchpoints", "cancel"),
            Self::ReplyPromise { .. } => ("promises", "reply"),
            Self::DisputePromise { .. } => ("promises", "dispute"),
            Self::ReleasePromise(_) => ("promises", "release"),
            Self::Raise(_) => ("concerns", ""),
            Self::Message { .. } => ("concerns", "messages"),
            Self::ConfirmConcern(_) => ("concerns", "confirm"),
            Self::NotYet { .. } => ("concerns", "not-yet"),
            Self::Withdraw { .. } => ("concerns", "withdraw"),
            Self::ReplyDelivery { .. } => ("deliveries", "reply"),
        }
    }

    /// The JSON to send. `seen` is the state of the thing as the customer saw it.
    pub fn body(&self, seen: Option<Line>) -> String {
        let expected_state = seen;
        match self.clone() {
            // An answer may follow its own correction within seconds; the newest counts.
            Self::Answer { value, text, .. } => json(&AnswerBody { value, text, expected_state: None }),
            Self::Snooze(_)
            | Self::Confirm(_)
            | Self::Complete(_)
            | Self::Agree(_)
            | Self::TakeBack(_)
            | Self::ReleasePromise(_)
            | Self::ConfirmConcern(_) => json(&PlainBody { expected_state }),
            Self::RequestMove { options, reason, .. } => json(&MoveBody { options, reason, expected_state }),
            Self::AcceptMove { option, .. } => json(&AcceptMoveBody { option, expected_state }),
            Self::DeclineMove(_) => json(&NoteBody { note: None, expected_state }),
            Self::Dispute { note, .. }
            | Self::Cancel { note, .. }
            | Self::DisputePromise { note, .. }
            | Self::NotYet { note, .. }
            | Self::Withdraw { note, .. } => json(&NoteBody { note, expected_state }),
            Self::ReplyPromise { reply, proposed_at, .. } => {
                json(&PromiseReplyBody { reply, proposed_at, expected_state })
            }
            Self::Raise(body) => json(&*body),
            // A message fits every state in which one can be written.
            Self::Message { text, .. } => json(&MessageBody { text, expected_state: None }),
            Self::ReplyDelivery { is_complete, note, .. } => {
                json(&DeliveryReplyBody { is_complete, note, expected_state })
            }
        }
    }

    /// The state of the thing as the view shows it.
    pub fn seen(&self, view: &CustomerView) -> Option<Line> {
        let subject = self.subject();
        let state = match self.place().0 {
            "asks" => view.asks.iter().find(|it| it.id.to_string() == subject)?.facts.state.as_str(),
            "touchpoints" => {
                view.touchpoints.iter().find(|it| it.id.to_string() == subject)?.facts.state.as_str()
            }
            "promises" => view.promises.iter().find(|it| it.id.to_string() == subject)?.facts.state.as_str(),
            "deliveries" => view.deliveries.iter().find(|it| it.id.to_string() == subject)?.state.as_str(),
            _ => view.concerns.iter().find(|it| it.id.to_string() == subject)?.facts.state.as_str(),
        };
        Line::parse(state).ok()
    }

    /// The form whose words it carries.
    pub fn form(&self) -> Option<Form> {
        match self {
            Self::Answer { ask, text: Some(_), .. } => Some(Form::Word(*ask)),
            Self::RequestMove { touchpoint, .. } => Some(Form::Move(*touchpoint)),
            Self::Dispute { touchpoint, .. } => Some(Form::DidNotHappen(*touchpoint)),
            Self::Cancel { touchpoint, .. } => Some(Form::Cancel(*touchpoint)),
            Self::DisputePromise { promise, .. } => Some(Form::NotKept(*promise)),
            Self::Raise(_) => Some(Form::Raise),
            Self::Message { concern, .. } => Some(Form::Message(*concern)),
            Self::NotYet { concern, .. } => Some(Form::NotYet(*concern)),
            Self::Withdraw { concern, .. } => Some(Form::Withdraw(*concern)),
            Self::ReplyDelivery { delivery, is_complete: false, .. } => Some(Form::Missing(*delivery)),
            Self::Answer { .. }
            | Self::Snooze(_)
            | Self::Confirm(_)
            | Self::Complete(_)
            | Self::Agree(_)
            | Self::TakeBack(_)
            | Self::AcceptMove { .. }
            | Self::DeclineMove(_)
            | Self::ReplyPromise { .. }
            | Self::ReleasePromise(_)
            | Self::ConfirmConcern(_)
            | Self::ReplyDelivery { .. } => None,
        }
    }

    /// The event that tells the page; none for what is nobody's business but ours.
    pub fn event(&self) -> &'static str {
        match (self, self.place().0) {
            (Self::Raise(_), _) => "ft-concern-raised",
            (_, "asks") => "ft-answer",
            (_, "promises") => "ft-promise-changed",
            (_, "concerns") => "ft-concern-changed",
            _ => "ft-touchpoint-changed",
        }
    }
}

fn json(body: &impl Serialize) -> String {
    // A struct of texts and numbers always has a JSON form.
    serde_json::to_string(body).unwrap_or_default()
}
