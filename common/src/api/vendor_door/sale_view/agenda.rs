//! The agenda as its vendor sees it, beside the dates.

use serde::{Deserialize, Serialize};

use crate::{
    api::agenda::{AgendaItem, agenda_items},
    domain::{
        sale::Sale,
        series::{Series, series},
    },
    id::TouchpointId,
    time::OffsetTable,
};

/// An item that was moved by the vendor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VendorMoves {
    /// Which item.
    pub touchpoint: TouchpointId,
    /// How often the vendor moved it.
    pub count: usize,
    /// Whether the customer said no to something that breaks a rule, and nothing better came since.
    pub is_consent_refused: bool,
}

/// The agenda.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AgendaOut {
    /// Series of sessions.
    pub series: Vec<Series>,
    /// Every item.
    pub items: Vec<AgendaItem>,
    /// What the vendor moved, or would have moved.
    pub moves: Vec<VendorMoves>,
}

impl From<&Sale> for AgendaOut {
    fn from(sale: &Sale) -> Self {
        // Only the order of the sessions hangs on zones, and all of a sale's are in one.
        let series = series(sale, &OffsetTable::default());
        let moves = sale.touchpoints.iter().map(|it| VendorMoves {
            touchpoint: it.id,
            count: it.vendor_moves(),
            is_consent_refused: it.consent_refused_at.is_some(),
        });
        Self {
            items: agenda_items(sale, &series),
            series,
            moves: moves.filter(|it| it.count > 0 || it.is_consent_refused).collect(),
        }
    }
}
