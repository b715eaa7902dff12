//! Where things are: the repository, the user's tool cache, the folder of built assets.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The folders that the commands work with.
pub struct Workspace {
    /// The repository's root.
    pub root: PathBuf,
    /// The user-level cache: `tools/bin`, `tools-build`. It outlives the repository.
    pub cache: PathBuf,
}

impl Workspace {
    /// Finds the repository from what cargo tells its child, the cache from the environment.
    pub fn find() -> Result<Self> {
        let manifest = env::var_os("CARGO_MANIFEST_DIR").context("start it as `cargo xtask …`")?;
        let root = Path::new(&manifest).parent().context("xtask/ has no parent folder")?.to_owned();
        Ok(Self { root, cache: cache_folder()? })
    }

    /// A path inside the repository.
    pub fn path(&self, inside: impl AsRef<Path>) -> PathBuf {
        self.root.join(inside)
    }

    /// Everything that the widget's build leaves behind.
    pub fn dist(&self) -> PathBuf {
        self.path("dist")
    }

    /// The published assets: `embed.js`, glue, WASM, their compressed siblings and the manifest.
    pub fn assets(&self) -> PathBuf {
        self.path("dist/assets")
    }

    /// The log file of one long step. The previous run's log is overwritten.
    pub fn log(&self, name: &str) -> Result<PathBuf> {
        let folder = self.cache.join("logs");
        fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
        Ok(folder.join(format!("{name}.log")))
    }
}

fn cache_folder() -> Result<PathBuf> {
    if let Some(folder) = env::var_os("FOLLOWTHROUGH_TOOLS") {
        return Ok(PathBuf::from(folder));
    }
    if let Some(folder) = env::var_os("XDG_CACHE_HOME") {
        return Ok(PathBuf::from(folder).join("followthrough"));
    }
    let home = env::home_dir()
        .context("HOME is not set; set FOLLOWTHROUGH_TOOLS to a folder for the build tools")?;
    Ok(home.join(".cache/followthrough"))
}
