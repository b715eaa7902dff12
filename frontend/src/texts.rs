//! The widget's words in the browser: one file a language, which the loader fetches beside the WASM. Read once a page,
//! so what is kept for ever is at most six files, however many widgets come and go.

use std::cell::RefCell;

use followthrough_common::words::{Language, Texts};

use crate::wire::{self, Json};

thread_local! {
    static READ: RefCell<Vec<Texts>> = const { RefCell::new(Vec::new()) };
}

/// The texts of a file; nothing if it is not the file of this build.
pub fn read(language: Language, file: &str) -> Option<Texts> {
    known(language).or_else(|| {
        let Some(Json::List(rows)) = wire::parse(file) else { return None };
        let row = |row| if let Json::Text(text) = row { Some(&*text.leak()) } else { None };
        let rows: Vec<&'static str> = rows.into_iter().map(row).collect::<Option<_>>()?;
        let texts = Texts::read(language, rows.leak())?;
        READ.with_borrow_mut(|all| all.push(texts));
        Some(texts)
    })
}

/// What was read before.
pub fn known(language: Language) -> Option<Texts> {
    READ.with_borrow(|all| all.iter().find(|texts| texts.language == language).copied())
}
