//! The record of a sale: everything that its events have left behind, as data.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Withdrawal;
use crate::{
    calendar::CalendarRef,
    domain::{
        adjustment::Adjustment,
        agenda::{Agenda, Anchors},
        agreement::Agreement,
        attachment::Attachment,
        check::Ask,
        completion::Ending,
        concern::Concern,
        contact_sheet::ContactSheet,
        delivery::Delivery,
        expectation::Expectation,
        introduction::Introduction,
        many::Many,
        milestone::Milestone,
        needs::Watch,
        owner_change::OwnerChange,
        payment::Payment,
        people::CustomerRole,
        promise::Promise,
        reason::{self, Reason},
        referral::Referral,
        relationship::Relationship,
        relationship_plan::RelationshipPlan,
        resource::Resource,
        success::Success,
        testimonial::Testimonial,
        touchpoint::Touchpoint,
        update::Update,
        vital_area::VitalArea,
    },
    id::{CustomerId, MemberId, SaleId, VendorId},
    text::Line,
    time::ZoneName,
};

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
    pub touchpoints: Many<Touchpoint>,
    /// The questions.
    pub asks: Many<Ask>,
    /// The concerns.
    pub concerns: Many<Concern>,
    /// The promises.
    pub promises: Many<Promise>,
    /// What the vendor proposed to do differently.
    #[serde(default)]
    pub adjustments: Vec<Adjustment>,
    /// The deliveries.
    pub deliveries: Vec<Delivery>,
    /// The payments.
    pub payments: Vec<Payment>,
    /// The updates.
    pub updates: Many<Update>,
    /// The last real word to the customer; the silence clock counts from it.
    pub last_word_at: DateTime<Utc>,
    /// The last word whose silence was noticed.
    pub silence_noticed_for: Option<DateTime<Utc>>,
    /// The last word whose silence the vendor was warned of.
    #[serde(default)]
    pub silence_warned_for: Option<DateTime<Utc>>,
    /// Whether the two are in touch, pause, or have parted.
    #[serde(default)]
    pub relationship: Relationship,
    /// Changes of the owner, oldest first.
    #[serde(default)]
    pub owner_changes: Vec<OwnerChange>,
    /// The contact sheet of this sale; the vendor's standard counts when it has none.
    #[serde(default)]
    pub contact_sheet: Option<ContactSheet>,
    /// The version of the customer's preferences that the plan follows.
    #[serde(default)]
    pub preferences_seen: u32,
    /// What was noticed of the customers' needs.
    #[serde(default)]
    pub needs: Watch,
    /// What the people on the customer's side do there, as far as it was said.
    #[serde(default)]
    pub roles: BTreeMap<CustomerId, BTreeSet<CustomerRole>>,
    /// Taken over from the past without an agenda: it wakes no clock.
    pub is_history: bool,
    /// Since when it is complete, as the log says; none while it is not.
    #[serde(default)]
    pub completed_at: Option<DateTime<Utc>>,
    /// Since when the sale, which was complete, is not any more.
    #[serde(default)]
    pub completion_lost_at: Option<DateTime<Utc>>,
    /// How the follow-up ended without the customer being satisfied.
    #[serde(default)]
    pub ended: Option<Ending>,
    /// What happens when something goes wrong.
    #[serde(default)]
    pub agreement: Agreement,
    /// What matters most to the customer, most vital first.
    #[serde(default)]
    pub vital_areas: Vec<VitalArea>,
    /// The milestones, in the order in which they were planned.
    #[serde(default)]
    pub milestones: Vec<Milestone>,
    /// How many working minutes the vendor took to answer before the signature, by its own figure.
    #[serde(default)]
    pub reply_before: Option<i64>,
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
    /// What is shown of concerns.
    #[serde(default)]
    pub attachments: Vec<Attachment>,
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
            touchpoints: Many::default(),
            asks: Many::default(),
            concerns: Many::default(),
            promises: Many::default(),
            adjustments: Vec::new(),
            deliveries: Vec::new(),
            payments: Vec::new(),
            updates: Many::default(),
            last_word_at: DateTime::UNIX_EPOCH,
            silence_noticed_for: None,
            silence_warned_for: None,
            relationship: Relationship::default(),
            owner_changes: Vec::new(),
            contact_sheet: None,
            preferences_seen: 0,
            needs: Watch::default(),
            roles: BTreeMap::new(),
            is_history: false,
            completed_at: None,
            completion_lost_at: None,
            ended: None,
            agreement: Agreement::default(),
            vital_areas: Vec::new(),
            milestones: Vec::new(),
            reply_before: None,
            withdrawal: None,
            successes: Vec::new(),
            resources: Vec::new(),
            introductions: Vec::new(),
            testimonials: Vec::new(),
            referrals: Vec::new(),
            attachments: Vec::new(),
            relationship_plan: None,
        }
    }

    /// Whether follow-up goes on.
    pub fn is_active(&self) -> bool {
        self.state == SaleState::Active
    }
}
