//! What a vendor sets up: templates, calendars, keys, origins, the test clock.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    api::century,
    calendar::Calendar,
    domain::template::Template,
    error::FieldError,
    id::{ApiKeyId, CalendarId, MemberId, SigningKeyId, TemplateId},
    text::Line,
};

/// A business calendar to store. Every change makes a new version; clocks keep the one that they began with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CalendarInput {
    /// What the vendor calls it.
    pub name: Line,
    /// Working hours and special days.
    pub calendar: Calendar,
}

/// A stored calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CalendarOut {
    /// Its id.
    pub id: CalendarId,
    /// From 1.
    pub version: i64,
    /// What the vendor calls it.
    pub name: Line,
    /// Working hours and special days.
    pub calendar: Calendar,
}

/// A stored template. Every change makes a new version; agendas keep the one that they were made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplateOut {
    /// Its id.
    pub id: TemplateId,
    /// From 1.
    pub version: i64,
    /// The template; none if it lacks something without which it is none today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<Template>,
    /// What was stored, then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    pub stored: Option<Value>,
    /// What today's rules miss in it or find wrong, by field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lacks: Vec<FieldError>,
}

/// An API key to make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApiKeyInput {
    /// What it is for.
    pub name: Line,
    /// What it may do: `sales:read`, `sales:write`, `settings:read`, `settings:write`,
    /// `imports:write`, `reports:read`.
    pub scopes: Vec<Line>,
    /// The member for whom it acts when a request names nobody.
    pub member: Option<MemberId>,
}

/// An API key. The key itself is told once, when it is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApiKeyOut {
    /// Its id, the part of the key that is no secret.
    pub id: ApiKeyId,
    /// What it is for.
    pub name: Line,
    /// What it may do.
    pub scopes: Vec<String>,
    /// The member for whom it acts when a request names nobody.
    pub member: Option<MemberId>,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// When it stopped working.
    pub revoked_at: Option<DateTime<Utc>>,
    /// The key itself; only in the answer that made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
}

/// How customer tokens are signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum SigningAlgorithm {
    /// HMAC with SHA-256; we make the secret.
    #[serde(rename = "HS256")]
    Hs256,
    /// Ed25519; the vendor keeps the private half.
    #[serde(rename = "EdDSA")]
    EdDsa,
}

/// A key that will sign customer tokens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SigningKeyInput {
    /// How. `EdDSA` is the safer one.
    pub algorithm: SigningAlgorithm,
    /// For `EdDSA`: the public key, 32 bytes in base64url without padding (the `x` of its JWK).
    pub public_key: Option<Line>,
}

/// A key that signs customer tokens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SigningKeyOut {
    /// Its id: the `kid` of its tokens.
    pub id: SigningKeyId,
    /// How.
    pub algorithm: SigningAlgorithm,
    /// Whether its tokens are accepted.
    pub is_active: bool,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// For `HS256`, in the answer that made it: the secret, 32 bytes in base64url without padding.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
}

/// A page that may show the widget.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OriginInput {
    /// Exactly as browsers send it: `https://shop.example`.
    pub origin: Line,
}

/// A page that may show the widget.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OriginOut {
    /// As browsers send it.
    pub origin: String,
}

/// Puts the clock of a test vendor forward.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClockAdvance {
    /// The time that it shall show; not earlier than it shows now.
    #[serde(deserialize_with = "century::instant")]
    pub to: DateTime<Utc>,
}

/// What the vendor's rules take for the present.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClockOut {
    /// The time that it shows.
    pub now: DateTime<Utc>,
}
