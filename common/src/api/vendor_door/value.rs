//! What both doors take about reasons and expectations, and what the vendor sends about the rest of what a
//! sale is worth.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    api::century,
    domain::{
        expectation,
        introduction::{self, Acquaintance, Counterpart, Offer},
        reason::{self, ReasonKind},
        referral::{self, Relation},
        relationship_plan::{Interval, PlanTerms},
        resource, success,
        testimonial::{Question, Use},
    },
    id::{ExpectationId, MemberId, SuccessId},
    link::Link,
    text::{Line, Words},
};

/// Why the customer chose this. Both doors take it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReasonInput {
    /// In the customer's words.
    pub text: Words,
    /// What kind.
    #[serde(default)]
    pub kind: ReasonKind,
    /// Who said it, at the customer's side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said_by: Option<Line>,
    /// When it was said; at the sale if it is not known better.
    #[serde(default, deserialize_with = "century::date_if")]
    pub on: Option<NaiveDate>,
}

impl From<ReasonInput> for reason::Telling {
    fn from(input: ReasonInput) -> Self {
        let ReasonInput { text, kind, said_by, on } = input;
        Self { text, kind, said_by, on }
    }
}

/// What the customer expects. Both doors take it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ExpectationInput {
    /// The benefit, in the customer's words.
    pub statement: Words,
    /// How both sides will know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<Words>,
    /// By when.
    #[serde(default, deserialize_with = "century::date_if")]
    pub due: Option<NaiveDate>,
    /// Whether the purchase stands or falls with it.
    #[serde(default)]
    pub is_vital: bool,
}

impl From<ExpectationInput> for expectation::Wording {
    fn from(input: ExpectationInput) -> Self {
        let ExpectationInput { statement, measure, due, is_vital } = input;
        Self { statement, measure, due, is_vital }
    }
}

/// Something that went well, in writing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SuccessInput {
    /// What went well, with the fact in it.
    pub sentence: Words,
    /// The day on which it did.
    #[serde(deserialize_with = "century::date")]
    pub happened_on: NaiveDate,
    /// What proves it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Words>,
    /// The expectation that it fulfils.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expectation: Option<ExpectationId>,
}

impl From<SuccessInput> for success::Entry {
    fn from(input: SuccessInput) -> Self {
        let SuccessInput { sentence, happened_on, evidence, expectation } = input;
        Self { sentence, happened_on, evidence, expectation }
    }
}

/// A success, written as the customer said it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SuccessRewrite {
    /// The new sentence.
    pub sentence: Words,
}

/// Something useful, picked for this customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ResourceInput {
    /// What it is called.
    pub title: Line,
    /// Where it is.
    pub link: Link,
    /// Why it was picked for this customer.
    pub why: Words,
    /// The expectation that it helps with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expectation: Option<ExpectationId>,
}

impl From<ResourceInput> for resource::Pick {
    fn from(input: ResourceInput) -> Self {
        let ResourceInput { title, link, why, expectation } = input;
        Self { title, link, why, expectation }
    }
}

/// Somebody whom the customer may like to meet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct IntroductionInput {
    /// Who it is, without a name.
    pub about: Words,
    /// Why the two should meet.
    pub why: Words,
    /// The other one; told to the customer only when both said yes.
    pub other: Acquaintance,
    /// Asks the other one too, in the portal of a sale of theirs: they answer there, and nobody for them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counterpart: Option<Box<Counterpart>>,
}

impl From<IntroductionInput> for introduction::Command {
    fn from(input: IntroductionInput) -> Self {
        let IntroductionInput { about, why, other, counterpart } = input;
        Self::Offer(Box::new(Offer { about, why, other, asked_in: None }), counterpart)
    }
}

/// What the other one said to the vendor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OtherAnswer {
    /// Whether they said yes.
    pub is_yes: bool,
    /// How they said so: "by telephone on Tuesday".
    pub said: Words,
}

impl From<OtherAnswer> for introduction::Act {
    fn from(OtherAnswer { is_yes, said }: OtherAnswer) -> Self {
        let said = Some(said);
        if is_yes { Self::RecordYes { said } } else { Self::RecordNo { said } }
    }
}

/// May this be shown to others?
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TestimonialQuestion {
    /// A success that the customer agreed to.
    pub success: SuccessId,
    /// Where it would be shown.
    pub uses: Vec<Use>,
    /// The kind of reason that it speaks to: shown first to those who have such a reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason_kind: Option<ReasonKind>,
}

impl From<TestimonialQuestion> for Question {
    fn from(input: TestimonialQuestion) -> Self {
        let TestimonialQuestion { success, uses, reason_kind } = input;
        Self { success, uses, reason_kind }
    }
}

/// Who else could use this. Both doors take it, after the customer said that they are satisfied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReferralInput {
    /// Who.
    pub name: Line,
    /// How they belong to the customer.
    pub relation: Relation,
    /// How to reach them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Line>,
    /// What they need.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Words>,
    /// Whether the vendor may say who named them.
    #[serde(default)]
    pub may_name_customer: bool,
}

impl From<ReferralInput> for referral::Naming {
    fn from(input: ReferralInput) -> Self {
        let ReferralInput { name, relation, contact, note, may_name_customer } = input;
        Self { name, relation, contact, note, may_name_customer }
    }
}

/// How the two keep in touch after the first month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RelationshipPlanInput {
    /// How often the customer hears from the vendor.
    pub interval: Interval,
    /// What it is about, one after another.
    pub topics: Vec<Line>,
    /// When the plan itself is looked at again.
    #[serde(deserialize_with = "century::date")]
    pub next_review_on: NaiveDate,
    /// Who keeps in touch.
    pub owner: MemberId,
}

impl From<RelationshipPlanInput> for PlanTerms {
    fn from(input: RelationshipPlanInput) -> Self {
        let RelationshipPlanInput { interval, topics, next_review_on, owner } = input;
        Self { interval, topics, next_review_on, owner }
    }
}
