//! The addresses under which a customer shows somebody where a sale stands, at both doors.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    id::{CustomerId, ShareLinkId},
    text::Line,
};

/// `POST …/share-links`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ShareLinkInput {
    /// Whom it is for, `My boss`.
    pub name: Line,
    /// After how many days it works no longer, 1 to 90; 14 unless said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 90))]
    pub expires_in_days: Option<u16>,
}

/// An address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ShareLinkOut {
    /// Its id.
    pub id: ShareLinkId,
    /// Whom it is for.
    pub name: Line,
    /// Who made it.
    pub customer: CustomerId,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// Until when it works.
    pub expires_at: DateTime<Utc>,
    /// Since when it no longer works.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<DateTime<Utc>>,
    /// The address: only in the answer to the request that made it, and to repeats of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}
