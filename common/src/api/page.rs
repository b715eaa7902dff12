//! Lists come in pages.

use serde::{Deserialize, Deserializer, Serialize, de::Error as _};

/// The most items of a page.
pub const MOST: u32 = 100;
/// The items of a page when nobody asks for a number.
const USUAL: u32 = 25;

/// How many items somebody wants on a page: 1 to 100, and 25 if they do not say. Another number is refused:
/// whoever asks for more and gets less takes the page for the whole list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit(u32);

impl Limit {
    /// The number.
    pub fn get(self) -> u32 {
        self.0
    }
}

impl Default for Limit {
    fn default() -> Self {
        Self(USUAL)
    }
}

impl<'de> Deserialize<'de> for Limit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = u32::deserialize(deserializer).ok().filter(|number| (1..=MOST).contains(number));
        number.map(Self).ok_or_else(|| D::Error::custom(format!("must be 1 to {MOST}")))
    }
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Page<T> {
    /// The items, in the order of the list.
    pub items: Vec<T>,
    /// Where the next page begins; none on the last page. Opaque: send it back as `cursor`.
    pub next_cursor: Option<String>,
}
