//! The built widget with the siblings that the build compressed: out of the binary itself, or out of a folder
//! that an operator names. Knows the names of the manifest and nothing of what the files hold.

mod negotiate;

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
    fs, io,
    path::Path,
};

use actix_web::web::Bytes;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

pub use self::negotiate::{Encoding, accepted};

/// The loader that pages name.
pub const EMBED: &str = "embed.js";
/// What the build made, with the hashes for `integrity` attributes.
pub const MANIFEST: &str = "manifest.json";

/// The files that the binary carries, by their names. A library has none.
pub type Embedded = fn(&str) -> Option<Cow<'static, [u8]>>;

#[derive(Debug, Deserialize)]
struct Manifest {
    build: String,
    style: String,
    glue: String,
    wasm: String,
    texts: BTreeMap<String, String>,
}

/// One published file.
#[derive(Debug)]
pub struct Asset {
    /// Its `Content-Type`.
    pub media_type: &'static str,
    digest: String,
    plain: Bytes,
    brotli: Option<Bytes>,
    gzip: Option<Bytes>,
}

/// A file in one encoding, ready to be sent.
#[derive(Debug, PartialEq, Eq)]
pub struct Form {
    /// How it is encoded.
    pub encoding: Encoding,
    /// What the strong tag of this form says.
    pub tag: String,
    /// The bytes.
    pub bytes: Bytes,
}

impl Asset {
    fn read(name: &str, file: impl Fn(&str) -> io::Result<Bytes>) -> io::Result<Self> {
        let plain = file(name)?;
        let sibling = |extension: &str| file(&format!("{name}.{extension}")).ok();
        let digest: String = format!("{:x}", Sha256::digest(&plain)).chars().take(16).collect();
        Ok(Self { media_type: media_type(name), digest, plain, brotli: sibling("br"), gzip: sibling("gz") })
    }

    /// The first form that there is of those that the client takes.
    pub fn form(&self, mut accepted: impl Iterator<Item = Encoding>) -> Form {
        let made = |encoding: &Encoding| match encoding {
            Encoding::Brotli => self.brotli.clone(),
            Encoding::Gzip => self.gzip.clone(),
            Encoding::Plain => Some(self.plain.clone()),
        };
        let found = accepted.find_map(|encoding| Some((encoding, made(&encoding)?)));
        let (encoding, bytes) = found.unwrap_or((Encoding::Plain, self.plain.clone()));
        Form { encoding, tag: format!("{}{}", self.digest, encoding.suffix()), bytes }
    }
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json") => "application/json",
        _ => "application/octet-stream",
    }
}

/// All published files by name.
#[derive(Debug, Default)]
pub struct Assets {
    build: String,
    files: HashMap<String, Asset>,
}

impl Assets {
    /// Reads `folder`, or what the binary carries if that is empty. The error says what to do.
    pub fn load(folder: &Path, embedded: Embedded) -> Result<Self, String> {
        if folder.as_os_str().is_empty() {
            let found = Self::read(|name| match embedded(name) {
                Some(Cow::Borrowed(bytes)) => Ok(Bytes::from_static(bytes)),
                Some(Cow::Owned(bytes)) => Ok(Bytes::from(bytes)),
                None => Err(io::ErrorKind::NotFound.into()),
            });
            let missing = "the binary carries no widget: run `cargo xtask widget`, then `cargo build` again";
            return found.map_err(|_| missing.to_owned());
        }
        let found = Self::read(|name| fs::read(folder.join(name)).map(Bytes::from));
        found.map_err(|error| format!("no widget in {} (server.assets_dir): {error}", folder.display()))
    }

    fn read(file: impl Fn(&str) -> io::Result<Bytes>) -> io::Result<Self> {
        let manifest = file(MANIFEST)?;
        let Manifest { build, style, glue, wasm, texts } = serde_json::from_slice(&manifest)?;
        let names = [EMBED.to_owned(), MANIFEST.to_owned(), style, glue, wasm];
        let names = names.into_iter().chain(texts.into_values());
        let read = |name: String| Asset::read(&name, &file).map(|asset| (name, asset));
        Ok(Self { build, files: names.map(read).collect::<io::Result<_>>()? })
    }

    /// The name of the build, empty when there is none.
    pub fn build(&self) -> &str {
        &self.build
    }

    /// A file by its name. The names are a fixed set, so a path from outside cannot lead elsewhere.
    pub fn get(&self, name: &str) -> Option<&Asset> {
        self.files.get(name)
    }

    /// Whether a path's version is the one that we have: the release's number or the build's name.
    pub fn is_version(&self, version: &str) -> bool {
        version == env!("CARGO_PKG_VERSION") || (!self.build.is_empty() && version == self.build)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asset(brotli: bool) -> Asset {
        Asset {
            media_type: media_type("embed.js"),
            digest: "abc".to_owned(),
            plain: Bytes::from_static(b"plain"),
            brotli: brotli.then(|| Bytes::from_static(b"br")),
            gzip: Some(Bytes::from_static(b"gz")),
        }
    }

    #[test]
    fn each_form_has_a_tag_of_its_own() {
        let tag = |encoding| asset(true).form([encoding].into_iter()).tag;
        assert_eq!(tag(Encoding::Brotli), "abc-br");
        assert_eq!(tag(Encoding::Gzip), "abc-gz");
        assert_eq!(tag(Encoding::Plain), "abc");
    }

    #[test]
    fn a_form_that_the_build_did_not_make_is_not_offered() {
        let form = |accepted: &[Encoding]| asset(false).form(accepted.iter().copied());
        assert_eq!(form(&[Encoding::Brotli, Encoding::Gzip, Encoding::Plain]).encoding, Encoding::Gzip);
        assert_eq!(form(&[Encoding::Brotli]).bytes, "plain");
    }
}
