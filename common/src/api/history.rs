//! The history of a sale, entry by entry, for both doors.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    actor::Role,
    domain::entry::{Fact, Visibility},
    id::EventId,
};

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HistoryWho {
    /// The side; `system` for what time did.
    pub side: Role,
    /// The person, if there was one.
    pub name: Option<String>,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HistoryEntry {
    /// Its place in the log, from 1.
    pub seq: u64,
    /// Its id, the same as in webhooks.
    pub id: EventId,
    /// When.
    pub at: DateTime<Utc>,
    /// What, like `touchpoint.confirmed`.
    pub kind: String,
    /// Who.
    pub who: HistoryWho,
    /// The facts that matter, in reading order.
    pub facts: Vec<Fact>,
    /// Who may see it.
    pub visibility: Visibility,
}
