//! What a sale is worth to its customer and what comes next, as both sides see it.

use serde::{Deserialize, Serialize};

use crate::domain::{
    expectation::Expectation,
    introduction::Introduction,
    reason::Reason,
    referral::Referral,
    relationship_plan::RelationshipPlan,
    resource::Resource,
    sale::{Sale, Withdrawal},
    success::Success,
    testimonial::Testimonial,
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
