//! Turns the catalogues of `src/i18n/` into Rust: `en.json` gives the fields, and a text that another
//! language lacks is a missing field, so the build fails; a text that nobody uses is a field never read. Also names the shape of the markup, by which the
//! widget knows whether the server's first view was rendered by the same components.

use std::{env, error::Error, fmt::Write as _, fs, path::Path};

use serde_json::{Map, Value};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const LANGUAGES: &[&str] = &["en"];

fn main() -> Result<()> {
    println!("cargo::rerun-if-changed=src");
    let mut code = String::new();
    for (row, language) in LANGUAGES.iter().enumerate() {
        let text = fs::read_to_string(format!("src/i18n/{language}.json"))?;
        let texts: Map<String, Value> = serde_json::from_str(&text)?;
        if row == 0 {
            write_fields(&texts, &mut code)?;
        }
        write_texts(language, &texts, &mut code)?;
    }
    fs::write(Path::new(&env::var("OUT_DIR")?).join("texts.rs"), code)?;
    println!("cargo::rustc-env=FOLLOWTHROUGH_SHAPE={:016x}", shape(Path::new("src"))?);
    Ok(())
}

fn write_fields(texts: &Map<String, Value>, code: &mut String) -> Result<()> {
    writeln!(code, "/// Every text of the widget in one language.\n#[derive(Debug)]\npub struct Texts {{")?;
    for (name, text) in texts {
        let kind = match text {
            Value::String(_) => "&'static str".to_owned(),
            Value::Array(words) => format!("[&'static str; {}]", words.len()),
            Value::Object(_) => "Plural".to_owned(),
            Value::Null | Value::Bool(_) | Value::Number(_) => return Err(format!("{name}: no text").into()),
        };
        writeln!(code, "    /// `{text}`\n    pub(crate) {name}: {kind},")?;
    }
    writeln!(code, "}}")?;
    Ok(())
}

fn write_texts(language: &str, texts: &Map<String, Value>, code: &mut String) -> Result<()> {
    let constant = language.to_uppercase();
    writeln!(code, "/// The texts in `{language}`.\npub static {constant}: Texts = Texts {{")?;
    for (name, text) in texts {
        match text {
            Value::Object(forms) => {
                let form =
                    |key: &str| forms.get(key).and_then(Value::as_str).ok_or(format!("{name}: no {key}"));
                writeln!(
                    code,
                    "    {name}: Plural {{ one: {:?}, other: {:?} }},",
                    form("one")?,
                    form("other")?
                )?;
            }
            // The JSON of texts and of lists of texts is Rust as well, as long as no escape is used.
            text => writeln!(code, "    {name}: {text},")?,
        }
    }
    writeln!(code, "}};")?;
    Ok(())
}

/// FNV-1a over the sources, in the order of their names.
fn shape(folder: &Path) -> Result<u64> {
    let mut entries = fs::read_dir(folder)?.collect::<std::io::Result<Vec<_>>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut feed = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    for entry in entries {
        if entry.file_type()?.is_dir() {
            shape(&entry.path())?.to_le_bytes().into_iter().for_each(&mut feed);
        } else {
            fs::read(entry.path())?.into_iter().for_each(&mut feed);
        }
    }
    Ok(hash)
}
