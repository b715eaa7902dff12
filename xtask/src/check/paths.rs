//! Reads the paths that a Rust source names: `use` trees spelled out, and `a::b` anywhere else.
//! It is a reader for one question (who uses whom), so macros' insides count like other code.

/// A path as its words, `self` and `super` already resolved to `crate::…`.
pub type Path = Vec<String>;

/// A name that a `use` brings into its module.
#[derive(Debug, PartialEq, Eq)]
pub struct Use {
    /// What it is called there; `*` for everything.
    pub name: String,
    /// What it stands for.
    pub path: Path,
    /// Whether the module hands it on.
    pub is_public: bool,
}

/// All paths in `source`, which is the module `module` (`["http", "sale"]`) of its crate.
pub fn paths_in(source: &str, module: &[String]) -> Vec<Path> {
    let (uses, paths) = names_in(source, module);
    uses.into_iter().map(|it| it.path).chain(paths).collect()
}

/// The same, told apart: what its `use` lines bring, and the paths anywhere else.
pub fn names_in(source: &str, module: &[String]) -> (Vec<Use>, Vec<Path>) {
    let words = words_of(source);
    let mut reader = Reader { words: &words, at: 0, using: None, uses: Vec::new(), found: Vec::new() };
    reader.read_all();
    let use_of = |it: Use| Some(Use { path: resolved(it.path, module)?, ..it });
    let paths = reader.found.into_iter().filter_map(|path| resolved(path, module));
    (reader.uses.into_iter().filter_map(use_of).collect(), paths.collect())
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
    /// In a `use`: whether it is public.
    using: Option<bool>,
    uses: Vec<Use>,
    found: Vec<Path>,
}

impl Reader<'_> {
    fn read_all(&mut self) {
        while let Some(word) = self.words.get(self.at) {
            match word {
                Word::Name(name) if name == "use" => {
                    self.using = Some(self.is_behind_pub());
                    self.at = self.at.saturating_add(1);
                }
                Word::Name(name) if name == "mod" => self.skip_declaration(),
                Word::Name(_) => {
                    self.read_path(&[]);
                    // One tree to a `use`; the group has been read with it.
                    self.using = None;
                }
                _ => self.at = self.at.saturating_add(1),
            }
        }
    }

    /// `pub use`, `pub(crate) use`.
    fn is_behind_pub(&self) -> bool {
        let before = self.words.get(..self.at).unwrap_or_default();
        let mut names = before.iter().rev().take(6).filter_map(|word| match word {
            Word::Name(name) => Some(name.as_str()),
            _ => None,
        });
        match names.next() {
            Some("pub") => true,
            Some("crate" | "super") => names.next() == Some("pub"),
            _ => false,
        }
    }

    /// A module that is declared is not named.
    fn skip_declaration(&mut self) {
        self.at = self.at.saturating_add(1);
        while self.words.get(self.at) == Some(&Word::Other) {
            self.at = self.at.saturating_add(1);
        }
        if let Some(Word::Name(_)) = self.words.get(self.at) {
            self.at = self.at.saturating_add(1);
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
            match self.words.get(self.at) {
                Some(Word::Open) => return self.read_group(&path),
                Some(Word::Star) => return self.take(path, Some("*".to_owned())),
                _ => {}
            }
        }
        // `a::{self}` names `a` itself.
        if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
            path.pop();
        }
        let alias = self.read_alias();
        self.take(path, alias);
    }

    /// What follows `as` in a `use`.
    fn read_alias(&mut self) -> Option<String> {
        let is_gap = |word: &&Word| **word == Word::Other;
        let rest = self.words.get(self.at..).unwrap_or_default();
        let gap = rest.iter().take_while(is_gap).count();
        if self.using.is_none() || rest.get(gap) != Some(&Word::As) {
            return None;
        }
        let behind = rest.get(gap.saturating_add(1)..).unwrap_or_default();
        let second = behind.iter().take_while(is_gap).count();
        self.at = self.at.saturating_add(gap).saturating_add(second).saturating_add(2);
        match behind.get(second) {
            Some(Word::Name(name)) => Some(name.clone()),
            _ => None,
        }
    }

    fn take(&mut self, path: Path, alias: Option<String>) {
        // `pub(super)` names nobody.
        if self.using.is_none() && path.iter().all(|word| matches!(word.as_str(), "super" | "self" | "crate"))
        {
            return;
        }
        match (self.using, path.last()) {
            (Some(is_public), Some(last)) => {
                let name = alias.unwrap_or_else(|| last.clone());
                self.uses.push(Use { name, path, is_public });
            }
            _ => self.found.push(path),
        }
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
    Star,
    As,
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
            words.push(if name == "as" { Word::As } else { Word::Name(name.to_owned()) });
            rest = after;
        } else if let Some(after) = rest.strip_prefix("::") {
            words.push(Word::Colons);
            rest = after;
        } else {
            words.push(match character {
                '{' => Word::Open,
                '}' => Word::Close,
                '*' => Word::Star,
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
    use super::{names_in, paths_in};

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

    #[test]
    fn a_use_brings_a_name_and_a_declared_module_none() {
        let source = "mod part; pub use part::{Part, other as another}; pub(crate) use crate::rows::*;\n\
                      use super::sale::{self, record::Sale}; fn f() -> Sale { another(x as u8) }";
        let (uses, paths) = names_in(source, &["http".to_owned(), "sale".to_owned()]);
        let brought: Vec<_> = uses.iter().map(|it| (&*it.name, it.path.join("::"), it.is_public)).collect();
        let wanted = [
            ("Part", "part::Part", true),
            ("another", "part::other", true),
            ("*", "crate::rows", true),
            ("sale", "crate::http::sale", false),
            ("Sale", "crate::http::sale::record::Sale", false),
        ];
        assert_eq!(brought, wanted.map(|(name, path, public)| (name, path.to_owned(), public)));
        let paths: Vec<String> = paths.iter().map(|path| path.join("::")).collect();
        assert!(paths.contains(&"Sale".to_owned()) && paths.contains(&"another".to_owned()), "{paths:?}");
        assert!(!paths.contains(&"part".to_owned()), "{paths:?}");
    }
}
