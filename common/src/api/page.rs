//! Lists come in pages.

use serde::{Deserialize, Serialize};

/// The most items of a page.
pub const MOST: u32 = 100;
/// The items of a page when nobody asks for a number.
pub const USUAL: u32 = 25;

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Page<T> {
    /// The items, in the order of the list.
    pub items: Vec<T>,
    /// Where the next page begins; none on the last page. Opaque: send it back as `cursor`.
    pub next_cursor: Option<String>,
}
