//! The days that everything on an agenda counts from.

use serde::{Deserialize, Serialize};

/// The day that an offset counts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Anchor {
    /// The order was confirmed.
    Purchase,
    /// The goods arrived or the service started; an estimate until it is real.
    Delivery,
}
