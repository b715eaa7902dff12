//! The sale: one aggregate that joins the subjects. `decide` may refuse, `evolve` only remembers.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    calendar::CalendarRef,
    domain::{
        adjustment::Adjustment,
        agenda::{Agenda, Anchors},
        check::{self, About},
        completion::Ending,
        concern::Concern,
        delivery::Delivery,
        expectation::Expectation,
        handling::Handling,
        introduction::Introduction,
        payment::Payment,
        promise::Promise,
        reason::{self, Reason},
        referral::Referral,
        relationship_plan::RelationshipPlan,
        resource::Resource,
        success::Success,
        testimonial::Testimonial,
        touchpoint::{Touchpoint, TouchpointState},
        update::Update,
    },
    id::{
        AdjustmentId, AskId, ConcernId, CustomerId, DeliveryId, MemberId, PaymentId, PromiseId, SaleId,
        TouchpointId, VendorId,
    },
    text::Line,
    time::ZoneName,
};

mod asking;
mod command;
mod contact;
mod decide;
mod draft;
mod echo;
mod enough;
mod evolve;
mod in_touch;
mod limits;
mod opening;
mod people;
#[cfg(test)]
pub(crate) mod tests;
mod tick;

pub use asking::{ledger_entries, standing_refusals};
pub use command::Command;
pub use contact::{ContactState, NewOwner};
pub use decide::decide;
pub use echo::echo;
pub use evolve::evolve;
pub use opening::{Opening, Withdrawal};
pub use tick::next_due_at;

/// Whether follow-up goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SaleState {
    /// No event yet.
    Unborn,
    /// Follow-up goes on.
    Active,
    /// Taken over from the past, or ended by a side: nothing is planned.
    Closed,
    /// Called off.
    Cancelled,
}

impl SaleState {
    /// The word in the data.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unborn => "unborn",
            Self::Active => "active",
            Self::Closed => "closed",
            Self::Cancelled => "cancelled",
        }
    }
}

/// The ids of what past facts became.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryIds {
    /// The payment.
    pub payment: PaymentId,
    /// The delivery promise.
    pub promise: PromiseId,
    /// The delivery.
    pub delivery: DeliveryId,
    /// The survey.
    pub ask: AskId,
}

/// A sale with everything that belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sale {
    /// Its id.
    pub id: SaleId,
    /// Whose it is.
    pub vendor: VendorId,
    /// The number of its events.
    pub version: u64,
    /// How many bytes its events take in the log: everything that was ever said and done in it.
    #[serde(default)]
    pub log_size: u64,
    /// Whether follow-up goes on.
    pub state: SaleState,
    /// The vendor's order number.
    pub reference: Line,
    /// What was bought.
    pub title: Line,
    /// The vendor's own word for where the order stands.
    pub status: Option<Line>,
    /// Who looks after the customer.
    pub owner: MemberId,
    /// Whom it was sold to; the first one is asked.
    pub customers: Vec<CustomerId>,
    /// Where the customer is.
    pub time_zone: ZoneName,
    /// The pinned business calendar.
    pub calendar: CalendarRef,
    /// The days that the agenda counts from.
    pub anchors: Anchors,
    /// What is to be paid, in minor units.
    pub invoiced: Option<i64>,
    /// ISO 4217.
    pub currency: Option<Line>,
    /// What the customer expects.
    pub expectations: Vec<Expectation>,
    /// Why the customer chose this.
    #[serde(deserialize_with = "reason::read")]
    pub reasons: Vec<Reason>,
    /// What the agenda is made from.
    pub agenda: Option<Agenda>,
    /// The agenda.
    pub touchpoints: Vec<Touchpoint>,
    /// The questions.
    pub asks: Vec<check::Ask>,
    /// The concerns.
    pub concerns: Vec<Concern>,
    /// The promises.
    pub promises: Vec<Promise>,
    /// What the vendor proposed to do differently.
    #[serde(default)]
    pub adjustments: Vec<Adjustment>,
    /// The deliveries.
    pub deliveries: Vec<Delivery>,
    /// The payments.
    pub payments: Vec<Payment>,
    /// The updates.
    pub updates: Vec<Update>,
    /// The last real word to the customer; the silence clock counts from it.
    pub last_word_at: DateTime<Utc>,
    /// The last word whose silence was noticed.
    pub silence_noticed_for: Option<DateTime<Utc>>,
    /// The last word whose silence the vendor was warned of.
    #[serde(default)]
    pub silence_warned_for: Option<DateTime<Utc>>,
    /// Contact discipline.
    #[serde(default)]
    pub contact: ContactState,
    /// Taken over from the past without an agenda: it wakes no clock.
    pub is_history: bool,
    /// Since when it is complete, as the log says; none while it is not.
    #[serde(default)]
    pub completed_at: Option<DateTime<Utc>>,
    /// How the follow-up ended without the customer being satisfied.
    #[serde(default)]
    pub ended: Option<Ending>,
    /// What was agreed about problems, and what keeps them few.
    #[serde(default)]
    pub handling: Handling,
    /// Until when and where the customer may withdraw from the purchase.
    #[serde(default)]
    pub withdrawal: Option<Withdrawal>,
    /// What went well, in writing.
    #[serde(default)]
    pub successes: Vec<Success>,
    /// What the vendor found for the customer.
    #[serde(default)]
    pub resources: Vec<Resource>,
    /// Whom the customer may like to meet.
    #[serde(default)]
    pub introductions: Vec<Introduction>,
    /// What the customer lets the vendor show others.
    #[serde(default)]
    pub testimonials: Vec<Testimonial>,
    /// Who else could use this.
    #[serde(default)]
    pub referrals: Vec<Referral>,
    /// How the two keep in touch afterwards.
    #[serde(default)]
    pub relationship_plan: Option<RelationshipPlan>,
}

impl Sale {
    /// A sale before its first event.
    pub fn unborn(vendor: VendorId, id: SaleId) -> Self {
        let nobody = crate::id::TypedId::from_bits(0);
        let blank = Line::blank();
        Self {
            id,
            vendor,
            version: 0,
            log_size: 0,
            state: SaleState::Unborn,
            reference: blank.clone(),
            title: blank,
            status: None,
            owner: nobody,
            customers: Vec::new(),
            time_zone: ZoneName::utc(),
            calendar: CalendarRef { id: crate::id::TypedId::from_bits(0), version: 0 },
            anchors: Anchors {
                purchased_at: DateTime::UNIX_EPOCH,
                expected_delivery_on: None,
                delivered_on: None,
            },
            invoiced: None,
            currency: None,
            expectations: Vec::new(),
            reasons: Vec::new(),
            agenda: None,
            touchpoints: Vec::new(),
            asks: Vec::new(),
            concerns: Vec::new(),
            promises: Vec::new(),
            adjustments: Vec::new(),
            deliveries: Vec::new(),
            payments: Vec::new(),
            updates: Vec::new(),
            last_word_at: DateTime::UNIX_EPOCH,
            silence_noticed_for: None,
            silence_warned_for: None,
            contact: ContactState::default(),
            is_history: false,
            completed_at: None,
            ended: None,
            handling: Handling::default(),
            withdrawal: None,
            successes: Vec::new(),
            resources: Vec::new(),
            introductions: Vec::new(),
            testimonials: Vec::new(),
            referrals: Vec::new(),
            relationship_plan: None,
        }
    }

    /// Whether follow-up goes on.
    pub fn is_active(&self) -> bool {
        self.state == SaleState::Active
    }

    /// Whether that is a part of this sale.
    pub fn has(&self, part: About) -> bool {
        match part {
            About::Sale => true,
            About::Touchpoint(id) => self.touchpoint(id).is_some(),
            About::Delivery(id) => self.delivery(id).is_some(),
            About::Promise(id) => self.promise(id).is_some(),
            About::Concern(id) => self.concern(id).is_some(),
            About::Expectation(id) => self.expectations.iter().any(|it| it.id == id),
            About::VitalArea(id) => self.handling.vital_area(id).is_some(),
        }
    }

    /// The touchpoint with that id.
    pub fn touchpoint(&self, id: TouchpointId) -> Option<&Touchpoint> {
        self.touchpoints.iter().find(|touchpoint| touchpoint.id == id)
    }

    /// What stands in for a touchpoint that was called off or missed.
    pub fn replacement(&self, id: TouchpointId) -> Option<&Touchpoint> {
        let is_it = |it: &&Touchpoint| it.plan.ties.replaces == Some(id) && it.id != id;
        self.touchpoints.iter().rfind(is_it)
    }

    /// Whether something stands in for it that was not itself called off.
    pub fn is_replaced(&self, id: TouchpointId) -> bool {
        self.replacement(id).is_some_and(|it| it.state != TouchpointState::Cancelled)
    }

    /// The ask with that id.
    pub fn ask(&self, id: AskId) -> Option<&check::Ask> {
        self.asks.iter().find(|ask| ask.id == id)
    }

    /// The concern with that id.
    pub fn concern(&self, id: ConcernId) -> Option<&Concern> {
        self.concerns.iter().find(|concern| concern.id == id)
    }

    /// The promise with that id.
    pub fn promise(&self, id: PromiseId) -> Option<&Promise> {
        self.promises.iter().find(|promise| promise.id == id)
    }

    /// The adjustment with that id.
    pub fn adjustment(&self, id: AdjustmentId) -> Option<&Adjustment> {
        self.adjustments.iter().find(|adjustment| adjustment.id == id)
    }

    /// The delivery with that id.
    pub fn delivery(&self, id: DeliveryId) -> Option<&Delivery> {
        self.deliveries.iter().find(|delivery| delivery.id == id)
    }
}
