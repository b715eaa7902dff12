//! What the vendor sends about what a sale is worth, as far as it is not the fact itself.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    api::century,
    domain::{
        introduction::{self, Acquaintance, Counterpart, Offer},
        relationship_plan::{Interval, PlanTerms},
    },
    id::MemberId,
    text::{Line, Words},
};

/// A success, written as the customer said it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SuccessRewrite {
    /// The new sentence.
    pub sentence: Words,
}

/// Somebody whom the customer may like to meet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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

/// How the two keep in touch after the first month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
