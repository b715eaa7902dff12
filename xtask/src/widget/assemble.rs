//! Makes `dist/assets/` from Trunk's bundle and `frontend/embed/embed.js`: names by content,
//! hashes for integrity, the style sheet, a manifest for the server. Nothing else stays there.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use followthrough_catalogue::{Catalogue, LANGUAGES, Language};
use serde_json::{Map, Value, json};

use super::{Bundle, compress, digest, stylesheet};
use crate::workspace::Workspace;

const MANIFEST: &str = "manifest.json";
const EMBED: &str = "embed.js";

/// The names of the published files.
pub struct Manifest {
    pub style: String,
    pub glue: String,
    pub wasm: String,
    /// The texts of each language.
    pub texts: Vec<String>,
}

impl Manifest {
    /// Reads `manifest.json` of a folder of assets.
    pub fn read(assets: &Path) -> Result<Self> {
        let path = assets.join(MANIFEST);
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let value: Value =
            serde_json::from_str(&text).with_context(|| format!("cannot read {}", path.display()))?;
        let name = |key: &str| {
            value
                .get(key)
                .and_then(Value::as_str)
                .map(ToOwned::to_owned)
                .with_context(|| format!("{MANIFEST} has no `{key}`"))
        };
        let texts = value.get("texts").and_then(Value::as_object).context("manifest.json has no `texts`")?;
        let texts = texts.values().filter_map(Value::as_str).map(ToOwned::to_owned).collect();
        Ok(Self { style: name("style")?, glue: name("glue")?, wasm: name("wasm")?, texts })
    }

    /// The published files with what each is, in the order in which a browser loads them.
    pub fn files(&self) -> Vec<(&'static str, &str)> {
        let mut files =
            vec![("embed.js", EMBED), ("style", &*self.style), ("glue", &*self.glue), ("WASM", &*self.wasm)];
        files.extend(self.texts.iter().map(|name| ("texts", &**name)));
        files
    }
}

/// Whether all files that the manifest names are there with their siblings.
pub fn is_whole(assets: &Path) -> bool {
    Manifest::read(assets).is_ok_and(|manifest| {
        manifest.files().into_iter().all(|(_, name)| {
            let file = assets.join(name);
            file.is_file() && compress::siblings(&file).iter().all(|sibling| sibling.is_file())
        })
    })
}

/// Writes the published files, compresses those that changed, removes all others.
pub fn publish(workspace: &Workspace, bundle: &Bundle) -> Result<()> {
    let assets = workspace.assets();
    fs::create_dir_all(&assets).with_context(|| format!("cannot create {}", assets.display()))?;

    let wasm = fs::read(&bundle.wasm).with_context(|| format!("cannot read {}", bundle.wasm.display()))?;
    let wasm_name = format!("widget-{}_bg.wasm", digest::hex([wasm.as_slice()], 16));
    let glue =
        fs::read_to_string(&bundle.glue).with_context(|| format!("cannot read {}", bundle.glue.display()))?;
    let glue = glue.replace("followthrough-frontend_bg.wasm", &wasm_name);
    let glue_name = format!("widget-{}.js", digest::hex([glue.as_bytes()], 16));

    let source = workspace.path("frontend/embed/embed.js");
    let source = fs::read_to_string(&source).with_context(|| format!("cannot read {}", source.display()))?;
    // Fetched beside the first view: with it, embed.js would be above its budget, and the page waits for that.
    let style = stylesheet::joined(&workspace.path("frontend/style"))?;
    let style_name = format!("widget-{}.css", digest::hex([style.as_bytes()], 16));
    let style_integrity = digest::integrity(style.as_bytes());
    let glue_integrity = digest::integrity(glue.as_bytes());
    let wasm_integrity = digest::integrity(&wasm);
    let catalogue =
        Catalogue::read(&workspace.path("locales")).map_err(|faults| anyhow!(faults.join("\n")))?;
    let texts: Vec<TextFile> = LANGUAGES.iter().map(|language| TextFile::of(&catalogue, language)).collect();
    let named: Map<String, Value> =
        texts.iter().map(|file| (file.tag.to_owned(), json!([file.name, file.integrity]))).collect();
    let embed = filled(
        &source,
        &[
            ("\"__WORDS__\"", &catalogue.loader().to_string()),
            ("\"__TEXTS__\"", &Value::Object(named).to_string()),
            ("__GLUE_INTEGRITY__", &glue_integrity),
            ("__WASM_INTEGRITY__", &wasm_integrity),
            ("__GLUE__", &glue_name),
            ("__WASM__", &wasm_name),
            ("__CSS_INTEGRITY__", &style_integrity),
            ("__CSS__", &style_name),
        ],
    )?;
    // The build's name stands in embed.js itself, so it is made of the text before it is put in.
    let build = digest::hex([embed.as_bytes(), style.as_bytes(), glue.as_bytes(), &wasm], 12);
    let embed = filled(&embed, &[("__BUILD__", &build)])?;

    let manifest = json!({
        "build": build,
        "style": style_name,
        "glue": glue_name,
        "wasm": wasm_name,
        "texts": texts.iter().map(|file| (file.tag.to_owned(), file.name.clone())).collect::<BTreeMap<_, _>>(),
        "integrity": {
            "embed": digest::integrity(embed.as_bytes()),
            "style": style_integrity,
            "glue": glue_integrity,
            "wasm": wasm_integrity,
        },
    });
    let mut files = vec![
        (EMBED, embed.as_bytes()),
        (&style_name, style.as_bytes()),
        (&glue_name, glue.as_bytes()),
        (&wasm_name, wasm.as_slice()),
    ];
    files.extend(texts.iter().map(|file| (&*file.name, file.content.as_bytes())));
    write_changed(&assets, &files)?;
    let manifest = format!("{manifest:#}\n");
    fs::write(assets.join(MANIFEST), manifest).context("cannot write manifest.json")?;
    let wanted: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
    remove_others(&assets, &wanted)
}

/// The widget's texts in one language: a list, whose order the WASM knows.
struct TextFile {
    tag: &'static str,
    name: String,
    content: String,
    integrity: String,
}

impl TextFile {
    fn of(catalogue: &Catalogue, language: &Language) -> Self {
        let content = json!(catalogue.widget_texts(language)).to_string();
        let name = format!("widget-{}-{}.json", language.tag, digest::hex([content.as_bytes()], 16));
        let integrity = digest::integrity(content.as_bytes());
        Self { tag: language.tag, name, content, integrity }
    }
}

/// Puts the values in. Every placeholder must be there: one that is missing means that the
/// script does not know its own glue, hashes or style.
fn filled(script: &str, values: &[(&str, &str)]) -> Result<String> {
    let mut text = script.to_owned();
    for (placeholder, value) in values {
        if !text.contains(placeholder) {
            bail!("frontend/embed/embed.js does not use {placeholder}");
        }
        text = text.replace(placeholder, value);
    }
    Ok(text)
}

fn write_changed(assets: &Path, files: &[(&str, &[u8])]) -> Result<()> {
    let mut changed = Vec::new();
    for (name, content) in files {
        let path = assets.join(name);
        let is_same = fs::read(&path).is_ok_and(|old| old == *content);
        if !is_same || !compress::siblings(&path).iter().all(|sibling| sibling.is_file()) {
            fs::write(&path, content).with_context(|| format!("cannot write {}", path.display()))?;
            changed.push(path);
        }
    }
    compress::write_siblings(&changed)
}

fn remove_others(assets: &Path, names: &[&str]) -> Result<()> {
    let mut wanted: BTreeSet<PathBuf> = BTreeSet::from([assets.join(MANIFEST)]);
    for name in names {
        let file = assets.join(name);
        wanted.extend(compress::siblings(&file));
        wanted.insert(file);
    }
    for entry in fs::read_dir(assets).with_context(|| format!("cannot read {}", assets.display()))? {
        let path = entry.context("cannot read dist/assets")?.path();
        if !wanted.contains(&path) {
            fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::filled;

    #[test]
    fn every_placeholder_is_filled_and_none_may_be_missing() {
        let script = "const glue = '__GLUE__', check = '__GLUE_INTEGRITY__';";
        let values = [("__GLUE_INTEGRITY__", "sha384-x"), ("__GLUE__", "widget-1.js")];
        assert_eq!(filled(script, &values).unwrap(), "const glue = 'widget-1.js', check = 'sha384-x';");
        assert!(
            filled("const glue = '__GLUE__'", &values)
                .unwrap_err()
                .to_string()
                .contains("__GLUE_INTEGRITY__")
        );
    }
}
