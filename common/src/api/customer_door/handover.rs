//! What a customer says at the hand-over, line by line, and at an end without satisfaction.

use serde::{Deserialize, Serialize};

use crate::{domain::delivery::LineReply, text::Words};

/// `POST …/deliveries/{id}/lines`. A line that is short or refused raises a concern in the same request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeliveryLinesBody {
    /// The answers, one for each line that is spoken of.
    pub lines: Vec<LineReply>,
}

/// `POST …/end-unsatisfied`: also what the vendor sends to its door.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EndingBody {
    /// Why.
    pub reason: Words,
}
