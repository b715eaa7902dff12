//! The first paint: markup, and the data that it was rendered from.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{CustomerView, SaleItem};
use crate::{time::OffsetTable, words::Language};

/// The answer of `GET /v1/portal/view`: markup, the data that it was rendered from, and the time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FirstView {
    /// The `ETag` of `view`.
    pub etag: String,
    /// Domain time at which it was rendered; the widget's clock goes on from here.
    pub now: DateTime<Utc>,
    /// The markup, rendered by the widget's own components.
    pub html: String,
    /// The language of the markup: the nearest to what the page, the token or the customer's record asks for.
    pub language: Language,
    /// The sale that is shown; none for a customer without one.
    pub view: Option<CustomerView>,
    /// The customer's sales, newest first.
    pub sales: Vec<SaleItem>,
    /// Offsets of the zones that the widget needs.
    pub zones: OffsetTable,
    /// Whether a member looks at the customer's page: nothing can be sent.
    pub read_only: bool,
}
