//! Writes the catalogues as Rust: a method for each text of the widget and of the pages, so that a place left open
//! does not compile, and the texts themselves as tables.

use std::fmt::{Error, Write as _};

use crate::{
    Catalogue, Entry, FOUND, PAGES, WIDGET,
    language::LANGUAGES,
    message::{Arguments, Kind, Message},
};

/// The groups whose texts are joined of parts; they come last in the file.
const JOINED: &[&str] = &["dates", "numbers"];

type Code = Result<String, Error>;

pub(crate) fn code(catalogue: &Catalogue) -> Code {
    let mut code = String::new();
    let forms: Vec<String> = LANGUAGES.iter().map(|language| format!("&{:?}", language.forms)).collect();
    writeln!(code, "/// The names of each language's plural forms, in their order.")?;
    writeln!(code, "#[cfg(test)]\nconst FORMS: [&[&str]; {}] = [{}];", LANGUAGES.len(), forms.join(", "))?;
    table(catalogue, "Texts", "WIDGET", WIDGET, &mut code)?;
    let apart = catalogue.english().iter().filter(|entry| entry.is_in(WIDGET) && !entry.is_in(JOINED));
    let joined_from: usize = apart.map(|entry| entry.texts.len()).sum();
    writeln!(
        code,
        "/// The row of the first text that is joined of parts.\nconst JOINED_FROM: usize = {joined_from};"
    )?;
    table(catalogue, "PageTexts", "PAGES", PAGES, &mut code)?;
    found(catalogue, &mut code)?;
    Ok(code)
}

fn table(
    catalogue: &Catalogue,
    kind: &str,
    name: &str,
    groups: &[&str],
    code: &mut String,
) -> Result<(), Error> {
    let entries: Vec<&Entry> = catalogue.english().iter().filter(|entry| entry.is_in(groups)).collect();
    let rows: usize = entries.iter().map(|entry| entry.texts.len()).sum();
    writeln!(code, "const {name}_ROWS: usize = {rows};")?;
    writeln!(code, "static {name}: [[&str; {name}_ROWS]; {}] = [", LANGUAGES.len())?;
    for language in &LANGUAGES {
        writeln!(code, "{:?},", catalogue.texts(groups, language))?;
    }
    writeln!(
        code,
        "];\n#[expect(clippy::inline_always, reason = \"as functions of their own they cost the WASM more\")]\n\
         impl {kind} {{"
    )?;
    let mut row = 0_usize;
    for entry in entries {
        method(entry, row, code)?;
        row = row.saturating_add(entry.texts.len());
    }
    writeln!(code, "}}")
}

fn method(entry: &Entry, row: usize, code: &mut String) -> Result<(), Error> {
    let name = entry.path.iter().skip(1).cloned().collect::<Vec<_>>().join("_");
    writeln!(code, "/// `{}`", entry.texts.join("`, `"))?;
    if entry.is_list {
        let length = entry.texts.len();
        return writeln!(
            code,
            "#[inline(always)] pub fn {name}(self) -> &'static [&'static str] {{ self.list({row}, {length}) }}"
        );
    }
    let arguments: Arguments = entry.messages.first().map(Message::arguments).unwrap_or_default();
    if arguments.is_empty() {
        return writeln!(
            code,
            "#[inline(always)] pub fn {name}(self) -> &'static str {{ self.rows[{row}] }}"
        );
    }
    let mut taken = String::new();
    for (argument, kind) in &arguments {
        let what = if *kind == Kind::Number { "usize" } else { "&str" };
        write!(taken, ", {argument}: {what}")?;
    }
    let names: Vec<&str> = arguments.iter().map(|(name, _)| name.as_str()).collect();
    let is_counted = arguments.iter().any(|(_, kind)| *kind == Kind::Number);
    let call = match (is_counted, names.as_slice()) {
        (true, [count]) => format!("count({row}, {count}, \"\")"),
        (true, names) => format!("count({row}, {})", names.join(", ")),
        (false, names) => format!("fill{}({row}, {})", names.len(), names.join(", ")),
    };
    writeln!(code, "#[inline(always)] pub fn {name}(self{taken}) -> String {{ self.{call} }}")
}

fn found(catalogue: &Catalogue, code: &mut String) -> Result<(), Error> {
    let mut rows: Vec<(String, Vec<&str>)> = Vec::new();
    for (row, entry) in catalogue.english().iter().enumerate().filter(|(_, entry)| entry.is_in(FOUND)) {
        for (part, _) in entry.texts.iter().enumerate() {
            let entries = catalogue.languages.iter().filter_map(|entries| entries.get(row));
            let texts = entries.filter_map(|entry| entry.texts.get(part)).map(String::as_str).collect();
            let path = entry.path.join(".");
            rows.push((if entry.is_list { format!("{path}.{part}") } else { path }, texts));
        }
    }
    rows.sort();
    writeln!(code, "static FOUND: [(&str, [&str; {}]); {}] = [", LANGUAGES.len(), rows.len())?;
    for (path, texts) in rows {
        writeln!(code, "({path:?}, {texts:?}),")?;
    }
    writeln!(code, "];")
}
