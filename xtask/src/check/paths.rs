//! Reads the paths that a Rust source names: `use` trees spelled out, and `a::b` anywhere else.
//! It is a reader for one question (who uses whom), so macros' insides count like other code.

/// A path as its words, `self` and `super` already resolved to `crate::…`.
pub type Path = Vec<String>;

/// All paths in `source`, which is the module `module` (`["http", "sale"]`) of its crate.
pub fn paths_in(source: &str, module: &[String]) -> Vec<Path> {
    let words = words_of(source);
    let mut reader = Reader { words: &words, at: 0, found: Vec::new() };
    reader.read_all();
    reader.found.into_iter().filter_map(|path| resolved(path, module)).collect()
}

fn resolved(path: Path, module: &[String]) -> Option<Path> {
    let first = path.first()?.clone();
    let supers = path.iter().take_while(|word| *word == "super").count();
    if first != "self" && supers == 0 {
        return Some(path);
    }
    let kept = module.len().saturating_sub(supers);
    let rest = path.into_iter().skip(supers.max(1));
    Some(std::iter::once("crate".to_owned()).chain(module.iter().take(kept).cloned()).chain(rest).collect())
}

struct Reader<'a> {
    words: &'a [Word],
    at: usize,
    found: Vec<Path>,
}

impl Reader<'_> {
    fn read_all(&mut self) {
        while let Some(word) = self.words.get(self.at) {
            match word {
                Word::Name(_) => self.read_path(&[]),
                _ => self.at = self.at.saturating_add(1),
            }
        }
    }

    /// Reads `a::b::c` or `a::{b, c::d}` with `prefix` in front; stands behind it afterwards.
    fn read_path(&mut self, prefix: &[String]) {
        let mut path = prefix.to_vec();
        while let Some(Word::Name(name)) = self.words.get(self.at) {
            path.push(name.clone());
            self.at = self.at.saturating_add(1);
            if self.words.get(self.at) != Some(&Word::Colons) {
                break;
            }
            self.at = self.at.saturating_add(1);
            if self.words.get(self.at) == Some(&Word::Open) {
                return self.read_group(&path);
            }
        }
        // `a::{self}` names `a` itself.
        if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
            path.pop();
        }
        self.found.push(path);
    }

    fn read_group(&mut self, prefix: &[String]) {
        self.at = self.at.saturating_add(1);
        while let Some(word) = self.words.get(self.at) {
            match word {
                Word::Close => {
                    self.at = self.at.saturating_add(1);
                    return;
                }
                Word::Name(_) => self.read_path(prefix),
                _ => self.at = self.at.saturating_add(1),
            }
        }
    }
}

#[derive(Debug, PartialEq)]
enum Word {
    Name(String),
    Colons,
    Open,
    Close,
    Other,
}

/// The source as words. Comments, strings and characters are left out; so is what follows a dot,
/// which is a field or a method.
fn words_of(source: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut rest = source;
    while let Some(character) = rest.chars().next() {
        if let Some(after) = after_quiet(rest) {
            rest = after;
        } else if character.is_alphabetic() || character == '_' {
            let end =
                rest.find(|other: char| !(other.is_alphanumeric() || other == '_')).unwrap_or(rest.len());
            let (name, after) = rest.split_at(end);
            words.push(if name == "as" { Word::Other } else { Word::Name(name.to_owned()) });
            rest = after;
        } else if let Some(after) = rest.strip_prefix("::") {
            words.push(Word::Colons);
            rest = after;
        } else {
            words.push(match character {
                '{' => Word::Open,
                '}' => Word::Close,
                _ => Word::Other,
            });
            let after = rest.get(character.len_utf8()..).unwrap_or_default();
            rest = if character == '.' { after.trim_start_matches(is_name) } else { after };
        }
    }
    words
}

fn is_name(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// What follows if `rest` begins with a comment, a text or a character.
fn after_quiet(rest: &str) -> Option<&str> {
    if let Some(comment) = rest.strip_prefix("//") {
        return Some(comment.split_once('\n').map_or("", |(_, after)| after));
    }
    if let Some(comment) = rest.strip_prefix("/*") {
        return Some(comment.split_once("*/").map_or("", |(_, after)| after));
    }
    if let Some(text) = rest.strip_prefix('"') {
        return Some(after_text(text, '"'));
    }
    if let Some(raw) = rest.strip_prefix('r').filter(|raw| raw.starts_with(['"', '#'])) {
        let hashes = raw.len().saturating_sub(raw.trim_start_matches('#').len());
        let text = raw.trim_start_matches('#').strip_prefix('"')?;
        let end = format!("\"{}", "#".repeat(hashes));
        return Some(text.split_once(end.as_str()).map_or("", |(_, after)| after));
    }
    let quoted = rest.strip_prefix('\'')?;
    let mut characters = quoted.chars();
    let is_escape = characters.next()? == '\\';
    // `'a` without a closing quote is a lifetime.
    if is_escape { Some(after_text(quoted, '\'')) } else { characters.as_str().strip_prefix('\'') }
}

fn after_text(text: &str, quote: char) -> &str {
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        if character == '\\' {
            characters.next();
        } else if character == quote {
            break;
        }
    }
    characters.as_str()
}

#[cfg(test)]
mod tests {
    use super::paths_in;

    fn found(source: &str) -> Vec<String> {
        let module = ["http".to_owned(), "sale".to_owned()];
        paths_in(source, &module)
            .into_iter()
            .map(|path| path.join("::"))
            .filter(|path| path.contains("::"))
            .collect()
    }

    #[test]
    fn use_trees_are_spelled_out() {
        let source = "use crate::{db::{self, schema::*}, repo};\nuse diesel::prelude::*;";
        let expected = ["crate::db", "crate::db::schema", "crate::repo", "diesel::prelude"];
        assert_eq!(found(source), expected);
    }

    #[test]
    fn relative_paths_are_resolved() {
        let source = "use super::agenda; use super::super::repo::sale as rows; use self::parts::Part;";
        assert_eq!(
            found(source),
            ["crate::http::agenda", "crate::repo::sale", "crate::http::sale::parts::Part"]
        );
    }

    #[test]
    fn paths_in_expressions_count_and_texts_do_not() {
        let source = r##"
            // crate::worker::never
            /* diesel::never */
            fn call<'a>(x: &'a str) -> crate::service::Answer {
                let text = "crate::db::never \" still"; let raw = r#"diesel::"never"#; let c = '"';
                row.crate_name; state.execute::<diesel::Pg>()
            }"##;
        assert_eq!(found(source), ["crate::service::Answer", "diesel::Pg"]);
    }
}
