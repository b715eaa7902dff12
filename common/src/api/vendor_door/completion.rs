//! How far a sale is, as its vendor reads it. Nobody sets it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    domain::{
        completion::{Ending, Leg, Obstacle, completion, completion_facts, obstacles},
        phase::{Phase, PhaseSpan, phase_on, phases},
        policy::Policy,
        sale::Sale,
    },
    time::OffsetTable,
};

/// The answer of `GET /v1/sales/{sale}/completion`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CompletionOut {
    /// Delivered, paid, and the customer is satisfied.
    pub is_complete: bool,
    /// Everything arrived: accepted by the customer, or not contradicted for some days.
    pub delivered: Leg,
    /// The money is there; pending money is not.
    pub paid: Leg,
    /// The customer said so. Ask them with `complete@1`; only they can set it.
    pub satisfied: Leg,
    /// What is in the way, most tangible first.
    pub obstacles: Vec<Obstacle>,
    /// Since when it is complete, as the log says.
    pub completed_at: Option<DateTime<Utc>>,
    /// How the follow-up ended without the customer being satisfied.
    pub ended: Option<Ending>,
    /// The present phase.
    pub phase: Phase,
    /// Every phase that has been or will be as things stand, with what is owed in it.
    pub phases: Vec<PhaseSpan>,
}

impl CompletionOut {
    /// How far the sale is now.
    pub fn of(sale: &Sale, policy: &Policy, zones: &OffsetTable, now: DateTime<Utc>) -> Self {
        let facts = completion_facts(sale, policy, zones);
        let legs = completion(&facts, policy, now);
        let phases = phases(sale, policy, zones);
        Self {
            is_complete: legs.is_complete(),
            delivered: legs.delivered,
            paid: legs.paid,
            satisfied: legs.satisfied,
            obstacles: obstacles(&facts, &legs, now),
            completed_at: sale.completed_at,
            ended: sale.ended.clone(),
            phase: phase_on(&phases, zones.date(&sale.time_zone, now)),
            phases,
        }
    }
}
