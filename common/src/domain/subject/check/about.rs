//! What a question is about.

use serde::{Deserialize, Serialize};

use crate::id::{ConcernId, DeliveryId, ExpectationId, PromiseId, TouchpointId, VitalAreaId};

/// What a question is about; its words stand beside it on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "subject", content = "id", rename_all = "snake_case")]
pub enum About {
    /// The sale as a whole.
    Sale,
    /// Something that happened.
    Touchpoint(TouchpointId),
    /// A delivery.
    Delivery(DeliveryId),
    /// A promise.
    Promise(PromiseId),
    /// A concern.
    Concern(ConcernId),
    /// Something that the customer expects.
    Expectation(ExpectationId),
    /// An area that is vital to the customer.
    VitalArea(VitalAreaId),
}

/// What a question can be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// The sale.
    Sale,
    /// A touchpoint.
    Touchpoint,
    /// A delivery.
    Delivery,
    /// A promise.
    Promise,
    /// A concern.
    Concern,
    /// An expectation.
    Expectation,
    /// A vital area.
    VitalArea,
}

impl About {
    /// The kind of thing.
    pub fn subject(self) -> Subject {
        match self {
            Self::Sale => Subject::Sale,
            Self::Touchpoint(_) => Subject::Touchpoint,
            Self::Delivery(_) => Subject::Delivery,
            Self::Promise(_) => Subject::Promise,
            Self::Concern(_) => Subject::Concern,
            Self::Expectation(_) => Subject::Expectation,
            Self::VitalArea(_) => Subject::VitalArea,
        }
    }
}
