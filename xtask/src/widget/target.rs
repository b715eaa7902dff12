//! What `frontend/index.html` tells Trunk about the widget's build. It is read here too, so that `trunk serve` and
//! the commands of this workspace build the same.

use std::fs;

use anyhow::{Context, Result};

use crate::workspace::Workspace;

/// The attributes of the `data-trunk` link.
pub struct Target {
    pub features: String,
    pub profile: String,
    pub kind: String,
}

impl Target {
    /// Reads them; one that is missing is an error, because Trunk would then choose something of its own.
    pub fn read(workspace: &Workspace) -> Result<Self> {
        let path = workspace.path("frontend/index.html");
        let html = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let read = |name: &str| {
            attribute(&html, name).with_context(|| format!("frontend/index.html has no `{name}`"))
        };
        Ok(Self {
            features: read("data-cargo-features")?,
            profile: read("data-cargo-profile-release")?,
            kind: read("data-bindgen-target")?,
        })
    }
}

fn attribute(html: &str, name: &str) -> Option<String> {
    let (_, rest) = html.split_once(&format!("{name}=\""))?;
    Some(rest.split_once('"')?.0.to_owned())
}

#[cfg(test)]
mod tests {
    use super::attribute;

    #[test]
    fn an_attribute_is_found_by_its_whole_name() {
        let html = "<link data-cargo-features=\"hydrate\" data-wasm-opt=\"0\" />";
        assert_eq!(attribute(html, "data-cargo-features").as_deref(), Some("hydrate"));
        assert_eq!(attribute(html, "data-cargo-profile"), None);
    }
}
