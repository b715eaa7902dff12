//! What a vendor sends about how concerns are handled: the agreement, the milestones, its own figures.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    api::century,
    calendar::CalendarRef,
    domain::{
        agreement::{Clocks, EscalationStep, LocalWords, Terms},
        milestone::Command,
    },
    id::CalendarId,
    text::Words,
};

/// What happens when something goes wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
pub struct AgreementOffer {
    /// What to offer; your standard as it is if it is not said.
    pub terms: Option<AgreementTerms>,
}

/// A milestone that comes later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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

/// How fast you answered before the signature, by your own figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReplyBefore {
    /// Working minutes on average; none takes the figure back.
    pub working_minutes: Option<i64>,
}
