//! Names the shape of the markup, by which the widget knows whether the server's first view was rendered by the same
//! components with the same words.

use std::{error::Error, fs, path::Path};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// What the markup is made of.
const SOURCES: [&str; 3] = ["src", "../common/src/words", "../locales"];

fn main() -> Result<()> {
    let mut hash = Hash(0xcbf2_9ce4_8422_2325);
    for folder in SOURCES {
        println!("cargo::rerun-if-changed={folder}");
        hash.feed_folder(Path::new(folder))?;
    }
    println!("cargo::rustc-env=FOLLOWTHROUGH_SHAPE={:016x}", hash.0);
    Ok(())
}

/// FNV-1a.
struct Hash(u64);

impl Hash {
    /// Everything in a folder, in the order of the names.
    fn feed_folder(&mut self, folder: &Path) -> Result<()> {
        let mut entries = fs::read_dir(folder)?.collect::<std::io::Result<Vec<_>>>()?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            if entry.file_type()?.is_dir() {
                self.feed_folder(&entry.path())?;
            } else {
                for byte in fs::read(entry.path())? {
                    self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
                }
            }
        }
        Ok(())
    }
}
