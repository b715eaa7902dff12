//! What the operator of a server does for a new vendor: the product's own commands, as its README shows them.

use std::{
    path::PathBuf,
    process::{Command, Stdio},
};

use anyhow::{Context as _, Result, ensure};

use crate::{cast::Shop, memory::Keys};

/// The server's binary, on the server's own settings.
#[derive(Debug)]
pub struct Commands {
    /// Where it is.
    pub program: PathBuf,
    /// The file with the settings, if they are not in the environment.
    pub config: Option<PathBuf>,
}

impl Commands {
    /// A test vendor with a key for its system and one for its customers' tokens.
    pub fn create_vendor(&self, shop: &Shop) -> Result<Keys> {
        let Shop { name, phone, time_zone, .. } = shop;
        let vendor = self.run(&[
            "vendor",
            "create",
            "--test",
            "--name",
            name,
            "--phone",
            phone,
            "--time-zone",
            time_zone,
        ])?;
        let api_key =
            self.run(&["key", "create", "api", "--vendor", &vendor, "--name", "The shop's system"])?;
        let signing = self.run(&["key", "create", "signing", "--vendor", &vendor])?;
        let line = |name: &str| {
            let found = signing.lines().find_map(|line| line.strip_prefix(name));
            found.map(str::to_owned).with_context(|| format!("`key create signing` printed no {name}"))
        };
        Ok(Keys { api_key, signing_key: line("kid=")?, private_key: line("private_key=")?, vendor })
    }

    fn run(&self, arguments: &[&str]) -> Result<String> {
        let mut command = Command::new(&self.program);
        command.args(arguments).stdin(Stdio::null());
        if let Some(config) = &self.config {
            command.arg("--config").arg(config);
        }
        let output = command.output().with_context(|| format!("cannot run {}", self.program.display()))?;
        let told = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "`followthrough {}` failed: {}", arguments.join(" "), told.trim());
        Ok(String::from_utf8(output.stdout).context("that was no text")?.trim().to_owned())
    }
}
