//! The built widget, read into memory when the server starts, with the siblings that the build compressed.
//! Knows the names of the manifest and nothing of what the files hold.

mod negotiate;

use std::{collections::HashMap, fs, io, path::Path};

use actix_web::web::Bytes;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

pub use self::negotiate::Encoding;

/// The loader that pages name.
pub const EMBED: &str = "embed.js";
/// What the build made, with the hashes for `integrity` attributes.
pub const MANIFEST: &str = "manifest.json";

#[derive(Debug, Deserialize)]
struct Manifest {
    build: String,
    style: String,
    glue: String,
    wasm: String,
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
    /// The strong tag of this form.
    pub etag: String,
    /// The bytes.
    pub bytes: Bytes,
}

impl Asset {
    fn read(folder: &Path, name: &str) -> io::Result<Self> {
        let plain = Bytes::from(fs::read(folder.join(name))?);
        let sibling =
            |extension: &str| fs::read(folder.join(format!("{name}.{extension}"))).ok().map(Bytes::from);
        let digest: String = format!("{:x}", Sha256::digest(&plain)).chars().take(16).collect();
        Ok(Self { media_type: media_type(name), digest, plain, brotli: sibling("br"), gzip: sibling("gz") })
    }

    /// The smallest form that the client takes.
    pub fn form(&self, accept_encoding: &str) -> Form {
        let made = |encoding: &Encoding| match encoding {
            Encoding::Brotli => self.brotli.clone(),
            Encoding::Gzip => self.gzip.clone(),
            Encoding::Plain => Some(self.plain.clone()),
        };
        let wanted = negotiate::accepted(accept_encoding);
        let found = wanted.into_iter().find_map(|encoding| Some((encoding, made(&encoding)?)));
        let (encoding, bytes) = found.unwrap_or((Encoding::Plain, self.plain.clone()));
        Form { encoding, etag: format!("\"{}{}\"", self.digest, encoding.suffix()), bytes }
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
    /// Reads the folder that the build filled.
    pub fn load(folder: &Path) -> io::Result<Self> {
        let manifest = fs::read(folder.join(MANIFEST))?;
        let Manifest { build, style, glue, wasm } = serde_json::from_slice(&manifest)?;
        let names = [EMBED.to_owned(), MANIFEST.to_owned(), style, glue, wasm];
        let read = |name: String| Asset::read(folder, &name).map(|asset| (name, asset));
        Ok(Self { build, files: names.into_iter().map(read).collect::<io::Result<_>>()? })
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
        let asset = asset(true);
        assert_eq!(asset.form("gzip, br").etag, "\"abc-br\"");
        assert_eq!(asset.form("gzip").etag, "\"abc-gz\"");
        assert_eq!(asset.form("").etag, "\"abc\"");
    }

    #[test]
    fn a_form_that_the_build_did_not_make_is_not_offered() {
        assert_eq!(asset(false).form("br, gzip").encoding, Encoding::Gzip);
        assert_eq!(asset(false).form("br").bytes, "plain");
    }
}
