//! The keys of this installation, which are never in the database: they seal the secrets that are, and make the
//! hashes that are stored instead of a text. Knows no database; which key seals at present is told there, see
//! [`crate::service::sealing`].

mod key;
mod key_file;

use std::{
    fmt,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
};

pub use self::key::{Key, KeyId, NONCE};
use self::key_file::Turn;
use crate::{config::Config, problem::Error};

/// The form of what is sealed: `v1.<key id>.<nonce and ciphertext in base64url>`.
const FORM: &str = "v1";

/// Why there is no key, or why something does not open; for the operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault(pub String);

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Self::Internal(fault.0)
    }
}

/// Which column of which row a secret is sealed for. In another one it does not open, so rows cannot be swapped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The table; none has more than one such column.
    pub table: &'static str,
    /// Whose row.
    pub vendor: String,
    /// Which one.
    pub id: String,
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { table, vendor, id } = self;
        write!(out, "{table} {vendor} {id}")
    }
}

#[derive(Debug, Clone)]
enum Source {
    Settings,
    File(PathBuf),
}

#[derive(Debug)]
struct Ring {
    keys: Vec<Key>,
    /// Keys that the file no longer has. A request may have read, just before, what was sealed with them.
    leaving: Vec<Key>,
}

/// The keys. A clone shares them.
#[derive(Debug, Clone)]
pub struct Vault {
    source: Arc<Source>,
    /// At least one, the newest first.
    ring: Arc<RwLock<Ring>>,
    hashing: Arc<Key>,
}

impl Vault {
    /// The keys that the settings hold or name. Nothing if there are none yet.
    pub fn find(config: &Config) -> Result<Option<Self>, Fault> {
        let given = config.secrets.key.reveal();
        if !given.is_empty() {
            return Self::of(given).map(Some).map_err(|Fault(why)| Fault(format!("secrets.key: {why}")));
        }
        let Some(path) = file(config) else { return Ok(None) };
        key_file::read(&path)?.map(|keys| Self::new(Source::File(path), keys)).transpose()
    }

    /// The keys, with a first one made for an SQLite database that has none. Only for a database in which
    /// nothing is sealed.
    pub fn find_or_make(config: &Config) -> Result<Self, Fault> {
        if let Some(vault) = Self::find(config)? {
            return Ok(vault);
        }
        match (file(config), config.secrets.key_file.as_os_str().is_empty()) {
            (Some(path), true) => key_file::create(&path, &fresh()?).map(drop)?,
            (Some(path), false) => {
                let path = path.display();
                let why = format!(
                    "the key file {path} (secrets.key_file) is missing; for a new installation make it with \
                     `followthrough secrets create --file {path}`"
                );
                return Err(Fault(why));
            }
            (None, _) => {
                let why = "PostgreSQL needs a key for the secrets in it, which no copy of the database may hold. \
                           Make one with `followthrough secrets create --file /etc/followthrough/secrets.key` and \
                           name the file in secrets.key_file (FOLLOWTHROUGH__SECRETS__KEY_FILE), on every server \
                           the same";
                return Err(Fault(why.to_owned()));
            }
        }
        Self::find(config)?.ok_or_else(|| Fault("the key file went away".to_owned()))
    }

    /// Keys as text.
    pub fn of(text: &str) -> Result<Self, Fault> {
        Self::new(Source::Settings, key_file::parse(text)?)
    }

    fn new(source: Source, keys: Vec<Key>) -> Result<Self, Fault> {
        let hashing = keys.first().cloned().ok_or_else(|| Fault("there is no key".to_owned()))?;
        let ring = Arc::new(RwLock::new(Ring { keys, leaving: Vec::new() }));
        Ok(Self { source: Arc::new(source), ring, hashing: Arc::new(hashing) })
    }

    /// The file that the keys are in, if they are in one.
    pub fn file(&self) -> Option<&Path> {
        match &*self.source {
            Source::Settings => None,
            Source::File(path) => Some(path),
        }
    }

    /// The names of the keys, the newest first.
    pub fn ids(&self) -> Vec<KeyId> {
        let ring = self.ring.read().unwrap_or_else(PoisonError::into_inner);
        ring.keys.iter().map(|key| key.id().clone()).collect()
    }

    /// The name of the newest key.
    pub fn newest(&self) -> KeyId {
        self.ids().into_iter().next().unwrap_or_else(|| self.hashing.id().clone())
    }

    /// Whether the key is at hand, looked for in the file if need be.
    pub fn has(&self, id: &KeyId) -> bool {
        self.key(id).is_ok()
    }

    /// Seals a text for one place with that key. `nonce` is random.
    pub fn seal(&self, id: &KeyId, place: &Place, text: &str, nonce: [u8; NONCE]) -> Result<String, Fault> {
        let sealed = self.key(id)?.seal(&place.to_string(), text, nonce);
        let sealed = sealed.ok_or_else(|| Fault(format!("nothing can be sealed for {place}")))?;
        Ok(format!("{FORM}.{id}.{sealed}"))
    }

    /// Opens what was sealed for that place.
    pub fn open(&self, place: &Place, sealed: &str) -> Result<String, Fault> {
        let fault = |why: &str| Fault(format!("the secret of {place} does not open: {why}"));
        let mut parts = sealed.splitn(3, '.');
        let (Some(FORM), Some(id), Some(sealed)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(fault("it has not our form"));
        };
        let key = KeyId::parse(id).ok_or_else(|| fault("it has not our form"))?;
        let key = self.key(&key).map_err(|Fault(why)| fault(&why))?;
        key.open(&place.to_string(), sealed).ok_or_else(|| fault("it was sealed elsewhere, or changed"))
    }

    /// What is stored instead of a text that must only be recognized again. Stays the same when keys change.
    pub fn keyed_hash(&self, purpose: &str, text: &str) -> String {
        self.hashing.hash(purpose, text)
    }

    /// A key, from memory or, when another process has put it there meanwhile, from the file.
    fn key(&self, id: &KeyId) -> Result<Key, Fault> {
        if let Some(key) = self.known(id) {
            return Ok(key);
        }
        self.read_again()?;
        self.known(id).ok_or_else(|| Fault(format!("the key {id} is not at hand")))
    }

    fn known(&self, id: &KeyId) -> Option<Key> {
        let ring = self.ring.read().unwrap_or_else(PoisonError::into_inner);
        ring.keys.iter().chain(&ring.leaving).find(|key| key.id() == id).cloned()
    }

    fn read_again(&self) -> Result<(), Fault> {
        let Source::File(path) = &*self.source else { return Ok(()) };
        let Some(keys) = key_file::read(path)? else { return Ok(()) };
        if keys.first().is_some_and(|key| !key.is_related(&self.hashing)) {
            return Err(Fault("the key file now holds keys of another installation".to_owned()));
        }
        let mut ring = self.ring.write().unwrap_or_else(PoisonError::into_inner);
        if ring.keys != keys {
            ring.leaving = ring.keys.iter().filter(|old| !keys.contains(old)).cloned().collect();
            ring.keys = keys;
        }
        Ok(())
    }

    /// Puts a new key before the others in the file. If a rotation was broken off, its key is there already.
    pub fn begin_rotation(&self) -> Result<Rotation, Fault> {
        let Some(path) = self.file() else {
            let why = "the keys come from the settings (secrets.key), which only you can change: put a new key, \
                       made by `followthrough secrets create`, before the old one, restart every server, run \
                       `followthrough secrets reseal`, then take the old key out and restart again";
            return Err(Fault(why.to_owned()));
        };
        let turn = Turn::take(path)?;
        self.read_again()?;
        let known = { self.ring.read().unwrap_or_else(PoisonError::into_inner).keys.clone() };
        if let [only] = known.as_slice() {
            let next = only.successor(random()?);
            key_file::replace(path, &[next, only.clone()])?;
            self.read_again()?;
        }
        Ok(Rotation { vault: self.clone(), _turn: turn })
    }
}

/// A rotation at work. Dropped before its end, it can be gone on with.
#[derive(Debug)]
#[must_use = "a rotation has to be finished"]
pub struct Rotation {
    vault: Vault,
    _turn: Turn,
}

impl Rotation {
    /// Takes all keys but the newest out of the file. Only when nothing is sealed with them any more.
    pub fn finish(self) -> Result<(), Fault> {
        let keys = { self.vault.ring.read().unwrap_or_else(PoisonError::into_inner).keys.clone() };
        let (Some(path), Some(newest)) = (self.vault.file(), keys.first()) else { return Ok(()) };
        key_file::replace(path, std::slice::from_ref(newest))?;
        self.vault.read_again()
    }
}

/// Makes the next key of the installation, or the first one. Written to a file that is not there yet, or returned
/// to be kept elsewhere.
pub fn create(config: &Config, file: Option<&Path>) -> Result<Option<String>, Fault> {
    let present = Vault::find(config)?;
    let key = match present {
        Some(vault) => vault.hashing.successor(random()?),
        None => fresh()?,
    };
    match file {
        None => Ok(Some(key.reveal())),
        Some(path) if key_file::create(path, &key)? => Ok(None),
        Some(path) => Err(Fault(format!("{} is there already and was left as it is", path.display()))),
    }
}

/// Where the keys are expected if they do not stand in the settings themselves: in the file that is named, or
/// beside the SQLite database.
fn file(config: &Config) -> Option<PathBuf> {
    let named = &config.secrets.key_file;
    if named.as_os_str().is_empty() { config.database.beside("key") } else { Some(named.clone()) }
}

fn fresh() -> Result<Key, Fault> {
    Ok(Key::new(random()?, random()?))
}

fn random<const N: usize>() -> Result<[u8; N], Fault> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| Fault(format!("no random numbers: {error}")))?;
    Ok(bytes)
}
