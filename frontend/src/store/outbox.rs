//! What was sent and is not saved yet. Writes go out one after the other, each under one key however often
//! it is tried; "saved" is said only when the server said so.

use followthrough_common::{api::view::CustomerView, error::ErrorCode};

use super::{Act, Kind, Screen};

/// How far a write is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WriteState {
    /// In line, or on its way.
    Sending,
    /// It did not get through; it is tried again.
    NotSent,
}

/// A write.
#[derive(Debug, Clone, PartialEq)]
pub struct Write {
    /// What is done.
    pub act: Act,
    /// The thing that it is about.
    pub subject: String,
    /// The JSON.
    pub body: String,
    /// How far it is.
    pub state: WriteState,
    /// Made when it is first tried, kept for every further try.
    pub key: Option<String>,
    /// Whether it need not wait for its next turn.
    pub is_urgent: bool,
}

/// Why the server refused a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The thing changed; the newest state is on the screen.
    Changed,
    /// The question is closed.
    Closed,
    /// A field is wrong.
    Field,
    /// No valid token.
    SignedOut,
    /// Anything else.
    Other,
}

// Constants, so that the widget carries these words and not the table of all codes.
const CONFLICT: &str = ErrorCode::Conflict.as_str();
const STATE_CHANGED: &str = ErrorCode::StateChanged.as_str();
const PRECONDITION_FAILED: &str = ErrorCode::PreconditionFailed.as_str();
const CHECK_CLOSED: &str = ErrorCode::CheckClosed.as_str();
const VALIDATION: &str = ErrorCode::Validation.as_str();
const PAYLOAD_TOO_LARGE: &str = ErrorCode::PayloadTooLarge.as_str();

impl Why {
    /// What a code says to a customer.
    pub fn of(code: &str) -> Self {
        match code {
            CONFLICT | STATE_CHANGED | PRECONDITION_FAILED => Self::Changed,
            CHECK_CLOSED => Self::Closed,
            VALIDATION | PAYLOAD_TOO_LARGE => Self::Field,
            _ => Self::Other,
        }
    }
}

/// What the customer is told about the last thing that they did to something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Nothing was done.
    Idle,
    /// On its way.
    Sending,
    /// Not through yet.
    NotSent,
    /// The server has it.
    Saved,
    /// The server does not want it.
    Refused(Why),
}

impl Write {
    /// A write that was not tried yet.
    pub fn new(act: Act, view: Option<&CustomerView>) -> Self {
        Self {
            subject: act.subject.clone(),
            body: act.body(view),
            act,
            state: WriteState::Sending,
            key: None,
            is_urgent: false,
        }
    }
}

impl Screen {
    /// How the last write about the thing is doing.
    pub fn progress(&self, subject: &str) -> Progress {
        match self.outbox.iter().rev().find(|write| write.subject == subject) {
            Some(write) if write.state == WriteState::NotSent => Progress::NotSent,
            Some(_) => Progress::Sending,
            None => self.endings.get(subject).copied().unwrap_or(Progress::Idle),
        }
    }
}

/// Puts a write in. An answer that was not tried yet gives way to its correction.
pub(super) fn push(screen: &mut Screen, write: Write) {
    let is_answer = |known: &Write| matches!(known.act.kind, Kind::Answer { .. });
    if is_answer(&write) {
        screen
            .outbox
            .retain(|known| !(is_answer(known) && known.subject == write.subject && known.key.is_none()));
    }
    screen.endings.remove(&write.subject);
    screen.outbox.push(write);
}

/// Lets everything be tried at once.
pub(super) fn hurry(screen: &mut Screen) {
    for write in &mut screen.outbox {
        write.is_urgent = true;
    }
}
