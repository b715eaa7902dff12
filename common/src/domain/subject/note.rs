//! A note on the record of a sale. Both sides read it unless its writer says otherwise; it is no word to the
//! customer and quiets no clock.

use serde::{Deserialize, Serialize};

use crate::{domain::entry::Visibility, text::Words};

/// What somebody at the vendor wrote down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// The words.
    pub text: Words,
    /// Who may read them.
    #[serde(default)]
    pub visibility: Visibility,
}
