//! Reads the paths that a Rust source names: `use` trees spelled out, and `a::b` anywhere else.
//! It is a reader for one question (who uses whom): it goes by words and not by meaning, so that the insides of macros
//! and attributes count like other code.

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};
use syn::{Token, UseTree, Visibility};

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
pub fn paths_in(source: TokenStream, module: &[String]) -> syn::Result<Vec<Path>> {
    let (uses, paths) = names_in(source, module)?;
    Ok(uses.into_iter().map(|it| it.path).chain(paths).collect())
}

/// The same, told apart: what its `use` lines bring, and the paths anywhere else.
pub fn names_in(source: TokenStream, module: &[String]) -> syn::Result<(Vec<Use>, Vec<Path>)> {
    let mut reader = Reader { uses: Vec::new(), found: Vec::new() };
    reader.read(source)?;
    let use_of = |it: Use| Some(Use { path: resolved(it.path, module)?, ..it });
    let paths = reader.found.into_iter().filter_map(|path| resolved(path, module));
    Ok((reader.uses.into_iter().filter_map(use_of).collect(), paths.collect()))
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

struct Reader {
    uses: Vec<Use>,
    found: Vec<Path>,
}

impl Reader {
    fn read(&mut self, source: TokenStream) -> syn::Result<()> {
        let whole = |input: ParseStream<'_>| {
            while !input.is_empty() {
                self.read_next(input)?;
            }
            Ok(())
        };
        whole.parse2(source)
    }

    fn read_next(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        // `pub(super)` names nobody, and a `use` behind it hands on.
        let is_public = input.peek(Token![pub]);
        if is_public {
            input.parse::<Visibility>()?;
            if input.is_empty() {
                return Ok(());
            }
        }
        if input.peek(Token![use]) {
            input.parse::<Token![use]>()?;
            // Neither `use<'a>` of a type brings a name nor a macro's `use a::$b`, of which `a` counts as a path.
            if input.fork().parse::<UseTree>().is_ok() {
                self.spell_out(input.parse()?, Path::new(), is_public);
            }
        } else if input.peek(Token![mod]) && input.peek2(Ident::peek_any) {
            // A module that is declared is not named.
            input.parse::<Token![mod]>()?;
            input.call(Ident::parse_any)?;
        } else if input.peek(Token![..]) {
            input.parse::<Token![..]>()?;
        } else if input.peek(Token![.]) && input.peek2(Ident::peek_any) {
            // A field or a method.
            input.parse::<Token![.]>()?;
            input.call(Ident::parse_any)?;
        } else if input.peek(Ident::peek_any) {
            self.read_path(input)?;
        } else if let TokenTree::Group(group) = input.parse()? {
            self.read(group.stream())?;
        }
        Ok(())
    }

    fn read_path(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        let mut path = vec![word(&input.call(Ident::parse_any)?)];
        // A peek counts single characters: the name stands behind both colons.
        while input.peek(Token![::]) && input.peek3(Ident::peek_any) {
            input.parse::<Token![::]>()?;
            path.push(word(&input.call(Ident::parse_any)?));
        }
        if !path.iter().all(|word| matches!(word.as_str(), "super" | "self" | "crate")) {
            self.found.push(path);
        }
        Ok(())
    }

    fn spell_out(&mut self, tree: UseTree, mut path: Path, is_public: bool) {
        let last = path.last().cloned().unwrap_or_default();
        let (name, part) = match tree {
            UseTree::Path(it) => {
                path.push(word(&it.ident));
                return self.spell_out(*it.tree, path, is_public);
            }
            UseTree::Group(it) => {
                return it.items.into_iter().for_each(|part| self.spell_out(part, path.clone(), is_public));
            }
            UseTree::Glob(_) => ("*".to_owned(), None),
            // `a::{self}` names `a` itself.
            UseTree::Name(it) if it.ident == "self" && !path.is_empty() => (last, None),
            UseTree::Name(it) => (word(&it.ident), Some(it.ident)),
            UseTree::Rename(it) if it.ident == "self" && !path.is_empty() => (word(&it.rename), None),
            UseTree::Rename(it) => (word(&it.rename), Some(it.ident)),
        };
        path.extend(part.as_ref().map(word));
        self.uses.push(Use { name, path, is_public });
    }
}

fn word(ident: &Ident) -> String {
    ident.unraw().to_string()
}

#[cfg(test)]
mod tests {
    use super::{names_in, paths_in};

    fn found(source: &str) -> Vec<String> {
        let module = ["http".to_owned(), "sale".to_owned()];
        paths_in(source.parse().unwrap(), &module)
            .unwrap()
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
                row.crate_name; state.execute::<diesel::Pg>(); 0..crate::repo::END
            }"##;
        assert_eq!(found(source), ["crate::service::Answer", "diesel::Pg", "crate::repo::END"]);
    }

    #[test]
    fn the_insides_of_macros_and_attributes_count_and_what_they_leave_open_does_not() {
        let source = "#[derive(diesel::Queryable)] struct Row; rows! { Row => crate::repo::row; pub }\n\
                      macro_rules! rows { ($path:path) => { pub use $path; use crate::api::$x as x; $crate::db::all() } }\n\
                      fn f<'a>() -> impl Fn() + use<'a> {}";
        assert_eq!(found(source), ["diesel::Queryable", "crate::repo::row", "crate::api", "crate::db::all"]);
    }

    #[test]
    fn a_use_brings_a_name_and_a_declared_module_none() {
        let source = "mod part; pub use part::{Part, other as another}; pub(crate) use crate::rows::*;\n\
                      use super::sale::{self, record::Sale}; fn f() -> Sale { another(x as u8) }";
        let (uses, paths) =
            names_in(source.parse().unwrap(), &["http".to_owned(), "sale".to_owned()]).unwrap();
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
