//! What the page that holds the widget decides. The server renders with the same options with which the
//! browser hydrates, or the markup would not fit.

use followthrough_common::words::Texts;

/// The options.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// The words, in the language that the server chose.
    pub texts: Texts,
    /// The level of the widget's first heading, 2 to 5.
    pub heading_level: u8,
}

impl Options {
    /// With a heading level from outside, brought into its bounds.
    pub fn new(texts: Texts, heading_level: u8) -> Self {
        Self { texts, heading_level: heading_level.clamp(2, 5) }
    }
}
