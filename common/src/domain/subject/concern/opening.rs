//! What is raised, and the clock that begins with it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{ConcernKind, Deadline, Severity, WorkingTime};
use crate::{
    calendar::CalendarRef,
    domain::{agreement::Pinned, context::Context},
    id::{
        AskId, ConcernId, DeliveryId, MemberId, MilestoneId, PromiseId, TouchpointId, UpdateId, VitalAreaId,
    },
    text::{Line, Words},
};

/// The card that a concern was raised from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "subject", content = "id", rename_all = "snake_case")]
pub enum Subject {
    /// An item of the agenda.
    Touchpoint(TouchpointId),
    /// A promise.
    Promise(PromiseId),
    /// A delivery.
    Delivery(DeliveryId),
    /// News.
    Update(UpdateId),
    /// A milestone.
    Milestone(MilestoneId),
}

/// How the customer reached the vendor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ConcernChannel))]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// By telephone.
    Phone,
    /// By mail.
    Email,
    /// By letter.
    Letter,
    /// In person.
    Visit,
    /// Somehow else.
    Other,
}

/// A concern that the vendor wrote down for somebody who called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reported {
    /// How it reached the vendor.
    pub channel: Channel,
    /// Who called or wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caller: Option<Line>,
}

/// What raises a concern, before its clock is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raise {
    /// What it is.
    pub kind: ConcernKind,
    /// How bad.
    pub severity: Severity,
    /// In the customer's words.
    pub words: Option<Words>,
    /// What would put it right.
    pub wanted: Option<Words>,
    /// What it does to the customer.
    pub impact: Option<Words>,
    /// The question whose answer raised it.
    pub ask: Option<AskId>,
    /// The touchpoint that it is about.
    pub touchpoint: Option<TouchpointId>,
    /// Anything else that it is about.
    pub about: Option<Subject>,
    /// What matters most to the customer and is touched by it.
    pub vital_area: Option<VitalAreaId>,
    /// The concern that it follows.
    pub follows: Option<ConcernId>,
    /// Written down for a caller.
    pub reported: Option<Reported>,
}

impl Raise {
    /// Nothing but what it is and how bad.
    pub fn new(kind: ConcernKind, severity: Severity) -> Self {
        Self {
            kind,
            severity,
            words: None,
            wanted: None,
            impact: None,
            ask: None,
            touchpoint: None,
            about: None,
            vital_area: None,
            follows: None,
            reported: None,
        }
    }
}

/// What was raised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// What it is.
    pub kind: ConcernKind,
    /// How bad.
    pub severity: Severity,
    /// In the customer's words; empty when one tap raised it and words may follow.
    pub words: Option<Words>,
    /// What would put it right.
    pub wanted: Option<Words>,
    /// What it does to the customer.
    #[serde(default)]
    pub impact: Option<Words>,
    /// The question whose answer raised it.
    pub ask: Option<AskId>,
    /// The touchpoint that it is about.
    pub touchpoint: Option<TouchpointId>,
    /// Anything else that it is about.
    #[serde(default)]
    pub about: Option<Subject>,
    /// What matters most to the customer and is touched by it.
    #[serde(default)]
    pub vital_area: Option<VitalAreaId>,
    /// The concern that it follows.
    #[serde(default)]
    pub follows: Option<ConcernId>,
    /// Written down for a caller.
    #[serde(default)]
    pub reported: Option<Reported>,
    /// The face: who answers for it until the customer says that it is sorted.
    pub owner: MemberId,
    /// Counted from 1 in its sale.
    pub number: u32,
    /// The calendar that its clock runs on, pinned.
    pub calendar: CalendarRef,
    /// Until when somebody says "we have it".
    pub acknowledge_by: DateTime<Utc>,
    /// Until when a fix should be proposed.
    pub propose_by: DateTime<Utc>,
    /// When it is time to think of the former.
    #[serde(default)]
    pub acknowledge_warn_at: Option<DateTime<Utc>>,
    /// The latter as a clock.
    #[serde(default)]
    pub propose: Option<Deadline>,
    /// What was agreed when it was raised.
    #[serde(default)]
    pub terms: Option<Pinned>,
}

/// Who answers for a concern, and by what rules.
#[derive(Debug)]
pub struct Ground {
    /// The face.
    pub owner: MemberId,
    /// Counted from 1 in its sale.
    pub number: u32,
    /// What is agreed.
    pub terms: Pinned,
    /// The calendar that the clocks run on.
    pub calendar: CalendarRef,
}

/// Opens a concern: owner, number and clock are set in the same breath.
pub fn raise(wish: Raise, ground: Ground, ctx: &Context<'_>) -> Opening {
    let times = ground.terms.clocks.of(wish.severity);
    let working = WorkingTime {
        calendar: ctx.calendar_of(ground.calendar),
        zones: ctx.zones,
        warn_at_percent: ctx.policy.warn_at_percent,
    };
    let acknowledge = working.deadline(times.acknowledge, ctx.now);
    let propose = working.deadline(times.propose, ctx.now);
    Opening {
        kind: wish.kind,
        severity: wish.severity,
        words: wish.words,
        wanted: wish.wanted,
        impact: wish.impact,
        ask: wish.ask,
        touchpoint: wish.touchpoint,
        about: wish.about,
        vital_area: wish.vital_area,
        follows: wish.follows,
        reported: wish.reported,
        owner: ground.owner,
        number: ground.number,
        calendar: ground.calendar,
        acknowledge_by: acknowledge.due,
        propose_by: propose.due,
        acknowledge_warn_at: Some(acknowledge.warn_at),
        propose: Some(propose),
        terms: Some(ground.terms),
    }
}
