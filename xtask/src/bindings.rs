//! WASM modules of the workspace with the JavaScript around them: what Trunk does, by the library of the version
//! that `Cargo.lock` has, so that no tool is needed beside the compiler.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::Instant;

use anyhow::{Context, Result, anyhow};
use serde_json::Value;

use crate::cargo::{self, WASM_TARGET};
use crate::workspace::Workspace;
use crate::{process, say};

/// A module and the form of its JavaScript.
pub struct Module<'a> {
    /// What it is, for people: "the widget".
    pub what: &'a str,
    /// Its package, and how cargo builds it.
    pub package: &'a str,
    pub options: &'a [&'a str],
    /// `web` or `no-modules`.
    pub kind: &'a str,
    /// The name of what is written: `name.js` and `name_bg.wasm`.
    pub name: &'a str,
}

/// Builds a module and writes both files into `folder`, which is emptied before.
pub fn write(workspace: &Workspace, module: &Module<'_>, folder: &Path) -> Result<()> {
    cargo::ensure_wasm_target(workspace)?;
    let what = format!("building {}", module.what);
    say::begins(&what);
    let started = Instant::now();
    // The compiler of the module and that of the program beside each other: they share no folder.
    let (wasm, program) = thread::scope(|scope| {
        let program = scope.spawn(|| program(workspace));
        let wasm = compile(workspace, module, &what);
        (wasm, program.join().map_err(|_| anyhow!("building the program for bindings stopped unexpectedly")))
    });
    let (wasm, program) = (wasm?, program??);
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    let mut bind = Command::new(program);
    bind.arg(wasm).arg(folder).args([module.name, module.kind]);
    process::run_logged(&what, &mut bind, &workspace.log("bindings")?)?;
    say::done(&what, started.elapsed());
    Ok(())
}

fn compile(workspace: &Workspace, module: &Module<'_>, what: &str) -> Result<PathBuf> {
    let mut build = cargo::cargo(workspace);
    build.args(["build", "--package", module.package, "--lib", "--target", WASM_TARGET]).args(module.options);
    artifact(workspace, &mut build, what, module.package, "wasm")
}

fn program(workspace: &Workspace) -> Result<PathBuf> {
    let mut build = cargo::cargo(workspace);
    build.args(["build", "--package", "followthrough-bindgen"]);
    artifact(workspace, &mut build, "building the program for bindings", "followthrough-bindgen", "")
}

/// Builds, and answers where the file with this extension is (wherever the target folder may be).
fn artifact(
    workspace: &Workspace,
    build: &mut Command,
    what: &str,
    package: &str,
    extension: &str,
) -> Result<PathBuf> {
    process::run_logged(what, build, &workspace.log(package)?)?;
    let messages = process::capture(build.args(["--quiet", "--message-format=json"]))?;
    file_in(&messages, package, extension).with_context(|| format!("cargo named no file of {package}"))
}

fn file_in(messages: &str, package: &str, extension: &str) -> Option<PathBuf> {
    let stem = package.replace('-', "_");
    let messages = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let files = messages.filter_map(|message| message.get("filenames")?.as_array().cloned()).flatten();
    let mut files = files.filter_map(|file| file.as_str().map(PathBuf::from));
    files.find(|file| {
        let is_named = |part: Option<&std::ffi::OsStr>, wanted: &str| {
            part.map_or("", |part| part.to_str().unwrap_or_default()).replace('-', "_") == wanted
        };
        is_named(file.file_stem(), &stem) && is_named(file.extension(), extension)
    })
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::file_in;

    #[test]
    fn files_are_found_among_cargos_messages() {
        let messages = concat!(
            "{\"reason\":\"compiler-artifact\",\"filenames\":[\"/t/libserde.rlib\"]}\n",
            "{\"reason\":\"compiler-artifact\",\"filenames\":[\"/t/my_golden.wasm\",\"/t/libmy_golden.rlib\"]}\n",
            "{\"reason\":\"compiler-artifact\",\"filenames\":[\"/t/my-program\"]}\n",
            "{\"reason\":\"build-finished\",\"success\":true}\n",
        );
        assert_eq!(file_in(messages, "my-golden", "wasm"), Some(PathBuf::from("/t/my_golden.wasm")));
        assert_eq!(file_in(messages, "my-program", ""), Some(PathBuf::from("/t/my-program")));
        assert_eq!(file_in("", "my-golden", "wasm"), None);
    }
}
