//! What a vendor sends about how concerns are handled: the agreement, the milestones, its own figures.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    api::century,
    calendar::CalendarRef,
    domain::{
        agreement::{Clocks, EscalationStep, LocalWords, Terms},
        milestone::{Command, Plan, SnagNote},
    },
    id::{CalendarId, MemberId},
    text::{Line, Words},
};

/// What happens when something goes wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AgreementTerms {
    /// In plain words, paragraph by paragraph; `{owner}`, `{manager}` and `{outside_route}` are filled in.
    pub texts: Vec<LocalWords>,
    /// How fast, by severity.
    pub clocks: Clocks,
    /// Who takes over, in order.
    #[serde(default)]
    pub steps: Vec<EscalationStep>,
    /// What you offer to put things right.
    #[serde(default)]
    pub remedies: Vec<LocalWords>,
    /// Where a customer can go who is still not satisfied.
    pub outside_route: Option<LocalWords>,
    /// The business calendar of the clocks, in its newest version; the sale's own if it is not said.
    pub calendar: Option<CalendarId>,
}

impl AgreementTerms {
    /// With the version of the calendar that is pinned by it.
    pub fn pinned(self, calendar: Option<CalendarRef>) -> Terms {
        let Self { texts, clocks, steps, remedies, outside_route, .. } = self;
        Terms { texts, clocks, steps, remedies, outside_route, calendar }
    }
}

/// An offer of the next version of a sale's agreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AgreementOffer {
    /// What to offer; your standard as it is if it is not said.
    pub terms: Option<AgreementTerms>,
}

/// A milestone to come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MilestoneInput {
    /// What it is called.
    pub title: Line,
    /// What is there then.
    pub text: Option<Words>,
    /// The member who sees to it.
    pub overseer: MemberId,
    /// The day; it stays on record when another one follows.
    #[serde(deserialize_with = "century::date")]
    pub due: NaiveDate,
}

impl From<MilestoneInput> for Plan {
    fn from(body: MilestoneInput) -> Self {
        let MilestoneInput { title, text, overseer, due } = body;
        Self { title, text, overseer, due }
    }
}

/// A milestone that comes later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MilestoneSlip {
    /// The new day.
    #[serde(deserialize_with = "century::date")]
    pub to: NaiveDate,
    /// Why; the customer reads it.
    pub reason: Words,
}

impl From<MilestoneSlip> for Command {
    fn from(body: MilestoneSlip) -> Self {
        Self::Slip { to: body.to, reason: body.reason }
    }
}

/// A milestone that is no longer needed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MilestoneDrop {
    /// Why; the customer reads it.
    pub reason: Words,
}

/// A small thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SnagInput {
    /// What is wrong.
    pub text: Words,
    /// Who puts it right; the overseer if it is not said.
    pub owner: Option<MemberId>,
    /// Until when.
    #[serde(default, deserialize_with = "century::date_if")]
    pub due: Option<NaiveDate>,
}

impl From<SnagInput> for SnagNote {
    fn from(body: SnagInput) -> Self {
        let SnagInput { text, owner, due } = body;
        Self { text, owner, due }
    }
}

/// How fast you answered before the signature, by your own figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReplyBefore {
    /// Working minutes on average; none takes the figure back.
    pub working_minutes: Option<i64>,
}
