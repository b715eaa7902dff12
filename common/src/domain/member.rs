//! A member: a person at the vendor whom the customer sees by name.

use serde::{Deserialize, Serialize};

use crate::{id::MemberId, text::Line};

/// A person at the vendor. Shown with initials, never with a picture from elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Member {
    /// Our id.
    pub id: MemberId,
    /// First and last name.
    pub name: Line,
    /// What they do, "looks after you".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Line>,
    /// Where a call reaches them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Line>,
    /// Where mail reaches them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Line>,
    /// BCP 47 tags of the languages they speak.
    #[serde(default)]
    pub languages: Vec<Line>,
}

/// The letters on the face: first letter of the first and of the last word.
pub fn initials(name: &str) -> String {
    let mut words = name.split_whitespace();
    let first = words.next().and_then(|word| word.chars().next());
    let last = words.next_back().and_then(|word| word.chars().next());
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}
