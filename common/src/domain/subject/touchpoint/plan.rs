//! What somebody plans, and how it hangs together with the rest of the agenda.

use serde::{Deserialize, Serialize};

use super::{Basis, TouchpointKind};
use crate::{
    id::{MemberId, TouchpointId},
    text::{Line, Words},
    time::Slot,
};

/// What a contact is for, where that asks more of its report than the kind does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// To thank again and answer questions: its report says what came of it.
    ThanksAgain,
    /// To tell something that is certain: its report says what.
    Fact,
    /// To tell that nothing changed, after somebody looked: its report says who checked, when and what, and
    /// the customer reads that as news.
    NoChange,
}

/// How a touchpoint hangs together with others.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Ties {
    /// The series that it is a session of; sessions are counted down.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub series: Option<Line>,
    /// The item of the agenda that must be done first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Line>,
    /// Whether something must stand in for it when the vendor calls it off.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_required: bool,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purpose: Option<Purpose>,
    /// The one that it stands in for: called off, or missed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replaces: Option<TouchpointId>,
    /// The one whose gap it closes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bridge_for: Option<TouchpointId>,
}

/// What somebody plans.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The item of the template that it comes from.
    pub item: Option<Line>,
    /// What kind of contact.
    pub kind: TouchpointKind,
    /// What it is called.
    pub title: Line,
    /// What to expect.
    pub text: Option<Words>,
    /// What to have ready.
    pub prepare: Option<Words>,
    /// Where.
    pub place: Option<Line>,
    /// Who does it.
    pub owner: MemberId,
    /// When.
    pub slot: Slot,
    /// How sure that is.
    pub basis: Basis,
    /// `key@version` of the question that a check asks.
    pub check: Option<Line>,
    /// How it hangs together with others.
    #[serde(default)]
    pub ties: Ties,
}

impl TouchpointKind {
    /// The word in the data.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Visit => "visit",
            Self::Video => "video",
            Self::Training => "training",
            Self::Delivery => "delivery",
            Self::Review => "review",
            Self::Written => "written",
            Self::Thanks => "thanks",
            Self::Note => "note",
            Self::Check => "check",
            Self::CustomerStep => "customer_step",
        }
    }
}
