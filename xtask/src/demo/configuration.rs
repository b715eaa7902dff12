//! The configuration file of the demo's server. It is written anew at every start, so that it follows the
//! command line; the database beside it stays.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;

/// Where everything of the demo is.
pub struct Configuration {
    /// Where data and settings are.
    pub folder: PathBuf,
    /// Where the portal listens; the server has the port after it.
    pub port: u16,
}

impl Configuration {
    /// Writes `followthrough.toml` into the data folder.
    pub fn write(folder: PathBuf, port: u16) -> Result<Self> {
        fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
        let written = Self { folder, port };
        let file = written.file();
        fs::write(&file, written.text()?).with_context(|| format!("cannot write {}", file.display()))?;
        Ok(written)
    }

    /// The file.
    pub fn file(&self) -> PathBuf {
        self.folder.join("followthrough.toml")
    }

    /// Where the server listens.
    pub fn server_port(&self) -> Result<u16> {
        self.port.checked_add(1).context("there is no port after the portal's")
    }

    fn text(&self) -> Result<String> {
        let server = self.server_port()?;
        // 9090 beside 8080, and no clash between two demos on two ports; 0 lets the system choose.
        let management = self.port.checked_add(1010).unwrap_or(0);
        Ok(format!(
            "# Written by `cargo xtask demo`; changes here do not last. config.example.toml explains the options.\n\
             [server]\n\
             listen = \"127.0.0.1:{server}\"\n\
             # Metrics; for the operator only.\n\
             management_listen = \"127.0.0.1:{management}\"\n\
             public_url = \"http://127.0.0.1:{server}\"\n\
             \n\
             [database]\n\
             url = {}\n\
             \n\
             [log]\n\
             level = \"warn\"\n\
             format = \"text\"\n",
            quoted(&self.folder.join("followthrough.db")),
        ))
    }
}

/// A JSON string is also a basic string of TOML.
fn quoted(path: &Path) -> Value {
    Value::from(path.to_string_lossy())
}
