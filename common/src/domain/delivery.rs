//! A delivery: a fact of the vendor's own systems, which the customer accepts or contradicts.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    domain::{context::Context, transition::Machine},
    error::Rejection,
    id::DeliveryId,
    machine,
    text::{Line, Words},
};

machine! {
    /// Where a delivery stands.
    DeliveryState "delivery" {
        /// The vendor says that it arrived.
        Reported "reported",
        /// "Received, all there."
        Accepted "accepted",
        /// "Something is missing."
        Incomplete "incomplete",
    }
    /// What can be done to a delivery.
    DeliveryAction {
        /// "Received, all there."
        Accept,
        /// "Something is missing."
        ReportMissing,
        /// The missing part is there.
        Complete,
    }
    table {
        Reported, Customer: Accept => Accepted;
        Reported, Customer: ReportMissing => Incomplete;
        Accepted, Customer: ReportMissing => Incomplete;
        Incomplete, Member: Complete => Reported;
        Incomplete, Customer: Accept => Accepted;
    }
}

/// What the vendor reports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The vendor's own number; the same number again changes nothing.
    pub reference: Line,
    /// The day, in the sale's zone.
    pub delivered_on: NaiveDate,
    /// What proves it.
    pub evidence: Option<Words>,
}

/// A delivery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// Its id.
    pub id: DeliveryId,
    /// What was reported.
    pub report: Report,
    /// When it was reported last.
    pub reported_at: DateTime<Utc>,
    /// Where it stands.
    pub state: DeliveryState,
    /// What the customer says is missing.
    pub note: Option<Words>,
}

/// What somebody wants with a delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// "Received, all there."
    Accept,
    /// "Something is missing."
    ReportMissing {
        /// What.
        note: Option<Words>,
    },
    /// The missing part is there.
    Complete,
}

/// What happened to a delivery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Event {
    /// It arrived.
    Reported(Box<Report>),
    /// The customer has it all.
    Accepted,
    /// The customer misses something.
    Incomplete {
        /// What.
        note: Option<Words>,
    },
    /// The missing part is there.
    Completed,
}

impl Event {
    /// The name that stands in the log and in webhooks.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Reported(_) => "delivery.reported",
            Self::Accepted => "delivery.accepted",
            Self::Incomplete { .. } => "delivery.incomplete",
            Self::Completed => "delivery.completed",
        }
    }
}

/// What follows from the command, or why it cannot be.
pub fn decide(delivery: &Delivery, command: &Command, ctx: &Context<'_>) -> Result<Event, Rejection> {
    let allow = |action| delivery.state.check(action, ctx.actor.role());
    match command.clone() {
        Command::Accept => allow(DeliveryAction::Accept).map(|_| Event::Accepted),
        Command::ReportMissing { note } => {
            allow(DeliveryAction::ReportMissing).map(|_| Event::Incomplete { note })
        }
        Command::Complete => allow(DeliveryAction::Complete).map(|_| Event::Completed),
    }
}

/// Remembers what happened.
pub fn evolve(delivery: &mut Delivery, event: &Event, at: DateTime<Utc>) {
    match event.clone() {
        Event::Reported(report) => delivery.report = *report,
        Event::Accepted => delivery.state = DeliveryState::Accepted,
        Event::Incomplete { note } => {
            delivery.state = DeliveryState::Incomplete;
            delivery.note = note;
        }
        Event::Completed => {
            delivery.state = DeliveryState::Reported;
            delivery.reported_at = at;
        }
    }
}
