//! The rules of time as WASM on their own, for the browser tests: `tests/golden`, built quickly and unoptimised.

use std::path::PathBuf;

use anyhow::Result;

use crate::bindings::{self, Module};
use crate::workspace::Workspace;

const MODULE: Module<'_> = Module {
    what: "the rules of time as WASM",
    package: "followthrough-golden",
    options: &[],
    kind: "no-modules",
    name: "golden",
};

/// Builds it and answers the folder with `golden.js` and `golden_bg.wasm`.
pub fn build(workspace: &Workspace) -> Result<PathBuf> {
    let folder = workspace.dist().join("golden");
    bindings::write(workspace, &MODULE, &folder)?;
    Ok(folder)
}
