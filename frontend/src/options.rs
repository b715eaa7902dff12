//! What the page that holds the widget decides. The server renders with the same options with which the
//! browser hydrates, or the markup would not fit.

use crate::i18n::{Texts, texts};

/// The options.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The language, a BCP 47 tag; the nearest catalogue is taken.
    pub locale: String,
    /// The level of the widget's first heading, 2 to 5.
    pub heading_level: u8,
}

impl Default for Options {
    fn default() -> Self {
        Self { locale: "en".to_owned(), heading_level: 2 }
    }
}

impl Options {
    /// With a heading level from outside, brought into its bounds.
    pub fn new(locale: &str, heading_level: u8) -> Self {
        Self { locale: locale.to_owned(), heading_level: heading_level.clamp(2, 5) }
    }

    /// The catalogue of the language.
    pub fn texts(&self) -> &'static Texts {
        texts(&self.locale)
    }
}
