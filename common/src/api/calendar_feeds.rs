//! The addresses under which a customer's calendars read their agenda, at both doors.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{id::CalendarFeedId, text::Line};

/// `POST /v1/portal/calendar-feeds`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CalendarFeedInput {
    /// What the customer calls it, `Phone`.
    pub name: Line,
}

/// An address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CalendarFeedOut {
    /// Its id.
    pub id: CalendarFeedId,
    /// What the customer calls it.
    pub name: Line,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// Since when it no longer works.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<DateTime<Utc>>,
    /// The address: only in the answer to the request that made it, and to repeats of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}
