//! The one build step of all words: reads `locales/*.json`, refuses what is missing, superfluous or different
//! between the languages, and gives them as Rust (server), as a list of texts (widget) and as JSON (loader).
//! Runs while something is built; nothing of it is in the product. Which text is used where, it does not know.

mod check;
mod language;
mod message;
mod rust;
mod tree;

use std::{fs, path::Path};

use serde_json::{Map, Value};

pub use language::{LANGUAGES, Language};
use message::Message;
use tree::Tree;

/// The groups whose texts the widget shows; they have methods and go to the browser in one file a language.
pub const WIDGET: &[&str] = &["widget", "dates", "numbers"];
/// The groups that only the server shows, with methods.
const PAGES: &[&str] = &["summary"];
/// The group of the loader, a flat list of texts without places.
const LOADER: &str = "loader";
/// The groups whose texts are found by their path; what stands in braces is filled from the record later.
const FOUND: &[&str] = &["agreement", "checks", "contact_sheet", "phases", "pledge", "template"];

/// What is wrong, each with language and path.
pub type Faults = Vec<String>;

/// All texts of all languages, known to be whole and alike.
#[derive(Debug)]
pub struct Catalogue {
    languages: Vec<Vec<Entry>>,
}

/// One text, or a list of them.
#[derive(Debug)]
pub(crate) struct Entry {
    /// The group and what is below it.
    pub(crate) path: Vec<String>,
    /// As they stand in the file.
    pub(crate) texts: Vec<String>,
    /// As they were read.
    pub(crate) messages: Vec<Message>,
    /// Whether it is a list.
    pub(crate) is_list: bool,
}

impl Entry {
    fn group(&self) -> &str {
        self.path.first().map_or("", String::as_str)
    }

    fn is_in(&self, groups: &[&str]) -> bool {
        groups.contains(&self.group())
    }
}

impl Catalogue {
    /// Reads and checks the files of a folder, one a language.
    pub fn read(folder: &Path) -> Result<Self, Faults> {
        let mut trees = Vec::new();
        let mut faults = Vec::new();
        for language in &LANGUAGES {
            let file = folder.join(format!("{}.json", language.tag));
            let read = fs::read_to_string(&file).map_err(|error| error.to_string());
            match read.and_then(|text| Tree::parse(&text)) {
                Ok(tree) => trees.push(tree),
                Err(fault) => faults.push(format!("{}: {fault}", file.display())),
            }
        }
        if faults.is_empty() { Self::of(trees) } else { Err(faults) }
    }

    fn of(trees: Vec<Tree>) -> Result<Self, Faults> {
        let mut faults = Vec::new();
        let mut languages = Vec::new();
        for (tree, language) in trees.into_iter().zip(&LANGUAGES) {
            let (entries, wrong) = check::entries(tree, language);
            faults.extend(wrong);
            languages.push(entries);
        }
        faults.extend(check::compared(&languages));
        let known: Vec<&str> = [WIDGET, PAGES, FOUND, &[LOADER]].concat();
        let english = languages.first().into_iter().flatten();
        let strange = english.filter(|entry| !entry.is_in(&known));
        faults.extend(strange.map(|entry| format!("en: {}: no such group", entry.path.join("."))));
        if faults.is_empty() { Ok(Self { languages }) } else { Err(faults) }
    }

    /// The Rust of `common::words`.
    pub fn rust(&self) -> Result<String, std::fmt::Error> {
        rust::code(self)
    }

    /// The texts of the widget in one language, in the order in which its methods count them.
    pub fn widget_texts(&self, language: &Language) -> Vec<String> {
        self.texts(WIDGET, language)
    }

    /// The loader's texts: an object from language to an object from name to text.
    pub fn loader(&self) -> Value {
        let rows = LANGUAGES.iter().zip(&self.languages).map(|(language, entries)| {
            let own = entries.iter().filter(|entry| entry.is_in(&[LOADER]));
            let texts: Map<String, Value> = own
                .filter_map(|entry| Some((entry.path.last()?.clone(), entry.texts.first()?.clone().into())))
                .collect();
            (language.tag.to_owned(), Value::Object(texts))
        });
        Value::Object(rows.collect())
    }

    fn english(&self) -> &[Entry] {
        self.languages.first().map_or(&[], Vec::as_slice)
    }

    fn texts(&self, groups: &[&str], language: &Language) -> Vec<String> {
        let row = LANGUAGES.iter().position(|known| known.tag == language.tag);
        let own = row.and_then(|row| self.languages.get(row)).into_iter().flatten();
        let pairs = own.zip(self.english()).filter(|(entry, _)| entry.is_in(groups));
        pairs.flat_map(|(entry, english)| compact(entry, english, language)).collect()
    }
}

/// The places are counted as English has them.
fn compact(entry: &Entry, english: &Entry, language: &Language) -> Vec<String> {
    let pairs = entry.messages.iter().zip(&english.messages);
    pairs.map(|(message, source)| message.compact(&source.arguments(), language)).collect()
}

#[cfg(test)]
mod tests;
