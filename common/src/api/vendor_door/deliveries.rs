//! What a vendor says of a delivery that was reported.

use serde::{Deserialize, Serialize};

/// What was missing is there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeliveryCompletion {
    /// The numbers of the lines that are whole now; all with which something was wrong if none is named.
    #[serde(default)]
    pub lines: Vec<u32>,
}
