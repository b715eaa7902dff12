//! What a customer sees of the hand-over beside the first paint: the lines of the deliveries, and how far the
//! sale is.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::{
    domain::{completion::Ending, delivery::DeliveryLine, sale::Sale},
    id::DeliveryId,
};

/// The lines of one delivery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LinesView {
    /// Which delivery.
    pub delivery: DeliveryId,
    /// What was in it, each with the customer's answer.
    pub lines: Vec<DeliveryLine>,
}

/// The hand-over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HandoverView {
    /// The deliveries of which the vendor said what was in them.
    pub deliveries: Vec<LinesView>,
    /// Since when the sale is complete.
    pub completed_at: Option<DateTime<Utc>>,
    /// How the follow-up ended without the customer being satisfied.
    pub ended: Option<Ending>,
}

/// What the customer sees of the hand-over.
pub fn handover(sale: &Sale) -> HandoverView {
    let told = sale.deliveries.iter().filter(|delivery| !delivery.lines.is_empty());
    HandoverView {
        deliveries: told.map(|it| LinesView { delivery: it.id, lines: it.lines.clone() }).collect(),
        completed_at: sale.completed_at,
        ended: sale.ended.clone(),
    }
}
