//! What a vendor does with the agenda.

use serde::{Deserialize, Serialize};

use crate::{
    actor::Role,
    api::century,
    domain::touchpoint::{self, Basis, TouchpointKind},
    id::MemberId,
    text::{Line, Words},
    time::Slot,
};

/// Something to put on the agenda.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TouchpointInput {
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
    #[serde(deserialize_with = "century::slot")]
    pub slot: Slot,
    /// `key@version` of the question, for a check.
    pub check: Option<Line>,
}

impl TouchpointInput {
    /// As the agenda takes it.
    pub fn into_plan(self) -> touchpoint::Plan {
        let Self { kind, title, text, prepare, place, owner, slot, check } = self;
        touchpoint::Plan {
            item: None,
            kind,
            title,
            text,
            prepare,
            place,
            owner,
            slot,
            basis: Basis::Fixed,
            check,
        }
    }
}

/// It was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TouchpointReport {
    /// What came of it; the customer reads it.
    pub note: Option<Words>,
}

/// Another time. A confirmed touchpoint moves when the customer says yes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TouchpointMove {
    /// The new time.
    #[serde(deserialize_with = "century::slot")]
    pub to: Slot,
    /// Why; the customer reads it.
    pub reason: Words,
}

/// One of the customer's suggestions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MoveAcceptance {
    /// Which one, counted from zero.
    pub option: usize,
}

/// None of the customer's suggestions; the old time stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MoveRefusal {
    /// Why; the customer reads it.
    pub reason: Option<Words>,
}

/// It is called off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TouchpointCancellation {
    /// Why; the customer reads it.
    pub reason: Option<Words>,
}

/// It did not happen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TouchpointMiss {
    /// Who was not there.
    pub by: Role,
    /// What happened.
    pub note: Option<Words>,
}
