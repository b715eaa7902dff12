//! What must hold of the catalogues: each text can be read, and every language has the texts of English, no more and
//! no fewer, with the same places to be filled.

use crate::{
    Entry, Language,
    language::LANGUAGES,
    message::{Kind, Message},
    tree::Tree,
};

/// All texts of a language, and what is wrong with single ones.
pub(crate) fn entries(tree: Tree, language: &Language) -> (Vec<Entry>, Vec<String>) {
    let mut reader = Reader { language, entries: Vec::new(), faults: Vec::new() };
    reader.read(&mut Vec::new(), tree);
    (reader.entries, reader.faults)
}

struct Reader<'a> {
    language: &'a Language,
    entries: Vec<Entry>,
    faults: Vec<String>,
}

impl Reader<'_> {
    fn read(&mut self, path: &mut Vec<String>, tree: Tree) {
        match tree {
            Tree::Text(text) => self.keep(path, vec![text], false),
            Tree::List(texts) => self.keep(path, texts, true),
            Tree::Group(members) => {
                for (name, member) in members {
                    path.push(name);
                    self.read(path, member);
                    path.pop();
                }
            }
        }
    }

    fn keep(&mut self, path: &[String], texts: Vec<String>, is_list: bool) {
        let mut messages = Vec::new();
        for text in &texts {
            match Message::parse(text) {
                Ok(message) => {
                    let faults = message.faults(self.language);
                    for fault in faults {
                        self.blame(path, &fault);
                    }
                    messages.push(message);
                }
                Err(fault) => self.blame(path, &fault),
            }
        }
        self.entries.push(Entry { path: path.to_vec(), texts, messages, is_list });
    }

    fn blame(&mut self, path: &[String], fault: &str) {
        self.faults.push(format!("{}: {}: {fault}", self.language.tag, path.join(".")));
    }
}

/// Every difference between English and the others, the order of the texts included: they are counted by it.
pub(crate) fn compared(languages: &[Vec<Entry>]) -> Vec<String> {
    let mut faults = Vec::new();
    let Some((english, others)) = languages.split_first() else { return faults };
    for (entries, language) in others.iter().zip(LANGUAGES.iter().skip(1)) {
        let mut blame = |entry: &Entry, fault: &str| {
            faults.push(format!("{}: {}: {fault}", language.tag, entry.path.join(".")));
        };
        let find = |all: &'_ [Entry], path: &[String]| all.iter().position(|entry| entry.path == path);
        for entry in english.iter().filter(|entry| find(entries, &entry.path).is_none()) {
            blame(entry, "is missing");
        }
        let mut last = None;
        for entry in entries {
            let row = find(english, &entry.path);
            let Some(source) = row.and_then(|row| english.get(row)) else {
                blame(entry, "English has no such text");
                continue;
            };
            if row < last {
                blame(entry, "stands in another order than in English");
            }
            last = row;
            if (entry.is_list, entry.texts.len()) != (source.is_list, source.texts.len()) {
                blame(entry, "is a list of another length than in English");
            }
            for (message, source) in entry.messages.iter().zip(&source.messages) {
                let (own, wanted) = (sorted(message), sorted(source));
                if own != wanted {
                    blame(entry, &format!("is filled with {own:?}, English with {wanted:?}"));
                }
            }
        }
    }
    faults
}

fn sorted(message: &Message) -> Vec<(String, Kind)> {
    let mut arguments = message.arguments();
    arguments.sort_by(|(one, _), (other, _)| one.cmp(other));
    arguments
}
