//! The files of an SQLite database: its owner's alone, and served by one process at a time. The main file is never
//! opened here once it is there: closing it would drop the locks that SQLite holds on it in this process.

use std::{
    ffi::OsString,
    fs::{self, File, OpenOptions, Permissions, TryLockError},
    io::{self, Read as _, Write as _},
    os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
};

use super::fault::{DbError, DbResult};
use crate::config::Database;

/// What the owner may, and nobody else anything.
const OWNER_ALONE: u32 = 0o600;

/// Makes the file before SQLite would make it readable for everybody; what SQLite puts beside it later gets the
/// same permissions. Takes from files that are there what others may do with them.
pub fn protect(config: &Database) -> DbResult<()> {
    let Some(path) = config.file() else { return Ok(()) };
    let made = OpenOptions::new().write(true).create_new(true).mode(OWNER_ALONE).open(&path);
    match made {
        Ok(_) => return Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(unavailable(&path, &error)),
    }
    for open in wide_open(config) {
        let tightened = fs::set_permissions(&open, Permissions::from_mode(OWNER_ALONE));
        let file = open.display();
        match tightened {
            Ok(()) => tracing::warn!(%file, "others could read this file; they no longer can"),
            // Who may open the file and does not own it cannot change this, but can tell who does.
            Err(error) => tracing::warn!(%file, %error, "others can read this file"),
        }
    }
    Ok(())
}

/// Those of the database's files that others than their owner can open.
pub fn wide_open(config: &Database) -> Vec<PathBuf> {
    let Some(path) = config.file() else { return Vec::new() };
    let named = |end: &str| {
        let mut name = OsString::from(&path);
        name.push(end);
        PathBuf::from(name)
    };
    let files = ["", "-wal", "-shm", "-journal"].map(named);
    files.into_iter().filter(|file| is_wide_open(file)).collect()
}

/// Whether others than its owner can open a file that is there.
pub fn is_wide_open(file: &Path) -> bool {
    fs::metadata(file).is_ok_and(|about| about.permissions().mode() & 0o077 != 0)
}

/// The right to serve an SQLite file. The system takes it back when the process ends, however it ends.
#[derive(Debug)]
#[must_use = "it is given back when it is dropped"]
pub struct Serving {
    _lock: Option<File>,
}

impl Serving {
    /// Takes the right, or tells that another server has it. PostgreSQL takes any number of servers.
    pub fn begin(config: &Database) -> DbResult<Self> {
        let Some(path) = config.beside("lock") else { return Ok(Self { _lock: None }) };
        let options = OpenOptions::new().read(true).write(true).create(true).mode(OWNER_ALONE).clone();
        let mut file = options.open(&path).map_err(|error| unavailable(&path, &error))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(is_served(config, &mut file)),
            Err(TryLockError::Error(error)) => return Err(unavailable(&path, &error)),
        }
        // For the one who comes second; the lock is what counts.
        let _ = file.set_len(0).and_then(|()| writeln!(file, "{}", std::process::id()));
        Ok(Self { _lock: Some(file) })
    }
}

fn is_served(config: &Database, file: &mut File) -> DbError {
    let mut process = String::new();
    let _ = file.read_to_string(&mut process);
    let process = process.trim();
    let path = config.file().unwrap_or_default();
    DbError::Unavailable(format!(
        "another server (process {process}) serves {}: an SQLite file has one server at a time. Stop that one, or \
         use PostgreSQL, which takes several. Other commands may run beside it",
        path.display()
    ))
}

fn unavailable(path: &Path, error: &io::Error) -> DbError {
    DbError::Unavailable(format!("{}: {error}", path.display()))
}
