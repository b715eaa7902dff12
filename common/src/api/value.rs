//! What a sale is worth to its customer and what comes next, as both sides see it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    domain::{
        expectation::Expectation,
        introduction::Introduction,
        reason::{Reason, ReasonKind},
        referral::Referral,
        relationship_plan::RelationshipPlan,
        resource::Resource,
        sale::{Sale, Withdrawal},
        success::Success,
        testimonial::Testimonial,
    },
    id::SaleId,
    text::{Line, Words},
};

/// Reasons, successes and what comes of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ValueView {
    /// Why the customer chose this.
    pub reasons: Vec<Reason>,
    /// Until when and where the customer may withdraw from the purchase; stands beside the reasons.
    pub withdrawal: Option<Withdrawal>,
    /// What the customer expects, and whether it came true.
    pub expectations: Vec<Expectation>,
    /// What went well, newest first.
    pub successes: Vec<Success>,
    /// What the vendor found for the customer, newest first.
    pub resources: Vec<Resource>,
    /// Whom the customer may like to meet.
    pub introductions: Vec<Introduction>,
    /// What the customer lets the vendor show others.
    pub testimonials: Vec<Testimonial>,
    /// Who else could use this.
    pub referrals: Vec<Referral>,
    /// How the two keep in touch after the first month.
    pub relationship_plan: Option<RelationshipPlan>,
}

impl From<&Sale> for ValueView {
    fn from(sale: &Sale) -> Self {
        Self {
            reasons: sale.reasons.clone(),
            withdrawal: sale.withdrawal.clone(),
            expectations: sale.expectations.clone(),
            successes: sale.successes.iter().rev().cloned().collect(),
            resources: sale.resources.iter().rev().cloned().collect(),
            introductions: sale.introductions.clone(),
            testimonials: sale.testimonials.clone(),
            referrals: sale.referrals.clone(),
            relationship_plan: sale.relationship_plan.clone(),
        }
    }
}

impl ValueView {
    /// Without what belongs to other people.
    #[must_use]
    pub fn for_customer(self) -> Self {
        let introductions = self.introductions.iter().map(Introduction::for_customer).collect();
        let referrals = self.referrals.iter().map(Referral::for_customer).collect();
        Self { introductions, referrals, ..self }
    }
}

/// What another customer lets the vendor show beside the reasons; nothing else of them is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Proof {
    /// In their words.
    pub words: Words,
    /// The name that they let stand beside it.
    pub shown_as: Line,
    /// The kind of reason that it speaks to.
    pub reason_kind: Option<ReasonKind>,
    /// Since when they let it be shown.
    pub since: DateTime<Utc>,
}

/// What a customer reads about the value of their sale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnValue {
    /// What belongs to the sale.
    #[serde(flatten)]
    pub value: ValueView,
    /// What other customers say, while they let it be shown: what speaks to the reader's kinds of reasons
    /// first, then the newest.
    pub proof: Vec<Proof>,
}

/// A testimonial as the vendor's library keeps it, whatever became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LibraryItem {
    /// The sale that it was asked for in.
    pub sale: SaleId,
    /// The question, the consent and the words; no words without consent.
    #[serde(flatten)]
    pub testimonial: Testimonial,
    /// Whether other customers see it beside their reasons now.
    pub is_shown: bool,
}
