//! What the clocks of a sale's concerns show at a moment, for both doors.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::{
    domain::{
        concern::{Concern, Reading, WorkingTime},
        sale::Sale,
    },
    id::ConcernId,
};

/// The clocks of one concern.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConcernClocks {
    /// Which.
    pub concern: ConcernId,
    /// What to say on the telephone, `SO-1042/3`.
    pub reference: String,
    /// The word that is owed, and the proposal.
    pub clocks: Vec<Reading>,
}

/// The clocks of all open concerns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClocksOut {
    /// The moment at which they were read.
    pub now: DateTime<Utc>,
    /// Oldest concern first.
    pub concerns: Vec<ConcernClocks>,
}

/// Reads the clocks at `now`, each on the working time of its concern.
pub fn read<'a>(sale: &Sale, now: DateTime<Utc>, time_of: impl Fn(&Concern) -> WorkingTime<'a>) -> ClocksOut {
    let open = sale.concerns.iter().filter(|concern| concern.state.is_open());
    let clocks = open.map(|concern| ConcernClocks {
        concern: concern.id,
        reference: concern.reference(&sale.reference),
        clocks: concern.readings(now, time_of(concern)),
    });
    ClocksOut { now, concerns: clocks.collect() }
}
