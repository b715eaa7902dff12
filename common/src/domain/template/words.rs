//! The texts of the shipped agendas, one file a language. A text that a language lacks is found by a test, not
//! by a customer.

use crate::text::{BadText, Localized, Text, Words};

mod ar;
mod de;
mod en;
mod es;
mod fr;
mod pt_br;

/// One language: what the templates are called, what to have ready for a session, why an agreed time is asked
/// about when the delivery has another day, and of each item its key, its
/// title and its text.
#[derive(Debug)]
pub(super) struct Language {
    pub(super) titles: &'static [(&'static str, &'static str)],
    pub(super) prepare: &'static str,
    pub(super) follows: &'static str,
    pub(super) items: &'static [(&'static str, &'static str, &'static str)],
}

/// The languages of the launch.
pub(super) const LANGUAGES: [(&str, &Language); 6] = [
    ("en", &en::EN),
    ("de", &de::DE),
    ("fr", &fr::FR),
    ("es", &es::ES),
    ("pt-BR", &pt_br::PT_BR),
    ("ar", &ar::AR),
];

/// A text in every language that has it.
fn gather<T: Text>(of: impl Fn(&Language) -> Option<&'static str>) -> Result<Localized<T>, BadText> {
    let texts = LANGUAGES.iter().filter_map(|(tag, language)| Some((*tag, of(language)?)));
    let texts = texts.map(|(tag, text)| Ok((tag.to_owned(), T::parse(text)?)));
    texts.collect::<Result<Localized<T>, BadText>>()
}

/// What the template with that key is called.
pub(super) fn template_title<T: Text>(key: &str) -> Result<Localized<T>, BadText> {
    gather(|language| language.titles.iter().find(|(known, _)| *known == key).map(|(_, title)| *title))
}

/// What the item with that key is called.
pub(super) fn title<T: Text>(key: &str) -> Result<Localized<T>, BadText> {
    gather(|language| language.items.iter().find(|(known, ..)| *known == key).map(|(_, title, _)| *title))
}

/// What to expect of the item with that key.
pub(super) fn text<T: Text>(key: &str) -> Result<Localized<T>, BadText> {
    gather(|language| language.items.iter().find(|(known, ..)| *known == key).map(|(.., text)| *text))
}

/// What to have ready for a session.
pub(super) fn prepare<T: Text>() -> Result<Localized<T>, BadText> {
    gather(|language| Some(language.prepare))
}

/// Why an agreed time is asked about when the delivery has another day.
pub(super) fn follows() -> Result<Localized<Words>, BadText> {
    gather(|language| Some(language.follows))
}
