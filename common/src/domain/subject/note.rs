//! A note on the record of a sale. Both sides read it unless its writer says otherwise; it is no word to the
//! customer and quiets no clock.

use serde::{Deserialize, Serialize};

use crate::{domain::entry::Visibility, text::Words};

/// A note. The customer may read it unless it says otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = NoteInput))]
pub struct Note {
    /// The words.
    pub text: Words,
    /// Who may read them; both sides, if it is not said.
    #[serde(default)]
    pub visibility: Visibility,
}
