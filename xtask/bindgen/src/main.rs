//! `followthrough-bindgen MODULE.wasm FOLDER NAME web|no-modules`: writes `FOLDER/NAME.js` and `FOLDER/NAME_bg.wasm`.
//! A program of its own, so that the commands of the workspace begin without it and it is compiled beside the
//! server.

use std::{env, path::PathBuf};

use anyhow::{Result, bail};
use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [module, folder, name, kind] = arguments.as_slice() else {
        bail!("say MODULE.wasm FOLDER NAME web|no-modules");
    };
    let mut bindgen = Bindgen::new();
    match kind.as_str() {
        "web" => bindgen.web(true)?,
        "no-modules" => bindgen.no_modules(true)?,
        other => bail!("`{other}` is neither web nor no-modules"),
    };
    bindgen.input_path(PathBuf::from(module)).out_name(name).typescript(false).generate(folder)
}
