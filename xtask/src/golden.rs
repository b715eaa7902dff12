//! The rules of time as WASM on their own, for the browser tests: `tests/golden`, built quickly and unoptimised.

use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::cargo::{self, WASM_TARGET};
use crate::tools::{self, Tool};
use crate::workspace::Workspace;
use crate::{process, say};

const PACKAGE: &str = "followthrough-golden";

/// Builds it and answers the folder with `golden.js` and `golden_bg.wasm`.
pub fn build(workspace: &Workspace) -> Result<PathBuf> {
    cargo::ensure_wasm_target(workspace)?;
    let what = "building the rules of time as WASM";
    say::begins(what);
    let started = Instant::now();
    let mut build = cargo::cargo(workspace);
    build.args(["build", "--package", PACKAGE, "--lib", "--target", WASM_TARGET]);
    process::run_logged(what, &mut build, &workspace.log("golden")?)?;
    let messages = process::capture(build.args(["--quiet", "--message-format=json"]))?;
    let wasm = wasm_in(&messages).with_context(|| format!("cargo named no WASM file of {PACKAGE}"))?;
    let folder = workspace.dist().join("golden");
    let mut bind = Command::new(tools::ensure(workspace, Tool::WasmBindgen)?);
    bind.args(["--target", "no-modules", "--no-typescript", "--out-name", "golden", "--out-dir"]);
    process::run_logged(what, bind.arg(&folder).arg(&wasm), &workspace.log("golden-bindings")?)?;
    ensure!(folder.join("golden_bg.wasm").is_file(), "wasm-bindgen left nothing in {}", folder.display());
    say::done(what, started.elapsed());
    Ok(folder)
}

fn wasm_in(messages: &str) -> Option<PathBuf> {
    let messages = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let files = messages.filter_map(|message| message.get("filenames")?.as_array().cloned()).flatten();
    let mut wasm = files.filter_map(|file| file.as_str().map(PathBuf::from));
    wasm.find(|file| {
        let name = file.file_name().and_then(|name| name.to_str());
        name == Some("followthrough_golden.wasm")
    })
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::wasm_in;

    #[test]
    fn the_module_is_found_among_cargos_messages() {
        let messages = concat!(
            "{\"reason\":\"compiler-artifact\",\"filenames\":[\"/t/libserde.rlib\"]}\n",
            "{\"reason\":\"compiler-artifact\",\"filenames\":[\"/t/followthrough_golden.wasm\",\"/t/x.rlib\"]}\n",
            "{\"reason\":\"build-finished\",\"success\":true}\n",
        );
        assert_eq!(wasm_in(messages), Some(PathBuf::from("/t/followthrough_golden.wasm")));
        assert_eq!(wasm_in(""), None);
    }
}
