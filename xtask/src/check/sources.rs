//! Gates about single files: length, the first line that says what a module is for, units.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::widget::without_comments;
use crate::workspace::Workspace;

const LONGEST: usize = 400;
const CRATES: &[&str] = &["common", "backend", "frontend", "demo", "tests", "xtask"];

/// No file is too long, and every Rust file begins with its module documentation.
pub fn files(workspace: &Workspace) -> Result<()> {
    let mut faults = Vec::new();
    for folder in CRATES {
        for file in sources_in(&workspace.path(folder), &["rs", "js", "css"])? {
            let text = read(&file)?;
            let name = file.strip_prefix(&workspace.root).unwrap_or(&file).display();
            let lines = text.lines().count();
            if lines > LONGEST {
                faults.push(format!("{name}: {lines} lines, at most {LONGEST}"));
            }
            let is_rust = file.extension().is_some_and(|extension| extension == "rs");
            if is_rust && !text.starts_with("//!") {
                faults.push(format!("{name}: does not begin with `//!` and what it is for"));
            }
        }
    }
    report(&faults)
}

/// `rem` follows the host page's root font size, and hosts set that to 62.5 %.
pub fn style_sheets(workspace: &Workspace) -> Result<()> {
    let mut faults = Vec::new();
    for file in sources_in(&workspace.path("frontend/style"), &["css"])? {
        let name = file.strip_prefix(&workspace.root).unwrap_or(&file).display().to_string();
        for (at, line) in without_comments(&read(&file)?).lines().enumerate() {
            if uses_rem(line) {
                faults.push(format!("{name}:{}: use em, not rem", at.saturating_add(1)));
            }
        }
    }
    report(&faults)
}

fn uses_rem(line: &str) -> bool {
    line.split(|character: char| !(character.is_ascii_alphanumeric() || character == '.' || character == '-'))
        .filter_map(|word| word.strip_suffix("rem"))
        .any(|number| number.ends_with(|last: char| last.is_ascii_digit()))
}

fn report(faults: &[String]) -> Result<()> {
    if faults.is_empty() { Ok(()) } else { bail!("{}", faults.join("\n")) }
}

fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))
}

/// All files below `folder` with one of the endings.
pub fn sources_in(folder: &Path, endings: &[&str]) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))? {
            let path = entry.with_context(|| format!("cannot read {}", folder.display()))?.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|ending| endings.iter().any(|wanted| ending == *wanted)) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::uses_rem;

    #[test]
    fn rem_is_told_from_words_that_end_like_it() {
        for bad in ["margin: 1rem;", "margin:-.5rem", "width: calc(100% - 1.25rem)"] {
            assert!(uses_rem(bad), "{bad}");
        }
        for good in ["margin: 1em", "/theorem {", ".rem { }", "--ft-rem: 2em", "animation: harem"] {
            assert!(!uses_rem(good), "{good}");
        }
    }
}
