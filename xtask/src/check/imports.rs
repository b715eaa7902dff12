//! The import table: which module must never name which other, and which crate belongs to which
//! folder. One way through the layers is what keeps each of them readable on its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr as _;

use anyhow::{Context, Result, anyhow, bail};
use proc_macro2::TokenStream;

use super::paths;
use super::sources::sources_in;
use crate::workspace::Workspace;

/// What a module must not name.
struct Rule {
    module: &'static str,
    never: &'static [&'static str],
}

const RULES: &[Rule] = &[
    Rule { module: "common/src/domain", never: &["crate::api"] },
    Rule { module: "common/src/words", never: &["crate::api", "crate::domain"] },
    Rule { module: "common/src/id", never: &["crate::domain", "crate::api"] },
    Rule { module: "common/src/time", never: &["crate::domain", "crate::api"] },
    Rule { module: "common/src/calendar", never: &["crate::domain", "crate::api"] },
    Rule { module: "common/src/text", never: &["crate::domain", "crate::api"] },
    Rule { module: "common/src/actor", never: &["crate::domain", "crate::api"] },
    Rule { module: "common/src/error", never: &["crate::domain", "crate::api"] },
    Rule { module: "backend/src/http", never: &["crate::db::schema", "crate::worker"] },
    Rule {
        module: "backend/src/connection",
        never: &["crate::http", "crate::db", "crate::repo", "crate::service", "crate::worker"],
    },
    Rule {
        module: "backend/src/files",
        never: &["crate::http", "crate::db", "crate::repo", "crate::service", "crate::worker", "crate::auth"],
    },
    Rule { module: "backend/src/vault", never: &["actix_web", "crate::http", "crate::db", "crate::repo"] },
    Rule {
        module: "backend/src/auth",
        never: &[
            "crate::http",
            "crate::service",
            "crate::worker",
            "crate::render",
            "followthrough_common::domain",
        ],
    },
    Rule { module: "backend/src/import", never: &["actix_web", "crate::http"] },
    Rule {
        module: "backend/src/service",
        // It may name auth, whose form of keys it makes; auth never names it.
        never: &["actix_web", "crate::http", "crate::worker"],
    },
    Rule {
        module: "backend/src/repo",
        never: &[
            "actix_web",
            "crate::http",
            "crate::service",
            "crate::worker",
            "crate::auth",
            "followthrough_common::api",
        ],
    },
    Rule {
        module: "backend/src/db",
        never: &[
            "actix_web",
            "crate::http",
            "crate::service",
            "crate::repo",
            "crate::worker",
            "crate::auth",
            "followthrough_common::api",
            "followthrough_common::domain",
        ],
    },
    Rule {
        module: "backend/src/worker",
        never: &["actix_web", "crate::http", "crate::auth", "crate::render"],
    },
    Rule {
        module: "backend/src/render",
        never: &["crate::db", "crate::repo", "crate::worker", "crate::http"],
    },
    Rule {
        module: "frontend/src/ui",
        never: &[
            "crate::views",
            "crate::store",
            "crate::client",
            "followthrough_common::api",
            "followthrough_common::domain",
            "web_sys",
        ],
    },
    Rule { module: "frontend/src/views", never: &["crate::client", "gloo_net", "web_sys"] },
    Rule { module: "frontend/src/store", never: &["crate::views", "crate::ui"] },
    Rule { module: "frontend/src/client", never: &["crate::views", "crate::ui", "crate::store"] },
];

/// A crate that only some folders may name, so that changing it touches them and nothing else.
struct Owner {
    name: &'static str,
    within: &'static str,
    folders: &'static [&'static str],
}

const OWNERS: &[Owner] = &[
    Owner { name: "diesel", within: "backend/src", folders: &["backend/src/db", "backend/src/repo"] },
    Owner { name: "object_store", within: "backend/src", folders: &["backend/src/files"] },
    Owner { name: "image", within: "backend/src", folders: &["backend/src/files"] },
    Owner { name: "followthrough_frontend", within: "backend/src", folders: &["backend/src/render"] },
    // The demo is a vendor's own system: whatever it needs of the server is in the API.
    Owner { name: "followthrough_backend", within: "demo/src", folders: &[] },
];

pub fn check(workspace: &Workspace) -> Result<()> {
    let mut faults = Vec::new();
    for rule in RULES {
        let files = files_of(workspace, rule.module)?;
        faults.extend(breaches(workspace, &files, rule.never)?);
    }
    for owner in OWNERS {
        let mut files = sources_in(&workspace.path(owner.within), &["rs"])?;
        files.retain(|file| !owner.folders.iter().any(|folder| belongs_to(file, &workspace.path(folder))));
        faults.extend(breaches(workspace, &files, &[owner.name])?);
    }
    if faults.is_empty() { Ok(()) } else { bail!("{}", faults.join("\n")) }
}

/// The files of a module, be it a folder, one file, or both. A module that is gone is an error,
/// because its rule would then guard nothing.
fn files_of(workspace: &Workspace, module: &str) -> Result<Vec<PathBuf>> {
    let folder = workspace.path(module);
    let single = folder.with_extension("rs");
    let mut files = if folder.is_dir() { sources_in(&folder, &["rs"])? } else { Vec::new() };
    files.extend(Some(single).filter(|file| file.is_file()));
    if files.is_empty() {
        bail!("the import table has a rule for {module}, which does not exist");
    }
    Ok(files)
}

fn belongs_to(file: &Path, module: &Path) -> bool {
    file.starts_with(module) || file == module.with_extension("rs")
}

fn breaches(workspace: &Workspace, files: &[PathBuf], never: &[&str]) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for file in files.iter().filter(|file| !is_test(file)) {
        let inside = file.strip_prefix(&workspace.root).unwrap_or(file);
        let paths = paths_of(file, inside).with_context(|| format!("cannot read {}", inside.display()))?;
        for banned in never {
            let is_breach = |path: &&paths::Path| begins_with(path, banned);
            if let Some(path) = paths.iter().find(is_breach) {
                let path = path.join("::");
                found.push(format!("{}: must not use {banned}, but names {path}", inside.display()));
            }
        }
    }
    Ok(found)
}

fn begins_with(path: &paths::Path, banned: &str) -> bool {
    let mut words = path.iter();
    banned.split("::").all(|word| words.next().is_some_and(|it| it == word))
}

fn paths_of(file: &Path, inside: &Path) -> Result<Vec<paths::Path>> {
    let tokens = TokenStream::from_str(&fs::read_to_string(file)?).map_err(|error| anyhow!("{error}"))?;
    Ok(paths::paths_in(tokens, &module_of(inside))?)
}

/// Tests set up what they need from any layer.
pub fn is_test(file: &Path) -> bool {
    let names = file.with_extension("");
    names.iter().any(|name| name == "tests" || name == "scratch")
}

/// `backend/src/http/sale.rs` → `["http", "sale"]`, `…/http/mod.rs` → `["http"]`.
pub fn module_of(inside: &Path) -> Vec<String> {
    let mut words: Vec<String> =
        inside.with_extension("").iter().skip(2).map(|word| word.to_string_lossy().into_owned()).collect();
    if words.last().is_some_and(|word| matches!(word.as_str(), "mod" | "lib" | "main")) {
        words.pop();
    }
    words
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{belongs_to, module_of};

    #[test]
    fn modules_are_named_after_their_files() {
        assert_eq!(module_of(Path::new("backend/src/http/sale.rs")), ["http", "sale"]);
        assert_eq!(module_of(Path::new("backend/src/http/mod.rs")), ["http"]);
        assert!(module_of(Path::new("backend/src/lib.rs")).is_empty());
        assert!(belongs_to(Path::new("/r/db.rs"), Path::new("/r/db")));
        assert!(!belongs_to(Path::new("/r/dbase/x.rs"), Path::new("/r/db")));
    }
}
