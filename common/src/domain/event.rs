//! The event log of a sale: the two-sided record. Every fact is one event of one subject; the snapshot is
//! the fold of them all.

use std::{collections::BTreeMap, io};

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    actor::Actor,
    domain::{
        adjustment,
        agenda::Agenda,
        agreement, check,
        completion::{Obstacle, Part},
        concern,
        contact_sheet::ContactSheet,
        delivery, expectation, history, introduction, milestone,
        needs::Noticed,
        note::Note,
        owner_change, payment,
        people::Person,
        promise, reason, referral, relationship, relationship_plan, resource, sale, success, testimonial,
        touchpoint, update, vital_area,
    },
    id::{
        AdjustmentId, AskId, ConcernId, CustomerId, DeliveryId, EventId, ExpectationId, IntroductionId,
        MilestoneId, OwnerChangeId, PaymentId, PromiseId, ReasonId, ReferralId, ResourceId, SuccessId,
        TestimonialId, TouchpointId, UpdateId,
    },
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
    /// A sale that began without an agenda got one.
    AgendaMade {
        /// From which template.
        agenda: Box<Agenda>,
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
    /// Most of the silence that we allow ourselves is over; only the vendor hears of it.
    SilenceNear {
        /// Since when.
        since: DateTime<Utc>,
    },
    /// The vendor wrote something on the record.
    Noted {
        /// What.
        note: Note,
    },
    /// Delivered, paid, and the customer is satisfied.
    Completed {
        /// The part that came last.
        last: Part,
    },
    /// It was complete and is no longer.
    Reopened {
        /// What is in the way now.
        because: Vec<Obstacle>,
    },
    /// The follow-up ends, and the customer is not satisfied.
    EndedUnsatisfied {
        /// Why.
        reason: Words,
    },
    /// Follow-up rests, goes on or ends.
    Relationship {
        /// What.
        event: relationship::Event,
    },
    /// About a change of who looks after the customer.
    OwnerChange {
        /// Which.
        id: OwnerChangeId,
        /// What.
        event: owner_change::Event,
    },
    /// Whom to contact when was written down.
    ContactSheetSet {
        /// The whole sheet.
        sheet: Box<ContactSheet>,
    },
    /// The customer wishes to be treated otherwise.
    PreferencesChanged {
        /// The version of their wishes.
        version: u32,
    },
    /// The customer needs something else.
    NeedsChanged {
        /// What changed.
        noticed: Box<Noticed>,
    },
    /// The vendor has read what changed.
    NeedsRead {
        /// What follows from it.
        note: Option<Words>,
    },
    /// What the sale knew of its customer when it began.
    CustomerKnown {
        /// The version of their wishes.
        preferences: u32,
        /// The version of their needs.
        needs: u32,
        /// The versions of the other customers' needs.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        others: BTreeMap<CustomerId, u32>,
    },
    /// The people on the customer's side are these from now on.
    PeopleSet {
        /// The one who is asked first.
        people: Vec<Person>,
        /// The versions of the needs of those who are new.
        known: BTreeMap<CustomerId, u32>,
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
    /// About a reason.
    Reason {
        /// Which.
        id: ReasonId,
        /// What.
        event: reason::Event,
    },
    /// About an expectation.
    Expectation {
        /// Which.
        id: ExpectationId,
        /// What.
        event: expectation::Event,
    },
    /// About a success.
    Success {
        /// Which.
        id: SuccessId,
        /// What.
        event: success::Event,
    },
    /// About a resource.
    Resource {
        /// Which.
        id: ResourceId,
        /// What.
        event: resource::Event,
    },
    /// About an introduction.
    Introduction {
        /// Which.
        id: IntroductionId,
        /// What.
        event: introduction::Event,
    },
    /// About a testimonial.
    Testimonial {
        /// Which.
        id: TestimonialId,
        /// What.
        event: testimonial::Event,
    },
    /// About a referral.
    Referral {
        /// Which.
        id: ReferralId,
        /// What.
        event: referral::Event,
    },
    /// About the relationship plan.
    RelationshipPlan {
        /// What.
        event: relationship_plan::Event,
    },
    /// A payment was reported.
    Payment {
        /// Which.
        id: PaymentId,
        /// What the vendor's systems say.
        report: payment::Report,
    },
    /// About an adjustment.
    Adjustment {
        /// Which.
        id: AdjustmentId,
        /// What.
        event: adjustment::Event,
    },
    /// About the handling agreement.
    Agreement {
        /// What.
        event: agreement::Event,
    },
    /// It was said what matters most to the customer.
    VitalAreas {
        /// Most vital first.
        areas: Vec<vital_area::VitalArea>,
    },
    /// About a milestone.
    Milestone {
        /// Which.
        id: MilestoneId,
        /// What.
        event: milestone::Event,
    },
    /// The vendor said how fast it answered before the signature.
    ReplyBefore {
        /// Working minutes; none when it takes the figure back.
        minutes: Option<i64>,
    },
    /// An update was sent.
    Update {
        /// Which.
        id: UpdateId,
        /// The news.
        message: update::Message,
    },
}

/// Counts what is written, and keeps nothing of it.
#[derive(Default)]
struct Counter(u64);

impl io::Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 = self.0.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl EventBody {
    /// How many bytes it takes in the log.
    pub fn size(&self) -> u64 {
        let mut counter = Counter::default();
        // What is only counted cannot fail to be written.
        drop(serde_json::to_writer(&mut counter, self));
        counter.0
    }

    /// The name that stands in the log and in webhooks, `touchpoint.confirmed`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Opened { .. } => "sale.opened",
            Self::Cancelled { .. } => "sale.cancelled",
            Self::DeliveryExpected { .. } => "sale.delivery_expected",
            Self::AgendaMade { .. } => "sale.agenda_made",
            Self::HistoryRecorded { .. } => "sale.history_recorded",
            Self::SilenceDue { .. } => "sale.silent",
            Self::SilenceNear { .. } => "sale.silence_near",
            Self::Noted { .. } => "note.written",
            Self::Completed { .. } => "sale.completed",
            Self::Reopened { .. } => "sale.reopened",
            Self::EndedUnsatisfied { .. } => "sale.ended_unsatisfied",
            Self::Relationship { event } => event.kind(),
            Self::OwnerChange { event, .. } => event.kind(),
            Self::ContactSheetSet { .. } => "contact_sheet.set",
            Self::PreferencesChanged { .. } => "preferences.changed",
            Self::NeedsChanged { .. } => "needs.changed",
            Self::NeedsRead { .. } => "needs.read",
            Self::CustomerKnown { .. } => "customer.known",
            Self::PeopleSet { .. } => "people.set",
            Self::Touchpoint { event, .. } => event.kind(),
            Self::Ask { event, .. } => event.kind(),
            Self::Concern { event, .. } => event.kind(),
            Self::Promise { event, .. } => event.kind(),
            Self::Delivery { event, .. } => event.kind(),
            Self::Payment { report, .. } => report.kind(),
            Self::Adjustment { event, .. } => event.kind(),
            Self::Agreement { event } => event.kind(),
            Self::VitalAreas { .. } => "vital_areas.set",
            Self::Milestone { event, .. } => event.kind(),
            Self::ReplyBefore { .. } => "sale.reply_before_set",
            Self::Reason { event, .. } => event.kind(),
            Self::Expectation { event, .. } => event.kind(),
            Self::Success { event, .. } => event.kind(),
            Self::Resource { event, .. } => event.kind(),
            Self::Introduction { event, .. } => event.kind(),
            Self::Testimonial { event, .. } => event.kind(),
            Self::Referral { event, .. } => event.kind(),
            Self::RelationshipPlan { event } => event.kind(),
            Self::Update { .. } => "update.sent",
        }
    }
}
