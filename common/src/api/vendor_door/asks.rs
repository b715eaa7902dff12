//! What a vendor does with questions, and what the rules say to it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    domain::check::{About, AskState, Channel, Fate, Suppression},
    id::{AskId, CustomerId, TouchpointId},
    text::{Line, Words},
};

/// A question to ask now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AskInput {
    /// `key@version`.
    pub check: Line,
    /// What it is about.
    pub about: About,
}

/// What a customer answered on the telephone, face to face or in a mail. It is kept as written down by a
/// member; that a customer is satisfied counts only from their own hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecordedAnswer {
    /// The word of the choice.
    pub value: Line,
    /// In the customer's words.
    pub text: Option<Words>,
    /// How the customer said it.
    pub channel: Channel,
}

/// A rule that forbids asking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RuleOut {
    /// The rule.
    pub rule: Suppression,
    /// The same in plain words.
    pub words: String,
}

impl From<Suppression> for RuleOut {
    fn from(rule: Suppression) -> Self {
        Self { rule, words: rule.words().to_owned() }
    }
}

/// Where a question of a sale stands, with every rule that forbids asking it at this moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AskStanding {
    /// Its id.
    pub id: AskId,
    /// `key@version`.
    pub check: Line,
    /// What it is about.
    pub about: About,
    /// Its words, with what it names.
    pub question: String,
    /// The agenda item that announces it.
    pub touchpoint: Option<TouchpointId>,
    /// Who is asked.
    pub customer: CustomerId,
    /// When it was planned for.
    pub planned_for: DateTime<Utc>,
    /// Where it stands.
    pub state: AskState,
    /// What became of it so far.
    pub fate: Fate,
    /// How often it was offered.
    pub offers: u8,
    /// How often it was put off.
    pub snoozes: u8,
    /// Whether its answer may no longer be corrected.
    pub is_locked: bool,
    /// When time does the next thing to it.
    pub next_at: Option<DateTime<Utc>>,
    /// Why it was not asked when it was due last.
    pub suppressed_for: Vec<RuleOut>,
    /// Why it cannot be asked at this moment; empty when it could be, or is over.
    pub not_now: Vec<RuleOut>,
}

/// The questions of a sale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AskStandings {
    /// In the order in which they were planned.
    pub items: Vec<AskStanding>,
}
