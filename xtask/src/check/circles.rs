//! Circles: no file of `common` needs another one that needs it, over however many others, and no subject of a sale
//! reaches what stands above it. A name is followed to the file that has it, through whoever hands it on; a module
//! that only hands on its own parts needs none of them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use anyhow::{Context, Result, bail};
use quote::ToTokens as _;
use syn::{Attribute, Ident, Item};

use super::imports::{is_test, module_of};
use super::paths::{Path, Use, names_in};
use super::sources::sources_in;
use crate::workspace::Workspace;

/// The crate that is looked at.
const FOLDER: &str = "common/src";

/// What stands above a part of it, and must not be reached from there.
const ABOVE: &[(&str, &[&str])] =
    &[("domain::subject", &["domain::sale", "domain::questions", "domain::event"])];

/// So many hands a name passes through at most.
const MOST_HANDS: usize = 8;

/// A module by its words: `["domain", "sale", "record"]`.
type Module = Vec<String>;

/// What a file names.
struct Source {
    uses: Vec<Use>,
    paths: Vec<Path>,
}

/// The files of the crate, by module.
struct Sources(BTreeMap<Module, Source>);

/// Which file needs which.
type Needs = BTreeMap<Module, BTreeSet<Module>>;

pub fn check(workspace: &Workspace) -> Result<()> {
    let mut sources = BTreeMap::new();
    for file in sources_in(&workspace.path(FOLDER), &["rs"])?.iter().filter(|file| !is_test(file)) {
        let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
        let module = module_of(file.strip_prefix(&workspace.root).unwrap_or(file));
        let source = source(&text, &module).with_context(|| format!("cannot read {}", file.display()))?;
        sources.insert(module, source);
    }
    let needs = Sources(sources).needs();
    let faults: Vec<String> = breaches(&needs).chain(circle(&needs)).collect();
    if faults.is_empty() { Ok(()) } else { bail!("{}", faults.join("\n")) }
}

fn source(text: &str, module: &[String]) -> syn::Result<Source> {
    let mut file = syn::parse_file(text)?;
    file.items.retain(|item| !is_for_tests(item));
    let (uses, paths) = names_in(file.into_token_stream(), module)?;
    Ok(Source { uses, paths })
}

/// Tests set up what they need from any layer.
fn is_for_tests(item: &Item) -> bool {
    let is_for_tests = |it: &Attribute| {
        it.path().is_ident("cfg") && it.parse_args::<Ident>().is_ok_and(|condition| condition == "test")
    };
    matches!(item, Item::Mod(module) if module.attrs.iter().any(is_for_tests))
}

impl Sources {
    fn needs(&self) -> Needs {
        let needed = |(module, source): (&Module, &Source)| {
            let used = source.uses.iter().filter(|it| !Self::hands_on_its_own(module, it));
            let used = used.filter_map(|it| self.brought(it, module, 0));
            let named = source.paths.iter().filter_map(|path| self.home(path, module, 0));
            (module.clone(), used.chain(named).filter(|home| home != module).collect())
        };
        self.0.iter().map(needed).collect()
    }

    fn hands_on_its_own(module: &Module, it: &Use) -> bool {
        let is_relative = it.path.first().is_some_and(|first| first != "crate");
        it.is_public && (is_relative || it.path.iter().skip(1).take(module.len()).eq(module))
    }

    /// The file that has what a `use` in `from` brings. There a single word may be a part of `from`; anywhere else it
    /// is only a word.
    fn brought(&self, it: &Use, from: &Module, hands: usize) -> Option<Module> {
        match it.path.as_slice() {
            [only] if self.child(from, only).is_some() => self.child(from, only),
            path => self.home(path, from, hands),
        }
    }

    /// The file that has what the path names, as it is read in `from`.
    fn home(&self, path: &[String], from: &Module, hands: usize) -> Option<Module> {
        if hands > MOST_HANDS {
            return None;
        }
        let (first, rest) = path.split_first()?;
        if first == "crate" {
            return self.below(&Module::new(), rest, hands);
        }
        if self.child(from, first).is_some() && path.len() > 1 {
            return self.below(from, path, hands);
        }
        let brought = self.0.get(from)?.uses.iter().find(|it| it.name == *first)?;
        if brought.path == path {
            return self.child(from, first).and_then(|_| self.below(from, path, hands));
        }
        self.home(&[&brought.path, rest].concat(), from, hands.saturating_add(1))
    }

    /// The same for a path below a module.
    fn below(&self, module: &Module, path: &[String], hands: usize) -> Option<Module> {
        let Some((word, rest)) = path.split_first() else { return Some(module.clone()) };
        if let Some(child) = self.child(module, word) {
            return self.below(&child, rest, hands);
        }
        let source = self.0.get(module)?;
        if let Some(it) = source.uses.iter().find(|it| it.name == *word) {
            let home = self.home(&[&it.path, rest].concat(), module, hands.saturating_add(1));
            return home.or_else(|| Some(module.clone()));
        }
        let mut open = source.uses.iter().filter(|it| it.name == "*" && it.is_public);
        let through = open.find_map(|it| {
            let at = self.brought(it, module, hands.saturating_add(1))?;
            self.has(&at, word).then(|| self.below(&at, path, hands.saturating_add(1)))?
        });
        through.or_else(|| Some(module.clone()))
    }

    fn has(&self, module: &Module, word: &str) -> bool {
        let hands_on = |source: &Source| source.uses.iter().any(|it| it.name == *word && it.is_public);
        self.child(module, word).is_some() || self.0.get(module).is_some_and(hands_on)
    }

    fn child(&self, module: &Module, word: &str) -> Option<Module> {
        let child: Module = module.iter().cloned().chain([word.to_owned()]).collect();
        self.0.contains_key(&child).then_some(child)
    }
}

/// What reaches above itself.
fn breaches(needs: &Needs) -> impl Iterator<Item = String> {
    let is_in = |module: &Module, part: &str| {
        module.join("::").split("::").take(part.matches("::").count() + 1).eq(part.split("::"))
    };
    needs.iter().flat_map(move |(module, needed)| {
        let above = ABOVE.iter().filter(move |(part, _)| is_in(module, part)).flat_map(|(_, above)| *above);
        above.flat_map(move |above| needed.iter().filter(move |it| is_in(it, above))).map(move |it| {
            format!("{}: must not know {}, which stands above it", module.join("::"), it.join("::"))
        })
    })
}

/// One circle, if there is any.
fn circle(needs: &Needs) -> Option<String> {
    let mut left = needs.clone();
    // Who needs nobody that is left is in no circle.
    loop {
        let known: BTreeSet<Module> = left.keys().cloned().collect();
        for needed in left.values_mut() {
            needed.retain(|it| known.contains(it));
        }
        left.retain(|_, needed| !needed.is_empty());
        if left.len() == known.len() {
            break;
        }
    }
    let mut walked = vec![left.keys().next()?];
    loop {
        let next = left.get(*walked.last()?)?.iter().next()?;
        if let Some(begin) = walked.iter().position(|it| *it == next) {
            let names = walked.iter().skip(begin).chain([&next]).map(|it| it.join("::"));
            return Some(format!("a circle: {}", names.collect::<Vec<_>>().join(" -> ")));
        }
        walked.push(next);
    }
}

#[cfg(test)]
mod tests {
    use super::{Module, Sources, breaches, circle, source};

    fn sources(files: &[(&str, &str)]) -> Sources {
        let module = |name: &str| name.split("::").map(str::to_owned).collect::<Module>();
        let read = |(name, text): &(&str, &str)| (module(name), source(text, &module(name)).unwrap());
        Sources(files.iter().map(read).collect())
    }

    #[test]
    fn a_name_is_followed_through_whoever_hands_it_on() {
        let needs = sources(&[
            ("domain", "pub mod sale; pub mod subject; pub use subject::*;"),
            ("domain::subject", "pub mod success;"),
            ("domain::subject::success", "use crate::domain::sale::Sale; fn f(sale: &Sale) {}"),
            ("domain::sale", "mod record; pub use record::Sale;"),
            ("domain::sale::record", "use crate::domain::success; struct Sale(success::Success);"),
        ])
        .needs();
        let found = circle(&needs).unwrap();
        assert_eq!(
            found,
            "a circle: domain::sale::record -> domain::subject::success -> domain::sale::record"
        );
        let above: Vec<String> = breaches(&needs).collect();
        let wanted = "domain::subject::success: must not know domain::sale::record, which stands above it";
        assert_eq!(above, [wanted]);
    }

    #[test]
    fn handing_on_its_own_parts_is_no_need_and_tests_need_what_they_like() {
        let needs = sources(&[
            ("sale", "mod record; pub use record::Sale;\n#[cfg(test)]\nmod tests { use crate::world; }"),
            ("sale::record", "use super::Other; struct Sale;"),
            ("world", "use crate::sale::{self, Sale}; fn f() { sale::g() }"),
        ])
        .needs();
        assert_eq!(circle(&needs), None);
        let needs = sources(&[
            ("sale", "mod record; pub use record::Sale; fn f(sale: Sale) {}"),
            ("sale::record", "fn g() { super::f() }"),
        ])
        .needs();
        assert_eq!(circle(&needs).unwrap(), "a circle: sale -> sale::record -> sale");
    }
}
