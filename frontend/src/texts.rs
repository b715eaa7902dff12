//! The widget's words in the browser: one file a language, which the loader fetches beside the WASM. Read once a page,
//! so what is kept for ever is at most six files, however many widgets come and go.

use std::cell::RefCell;

use followthrough_common::words::{Language, Texts};

use crate::wire::{self, Json};

thread_local! {
    static READ: RefCell<Vec<Texts>> = const { RefCell::new(Vec::new()) };
}

/// The texts of a language: those that were read before, else those of the file. Nothing if it is not the file of
/// this build.
pub fn read(language: Language, file: &str) -> Option<Texts> {
    READ.with_borrow_mut(|all| {
        if let Some(known) = all.iter().find(|texts| texts.language == language) {
            return Some(*known);
        }
        let Some(Json::List(list)) = wire::parse(file) else { return None };
        let mut rows: Vec<&'static str> = Vec::with_capacity(list.len());
        for row in list {
            let Json::Text(text) = row else { return None };
            rows.push(text.leak());
        }
        let texts = Texts::read(language, rows.leak())?;
        all.push(texts);
        Some(texts)
    })
}
