//! The languages in which everything comes, and the forms that their plurals have (cardinals of the Unicode CLDR).

/// A language.
#[derive(Debug)]
pub struct Language {
    /// Its BCP 47 tag, and the name of its file.
    pub tag: &'static str,
    /// The plural forms that a text must have, in the order in which they are counted.
    pub forms: &'static [&'static str],
}

/// English is the source; the others follow it. `common::words` knows them in this order.
pub const LANGUAGES: [Language; 6] = [
    Language { tag: "en", forms: &["one", "other"] },
    Language { tag: "de", forms: &["one", "other"] },
    Language { tag: "fr", forms: &["one", "many", "other"] },
    Language { tag: "es", forms: &["one", "many", "other"] },
    Language { tag: "pt-BR", forms: &["one", "many", "other"] },
    Language { tag: "ar", forms: &["zero", "one", "two", "few", "many", "other"] },
];
