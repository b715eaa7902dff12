//! What kind of contact a touchpoint is, and how sure its time.

use serde::{Deserialize, Serialize};

use crate::domain::template::Anchor;

/// What kind of contact it is; the widget shows it as an icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TouchpointKind {
    /// By telephone.
    Call,
    /// Somebody comes.
    Visit,
    /// On a screen.
    Video,
    /// A session in which the customer learns.
    Training,
    /// The goods arrive or the service starts.
    Delivery,
    /// A look back and ahead together.
    Review,
    /// Something in writing.
    Written,
    /// Thanks in writing.
    Thanks,
    /// A hand-written note by post.
    Note,
    /// A question, announced.
    Check,
    /// Something that the customer does.
    CustomerStep,
}

impl TouchpointKind {
    /// Whether two people meet, so that the time must suit both.
    pub fn is_live(self) -> bool {
        match self {
            Self::Call | Self::Visit | Self::Video | Self::Training | Self::Delivery | Self::Review => true,
            Self::Written | Self::Thanks | Self::Note | Self::Check | Self::CustomerStep => false,
        }
    }

    /// Whether the customer hears from the vendor by it.
    pub fn is_outward(self) -> bool {
        !matches!(self, Self::Check | Self::CustomerStep)
    }
}

/// Whether the slot is a date that was given, or follows from an anchor that is not real yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// A real date.
    Fixed,
    /// Shown as "about", until the anchor is real.
    EstimatedFrom(Anchor),
}
