//! The demo's configuration file. It is written anew at every start, so that it follows the
//! command line; the database beside it stays.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;

/// Writes `followthrough.toml` into the data folder and answers its path.
pub fn write(data: &Path, port: u16) -> Result<PathBuf> {
    fs::create_dir_all(data).with_context(|| format!("cannot create {}", data.display()))?;
    let path = data.join("followthrough.toml");
    fs::write(&path, text(&data.join("followthrough.db"), port))
        .with_context(|| format!("cannot write {}", path.display()))?;
    Ok(path)
}

fn text(database: &Path, port: u16) -> String {
    // 9090 beside 8080, and no clash between two demos on two ports; 0 lets the system choose.
    let management_port = port.checked_add(1010).unwrap_or(0);
    format!(
        "# Written by `cargo xtask demo`; changes here do not last. config.example.toml explains the options.\n\
         [server]\n\
         listen = \"127.0.0.1:{port}\"\n\
         # Metrics; for the operator only.\n\
         management_listen = \"127.0.0.1:{management_port}\"\n\
         public_url = \"http://127.0.0.1:{port}\"\n\
         \n\
         [database]\n\
         url = {}\n\
         \n\
         [log]\n\
         format = \"text\"\n\
         \n\
         [demo]\n\
         enabled = true\n",
        quoted(database),
    )
}

/// A JSON string is also a basic string of TOML.
fn quoted(path: &Path) -> Value {
    Value::from(path.to_string_lossy())
}
