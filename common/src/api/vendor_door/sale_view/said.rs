//! Who did or said something, as their vendor sees it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    actor::{Actor, Role},
    text::Words,
};

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ActorOut {
    /// The side.
    pub role: Role,
    /// The person, `cus_…` or `mem_…`; none for what time did.
    pub id: Option<String>,
}

impl From<Actor> for ActorOut {
    fn from(actor: Actor) -> Self {
        let id = match actor {
            Actor::Customer(id) => Some(id.to_string()),
            Actor::Member(id) => Some(id.to_string()),
            Actor::System => None,
        };
        Self { role: actor.role(), id }
    }
}

/// Something said about a concern.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MessageOut {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: ActorOut,
    /// What.
    pub text: Words,
}
