//! What a vendor promises.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::touchpoints::{TouchpointInput, remedy_of};
use crate::{
    api::century,
    domain::{
        promise::{Command, Making, PromiseKind, PromiseSource, Terms},
        sale,
    },
    error::Rejection,
    id::{ConcernId, MemberId, PromiseId, TouchpointId},
    text::Words,
};

/// A promise to write down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PromiseInput {
    /// As the customer may read it.
    pub statement: Words,
    /// What was promised.
    pub kind: PromiseKind,
    /// Where it was said.
    pub source: PromiseSource,
    /// The day, in the sale's zone; none for a standing promise. Never changes.
    #[serde(default, deserialize_with = "century::date_if")]
    pub original_due: Option<NaiveDate>,
    /// The concern that it puts right.
    pub concern: Option<ConcernId>,
    /// How many sessions, for `training`; they count down.
    pub quantity: Option<u32>,
    /// The member who made it; whoever writes it down if it is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_by: Option<MemberId>,
    /// On which day, in the sale's zone; today if it is not said, and with a new sale the day of the order.
    #[serde(default, deserialize_with = "century::date_if", skip_serializing_if = "Option::is_none")]
    pub made_on: Option<NaiveDate>,
}

impl From<PromiseInput> for Making {
    fn from(input: PromiseInput) -> Self {
        let PromiseInput { statement, kind, source, original_due, concern, quantity, made_by, made_on } =
            input;
        Self { original_due, concern, quantity, made_by, made_on, ..Self::new(statement, kind, source) }
    }
}

/// The promise is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeptClaim {
    /// On which day; today if it is not said.
    #[serde(default, deserialize_with = "century::date_if")]
    pub kept_on: Option<NaiveDate>,
    /// What proves it.
    pub evidence: Option<Words>,
}

/// It may slip: said before its day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RiskNotice {
    /// Why; the customer reads all of this.
    pub reason: Words,
    /// What we do about it.
    pub doing: Words,
    /// What we suggest to the customer.
    pub suggestion: Option<Words>,
    /// A new date, proposed in the same breath; the customer says yes or no.
    #[serde(default, deserialize_with = "century::date_if")]
    pub due: Option<NaiveDate>,
}

impl From<RiskNotice> for Command {
    fn from(notice: RiskNotice) -> Self {
        let RiskNotice { reason, doing, suggestion, due } = notice;
        Self::AnnounceRisk { reason, doing, suggestion, due }
    }
}

/// Other words or another number; the original ones stay on record, and nothing counts without the customer's
/// yes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangeProposal {
    /// As the customer would read it.
    pub statement: Words,
    /// How many sessions, if there is a number.
    pub quantity: Option<u32>,
    /// Why; the customer reads it.
    pub reason: Words,
}

impl From<ChangeProposal> for Command {
    fn from(proposal: ChangeProposal) -> Self {
        let ChangeProposal { statement, quantity, reason } = proposal;
        Self::ProposeChange { to: Terms { statement, quantity }, reason }
    }
}

/// A session of a promise: exactly one of `touchpoint` and `plan`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionInput {
    /// One that is on the agenda.
    pub touchpoint: Option<TouchpointId>,
    /// One to put there.
    pub plan: Option<TouchpointInput>,
    /// When `plan` breaks the rhythm: a live contact inside the gap.
    pub bridge: Option<TouchpointInput>,
    /// When `plan` breaks the rhythm: ask the customer whether that is fine.
    pub ask_consent: Option<bool>,
}

impl SessionInput {
    /// As the promise takes it.
    pub fn into_command(self, id: PromiseId) -> Result<sale::Command, Rejection> {
        let Self { touchpoint, plan, bridge, ask_consent } = self;
        let remedy = remedy_of(plan.as_ref(), "a `plan`", bridge, ask_consent)?;
        match (touchpoint, plan) {
            (Some(touchpoint), None) => Ok(sale::Command::Promise(id, Command::LinkSession { touchpoint })),
            (None, Some(plan)) => Ok(sale::Command::PlanSession(id, Box::new(plan.into_plan()), remedy)),
            (None, None) => Err(Rejection::field("/touchpoint", "is required, or `plan`")),
            (Some(_), Some(_)) => {
                Err(Rejection::field("/plan", "must be the only one of touchpoint and plan"))
            }
        }
    }
}

/// A session that does not count any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionRemoval {
    /// The touchpoint; it stays on the agenda.
    pub touchpoint: TouchpointId,
}
