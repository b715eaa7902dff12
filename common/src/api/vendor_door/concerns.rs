//! What a vendor does with concerns.

use serde::{Deserialize, Serialize};

use crate::{
    domain::concern::{Channel, Command, ConcernKind, Raise, Reported, Severity, Subject},
    id::{ConcernId, MemberId, TouchpointId, VitalAreaId},
    text::{Line, Words},
};

/// A concern that reached the vendor by telephone or mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConcernInput {
    /// What it is.
    pub kind: ConcernKind,
    /// How bad, in the customer's eyes; what is usual for its kind if it is not said.
    pub severity: Option<Severity>,
    /// In the customer's words.
    pub words: Words,
    /// What would put it right.
    pub wanted: Option<Words>,
    /// What it does to the customer.
    pub impact: Option<Words>,
    /// The touchpoint that it is about.
    pub touchpoint: Option<TouchpointId>,
    /// Anything else that it is about.
    pub about: Option<Subject>,
    /// What matters most to the customer and is touched by it.
    pub vital_area: Option<VitalAreaId>,
    /// The concern that it follows.
    pub follows: Option<ConcernId>,
    /// How it reached you.
    pub channel: Option<Channel>,
    /// Who called or wrote, with `channel`.
    pub caller: Option<Line>,
}

impl ConcernInput {
    /// As the sale takes it.
    pub fn into_raise(self) -> Raise {
        let severity = self.severity.unwrap_or_else(|| self.kind.usual_severity());
        let channel = self.channel.or_else(|| self.caller.as_ref().map(|_| Channel::Other));
        let caller = self.caller;
        Raise {
            words: Some(self.words),
            wanted: self.wanted,
            impact: self.impact,
            touchpoint: self.touchpoint,
            about: self.about,
            vital_area: self.vital_area,
            follows: self.follows,
            reported: channel.map(|channel| Reported { channel, caller }),
            ..Raise::new(self.kind, severity)
        }
    }
}

/// The vendor's last word on a concern.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConcernFinalAnswer {
    /// What we say; the customer reads it.
    pub text: Words,
    /// Where a customer can go who does not accept it; what was agreed if it is not said.
    pub outside_route: Option<Words>,
}

/// Who works on a concern; no customer sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConcernAssignment {
    /// Who.
    pub to: MemberId,
    /// Why, if they handled a round before.
    pub reason: Option<Words>,
}

/// Another owner of a concern.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConcernHandOver {
    /// Who answers for it from now on.
    pub to: MemberId,
    /// Why; the customer reads it.
    pub reason: Words,
}

/// Another concern of the sale that belongs together with one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConcernLink {
    /// The other one.
    pub to: ConcernId,
}

impl From<ConcernFinalAnswer> for Command {
    fn from(body: ConcernFinalAnswer) -> Self {
        Self::AnswerFinally { text: body.text, outside_route: body.outside_route }
    }
}

impl From<ConcernAssignment> for Command {
    fn from(body: ConcernAssignment) -> Self {
        Self::Assign { to: body.to, reason: body.reason }
    }
}

impl From<ConcernHandOver> for Command {
    fn from(body: ConcernHandOver) -> Self {
        Self::HandOver { to: body.to, reason: body.reason }
    }
}
