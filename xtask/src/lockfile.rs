//! Reads the one thing that is needed from `Cargo.lock`: which version of a package is locked.

use std::fs;

use anyhow::{Context, Result};

use crate::workspace::Workspace;

/// The locked version of `package`; the first one if there are several.
pub fn locked_version(workspace: &Workspace, package: &str) -> Result<String> {
    let path = workspace.path("Cargo.lock");
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    version_in(&text, package).with_context(|| format!("Cargo.lock holds no package `{package}`"))
}

fn version_in(text: &str, package: &str) -> Option<String> {
    let wanted = format!("name = \"{package}\"");
    let mut lines = text.lines().skip_while(|line| *line != wanted);
    lines.next()?;
    let version = lines.next()?.strip_prefix("version = \"")?.strip_suffix('"')?;
    Some(version.to_owned())
}

#[cfg(test)]
mod tests {
    use super::version_in;

    #[test]
    fn the_version_is_found_by_the_whole_name() {
        let text = "[[package]]\nname = \"wasm-bindgen-shared\"\nversion = \"1.0.0\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.128\"\n";
        assert_eq!(version_in(text, "wasm-bindgen").as_deref(), Some("0.2.128"));
        assert_eq!(version_in(text, "wasm"), None);
    }
}
