//! `followthrough-bindgen MODULE.wasm FOLDER NAME web|no-modules`: writes `FOLDER/NAME.js` and `FOLDER/NAME_bg.wasm`.
//! A program of its own, so that the commands of the workspace begin without it and it is compiled beside the
//! server.

use std::{
    collections::BTreeSet,
    env, fs,
    path::{Path, PathBuf},
};

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
    bindgen.input_path(PathBuf::from(module)).out_name(name).typescript(false).generate(folder)?;
    let folder = PathBuf::from(folder);
    number_imports(&folder.join(format!("{name}.js")), &folder.join(format!("{name}_bg.wasm")))
}

/// What the name of an import begins with, and how many digits of a hash it ends with.
const PREFIX: &str = "__wbg_";
const DIGITS: usize = 16;

/// The names of imports end with hashes, which no compression makes smaller, and both files have all of them. As long
/// as they differ they may be any: so they become numbers of the same length.
fn number_imports(script: &Path, module: &Path) -> Result<()> {
    let mut text = fs::read_to_string(script)?;
    let mut bytes = fs::read(module)?;
    let names: BTreeSet<String> = text
        .split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_')
        .filter(|word| word.starts_with(PREFIX) && ends_with_a_hash(word))
        .map(str::to_owned)
        .collect();
    for (number, name) in names.iter().enumerate() {
        let numbered = format!("{}{number:0DIGITS$}", name.get(..name.len() - DIGITS).unwrap_or_default());
        text = text.replace(name, &numbered);
        for place in places(&bytes, name.as_bytes()) {
            bytes.splice(place..place + name.len(), numbered.bytes());
        }
    }
    fs::write(script, text)?;
    Ok(fs::write(module, bytes)?)
}

fn ends_with_a_hash(word: &str) -> bool {
    let Some((_, hash)) = word.rsplit_once('_') else { return false };
    hash.len() == DIGITS && hash.bytes().all(|letter| letter.is_ascii_hexdigit())
}

fn places(bytes: &[u8], name: &[u8]) -> Vec<usize> {
    bytes.windows(name.len()).enumerate().filter(|(_, part)| *part == name).map(|(place, _)| place).collect()
}
