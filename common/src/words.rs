//! All words of the product, from `locales/*.json`. The build turns them into this module and fails where a language
//! lacks one; so a text is a method, and what is filled into it are its arguments. The server holds all languages; the
//! widget is given its own by [`Texts::read`] and carries none. Knows nothing of the domain.

use crate::text::{BadText, Localized, Text};

mod dates;
mod language;
mod message;
mod numbers;
#[cfg(test)]
mod tests;

pub use dates::{DateForm, nth};
pub use language::{Direction, Language};
use message::Filling;

include!(concat!(env!("OUT_DIR"), "/words.rs"));

/// What the widget says, with dates and numbers, in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Texts {
    /// Which.
    pub language: Language,
    // An array, so that a text is one load where it is used: with a slice the WASM had 20 kB more of code.
    rows: &'static [&'static str; WIDGET_ROWS],
}

/// What the server's own pages say, in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageTexts {
    /// Which.
    pub language: Language,
    rows: &'static [&'static str; PAGES_ROWS],
}

impl Texts {
    /// In that language, from what the program carries. The widget never calls this, or it would carry all of them.
    pub fn of(language: Language) -> Self {
        let [en, de, fr, es, pt_br, ar] = &WIDGET;
        Self { language, rows: language.choose([en, de, fr, es, pt_br, ar]) }
    }

    /// From the file of a language; nothing if it is not the file of this build.
    pub fn read(language: Language, rows: &'static [&'static str]) -> Option<Self> {
        Some(Self { language, rows: rows.try_into().ok()? })
    }

    fn list(self, row: usize, length: usize) -> &'static [&'static str] {
        self.rows.get(row..).and_then(|rest| rest.get(..length)).unwrap_or_default()
    }

    // One for each number of places: the methods are many, and a list on the stack of each would be 6 kB of WASM.

    #[inline(never)]
    fn fill1(self, row: usize, one: &str) -> String {
        self.fill(row, 0, &[one])
    }

    #[inline(never)]
    fn fill2(self, row: usize, one: &str, two: &str) -> String {
        self.fill(row, 0, &[one, two])
    }

    #[inline(never)]
    fn fill3(self, row: usize, one: &str, two: &str, three: &str) -> String {
        self.fill(row, 0, &[one, two, three])
    }

    #[inline(never)]
    fn fill4(self, row: usize, one: &str, two: &str, three: &str, four: &str) -> String {
        self.fill(row, 0, &[one, two, three, four])
    }

    /// In the form that goes with a number, which is the first place; there may be one other.
    #[inline(never)]
    fn count(self, row: usize, count: usize, other: &str) -> String {
        self.fill(row, count, &[&self.number(count), other])
    }

    #[inline(never)]
    fn fill(self, row: usize, count: usize, values: &[&str]) -> String {
        // What a person wrote is kept apart from the text around it where that runs from right to left; the parts of a
        // date or a number stand in the order of the text.
        let is_apart = row < JOINED_FROM && self.language.direction() == Direction::RightToLeft;
        Filling { language: self.language, count, values, is_apart }.fill(self.rows.get(row).unwrap_or(&""))
    }
}

impl PageTexts {
    /// In that language.
    pub fn of(language: Language) -> Self {
        let [en, de, fr, es, pt_br, ar] = &PAGES;
        Self { language, rows: language.choose([en, de, fr, es, pt_br, ar]) }
    }
}

/// The text at a path of the catalogues in all languages, `phases.fresh`; nothing if there is none. Places in it
/// stay as they are.
fn find(path: &str) -> Option<&'static [&'static str; 6]> {
    let row = FOUND.binary_search_by_key(&path, |(known, _)| known).ok()?;
    FOUND.get(row).map(|(_, texts)| texts)
}

/// The text at a path, for a reader of that locale. Empty if there is none, which a test of whoever asks would find.
pub fn found(path: &str, locale: Option<&str>) -> &'static str {
    find(path).map_or("", |texts| Language::nearest(locale).choose(*texts))
}

/// The text at a path in all languages. A path that is not there is an empty text, which is refused.
pub fn localized<T: Text>(path: &str) -> Result<Localized<T>, BadText> {
    let texts = find(path).ok_or(BadText::Empty)?;
    let all = Language::ALL.into_iter().zip(texts);
    all.map(|(language, text)| Ok((language.tag().to_owned(), T::parse(text)?))).collect()
}

/// The paths below a group, for tests that look whether each is used.
#[cfg(test)]
pub(crate) fn paths(group: &str) -> Vec<&'static str> {
    let known = FOUND.iter().map(|(path, _)| *path);
    known.filter(|path| path.split('.').next() == Some(group)).collect()
}
