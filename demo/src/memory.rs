//! What the dealer's own system keeps: his keys, the ids of what he made, and how far the story is. A server gives keys
//! once and never again, so this stands in a file that only its owner may read.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::Write as _,
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::timeline::At;

/// What a server gives a new vendor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keys {
    /// The vendor's id.
    pub vendor: String,
    /// For the dealer's system.
    pub api_key: String,
    /// The `kid` of his customers' tokens.
    pub signing_key: String,
    /// What signs them: Ed25519, PKCS#8 in base64.
    pub private_key: String,
}

/// One telling of the story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Round {
    /// From 1.
    pub number: u32,
    /// The date of day 0.
    pub monday: NaiveDate,
    /// Everything up to then has happened.
    pub played: Option<At>,
    /// The ids of the sales that have begun, by the key of their story.
    #[serde(default)]
    pub sales: BTreeMap<String, String>,
}

/// What is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Memory {
    /// The keys.
    pub keys: Keys,
    /// The ids of the dealer's people.
    #[serde(default)]
    pub people: BTreeMap<String, String>,
    /// The id of his agenda, once everything is prepared for a sale.
    #[serde(default)]
    pub template: Option<String>,
    /// The telling that goes on now.
    #[serde(default)]
    pub round: Option<Round>,
}

impl Memory {
    /// Of a dealer who has nothing but his keys.
    pub fn new(keys: Keys) -> Self {
        Self { keys, people: BTreeMap::new(), template: None, round: None }
    }
}

/// Where it is kept.
#[derive(Debug)]
pub struct Notebook(PathBuf);

impl Notebook {
    /// In this folder, which is made if it is not there.
    pub fn in_folder(folder: &Path) -> Result<Self> {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        Ok(Self(folder.join("dealer.json")))
    }

    /// What was kept, if anything was.
    pub fn read(&self) -> Result<Option<Memory>> {
        if !self.0.exists() {
            return Ok(None);
        }
        let name = || self.0.display().to_string();
        let text = fs::read_to_string(&self.0).with_context(name)?;
        serde_json::from_str(&text).map(Some).with_context(name)
    }

    /// Keeps it: all of it or, if the machine stops here, what was kept before.
    pub fn write(&self, memory: &Memory) -> Result<()> {
        let name = || format!("cannot write {}", self.0.display());
        let draft = self.0.with_extension("new");
        let mut options = File::options();
        let mut file =
            options.write(true).create(true).truncate(true).mode(0o600).open(&draft).with_context(name)?;
        file.write_all(serde_json::to_string_pretty(memory)?.as_bytes()).with_context(name)?;
        fs::rename(&draft, &self.0).with_context(name)
    }
}
