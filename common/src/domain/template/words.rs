//! The texts of the shipped agendas, by the keys of their rows. What stands in braces is filled from the record.

use crate::{
    text::{BadText, Localized, Text, Words},
    words::{found, localized},
};

/// What the template with that key is called.
pub(super) fn template_title<T: Text>(key: &str) -> Result<Localized<T>, BadText> {
    localized(&["template.titles.", key].concat())
}

/// What the item with that key is called.
pub(super) fn title<T: Text>(key: &str) -> Result<Localized<T>, BadText> {
    localized(&["template.items.", key, ".title"].concat())
}

/// What to expect of the item with that key.
pub(super) fn text<T: Text>(key: &str) -> Result<Localized<T>, BadText> {
    localized(&["template.items.", key, ".text"].concat())
}

/// What to have ready for a session.
pub(super) fn prepare<T: Text>() -> Result<Localized<T>, BadText> {
    localized("template.prepare")
}

/// Why an agreed time is asked about when the delivery has another day, in the language of the reader.
pub(super) fn follows(reader: Option<&str>) -> Option<Words> {
    Words::parse(found("template.follows", reader)).ok()
}
