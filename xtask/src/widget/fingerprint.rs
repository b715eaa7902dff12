//! One hash over everything that the widget is made of, to see whether it must be built again.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::digest;
use crate::workspace::Workspace;

/// Folders and files that have a say in the widget, this builder included.
const INPUTS: &[&str] = &[
    "frontend",
    "common",
    "catalogue",
    "locales",
    "xtask/src/widget.rs",
    "xtask/src/widget",
    "xtask/src/bindings.rs",
    "xtask/bindgen",
    "Cargo.toml",
    "Cargo.lock",
    "Trunk.toml",
    "rust-toolchain.toml",
];

/// The hash over names and contents of all inputs.
pub fn of_sources(workspace: &Workspace) -> Result<String> {
    let mut files = Vec::new();
    for input in INPUTS {
        collect(&workspace.path(input), &mut files)?;
    }
    files.sort();
    let mut parts = Vec::with_capacity(files.len().saturating_mul(2));
    for file in &files {
        parts
            .push(file.strip_prefix(&workspace.root).unwrap_or(file).as_os_str().as_encoded_bytes().to_vec());
        let content = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
        // The length in front of the content keeps one file's end from passing for another's name.
        parts.push(content.len().to_le_bytes().to_vec());
        parts.push(content);
    }
    Ok(digest::hex(parts.iter().map(Vec::as_slice), 64))
}

/// All files below `path` (or `path` itself), without editors' hidden files.
pub fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_file() {
        files.push(path.to_owned());
        return Ok(());
    }
    for entry in fs::read_dir(path).with_context(|| format!("cannot read {}", path.display()))? {
        let entry = entry.with_context(|| format!("cannot read {}", path.display()))?;
        if !entry.file_name().as_encoded_bytes().starts_with(b".") {
            collect(&entry.path(), files)?;
        }
    }
    Ok(())
}
