//! The event log of a sale: the two-sided record. Every fact is one event of one subject; the snapshot is
//! the fold of them all.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    actor::Actor,
    domain::{check, concern, delivery, history, payment, promise, sale, touchpoint, update},
    id::{AskId, ConcernId, DeliveryId, EventId, PaymentId, PromiseId, TouchpointId, UpdateId},
    text::Words,
};

/// One event with its place in the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Its id.
    pub id: EventId,
    /// From 1, without gaps, within its sale.
    pub seq: u64,
    /// Domain time.
    pub at: DateTime<Utc>,
    /// Who did it.
    pub actor: Actor,
    /// What happened.
    pub body: EventBody,
}

/// What happened, by subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "subject", rename_all = "snake_case")]
pub enum EventBody {
    /// The sale was opened with Followthrough.
    Opened {
        /// Everything known at the sale.
        opening: Box<sale::Opening>,
    },
    /// The vendor cancelled the sale.
    Cancelled {
        /// Why.
        reason: Option<Words>,
    },
    /// The delivery is expected on another day.
    DeliveryExpected {
        /// The day.
        on: NaiveDate,
    },
    /// Past facts were taken over.
    HistoryRecorded {
        /// The facts.
        history: Box<history::History>,
        /// The ids of what they became.
        ids: sale::HistoryIds,
    },
    /// We were silent for longer than we allow ourselves.
    SilenceDue {
        /// Since when.
        since: DateTime<Utc>,
    },
    /// About a touchpoint.
    Touchpoint {
        /// Which.
        id: TouchpointId,
        /// What.
        event: touchpoint::Event,
    },
    /// About a question.
    Ask {
        /// Which.
        id: AskId,
        /// What.
        event: check::Event,
    },
    /// About a concern.
    Concern {
        /// Which.
        id: ConcernId,
        /// What.
        event: concern::Event,
    },
    /// About a promise.
    Promise {
        /// Which.
        id: PromiseId,
        /// What.
        event: promise::Event,
    },
    /// About a delivery.
    Delivery {
        /// Which.
        id: DeliveryId,
        /// What.
        event: delivery::Event,
    },
    /// A payment was reported.
    Payment {
        /// Which.
        id: PaymentId,
        /// What the vendor's systems say.
        report: payment::Report,
    },
    /// An update was sent.
    Update {
        /// Which.
        id: UpdateId,
        /// The news.
        message: update::Message,
    },
}

impl EventBody {
    /// The name that stands in the log and in webhooks, `touchpoint.confirmed`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Opened { .. } => "sale.opened",
            Self::Cancelled { .. } => "sale.cancelled",
            Self::DeliveryExpected { .. } => "sale.delivery_expected",
            Self::HistoryRecorded { .. } => "sale.history_recorded",
            Self::SilenceDue { .. } => "sale.silent",
            Self::Touchpoint { event, .. } => touchpoint_kind(event),
            Self::Ask { event, .. } => ask_kind(event),
            Self::Concern { event, .. } => concern_kind(event),
            Self::Promise { event, .. } => promise_kind(event),
            Self::Delivery { event, .. } => match event {
                delivery::Event::Reported(_) => "delivery.reported",
                delivery::Event::Accepted => "delivery.accepted",
                delivery::Event::Incomplete { .. } => "delivery.incomplete",
                delivery::Event::Completed => "delivery.completed",
            },
            Self::Payment { report, .. } => match report.state {
                payment::PaymentState::Pending => "payment.pending",
                payment::PaymentState::Cleared => "payment.cleared",
                payment::PaymentState::Reversed => "payment.reversed",
            },
            Self::Update { .. } => "update.sent",
        }
    }
}

fn touchpoint_kind(event: &touchpoint::Event) -> &'static str {
    use touchpoint::Event as E;
    match event {
        E::Planned(_) => "touchpoint.planned",
        E::Confirmed => "touchpoint.confirmed",
        E::MoveRequested { .. } => "touchpoint.move_requested",
        E::MoveDeclined { .. } => "touchpoint.move_declined",
        E::Moved { .. } => "touchpoint.moved",
        E::Reanchored { .. } => "touchpoint.reanchored",
        E::Completed => "touchpoint.completed",
        E::ReportedDone { .. } => "touchpoint.reported_done",
        E::AgreedDone => "touchpoint.agreed_done",
        E::WindowEnded => "touchpoint.window_ended",
        E::Disputed { .. } => "touchpoint.disputed",
        E::TakenBack => "touchpoint.taken_back",
        E::Missed { .. } => "touchpoint.missed",
        E::Cancelled { .. } => "touchpoint.cancelled",
    }
}

fn ask_kind(event: &check::Event) -> &'static str {
    use check::Event as E;
    match event {
        E::Planned(_) => "ask.planned",
        E::Replanned { .. } => "ask.replanned",
        E::Offered { .. } => "ask.offered",
        E::Suppressed { .. } => "ask.suppressed",
        E::Snoozed { .. } => "ask.snoozed",
        E::Answered { .. } => "answer.given",
        E::Revised { .. } => "answer.revised",
        E::Expired => "ask.expired",
        E::Linked { .. } => "ask.linked",
    }
}

fn concern_kind(event: &concern::Event) -> &'static str {
    use concern::Event as E;
    match event {
        E::Raised(_) => "concern.raised",
        E::Described { .. } => "concern.described",
        E::Acknowledged { .. } => "concern.acknowledged",
        E::Started { .. } => "concern.started",
        E::CustomerWrote { .. } => "concern.customer_wrote",
        E::MemberWrote { .. } => "concern.member_wrote",
        E::CustomerAsked { .. } => "concern.customer_asked",
        E::Proposed { .. } => "concern.proposed",
        E::Confirmed => "concern.confirmed",
        E::NotYet { .. } => "concern.not_yet",
        E::Withdrawn { .. } => "concern.withdrawn",
        E::Reminded => "concern.reminded",
        E::Lapsed => "concern.lapsed",
        E::WordOverdue { .. } => "concern.word_overdue",
    }
}

fn promise_kind(event: &promise::Event) -> &'static str {
    use promise::Event as E;
    match event {
        E::Made(_) => "promise.made",
        E::DateProposed { .. } => "promise.date_proposed",
        E::DateAccepted => "promise.date_accepted",
        E::DateDeclined => "promise.date_declined",
        E::ClaimedKept { .. } => "promise.claimed_kept",
        E::Agreed => "promise.agreed",
        E::Disputed { .. } => "promise.disputed",
        E::GivenUp { .. } => "promise.given_up",
        E::Released => "promise.released",
        E::WindowEnded => "promise.window_ended",
    }
}
