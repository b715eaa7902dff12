//! Notes on the record of a sale.

use serde::{Deserialize, Serialize};

use crate::{
    domain::{entry::Visibility, note::Note},
    text::Words,
};

/// A note. The customer may read it unless it says otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NoteInput {
    /// The words.
    pub text: Words,
    /// Who may read them; both sides, if it is not said.
    #[serde(default)]
    pub visibility: Visibility,
}

impl From<NoteInput> for Note {
    fn from(input: NoteInput) -> Self {
        let NoteInput { text, visibility } = input;
        Self { text, visibility }
    }
}
