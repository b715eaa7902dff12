//! The place of the files: a folder, or a bucket.

use std::{
    fmt,
    fs::{self, DirBuilder},
    io,
    os::unix::fs::DirBuilderExt as _,
    path::{Path, PathBuf},
    sync::Arc,
};

use chrono::{DateTime, Utc};
use object_store::{ObjectStore, local::LocalFileSystem};

use crate::config::Config;

/// What the owner of the folder may, and nobody else anything.
const OWNER_ALONE: u32 = 0o700;
/// The folder of who has no database beside which it could be.
const IN_THE_WORKING_FOLDER: &str = "followthrough.files";

/// Where files are.
#[derive(Debug)]
pub(super) enum Place {
    Folder(PathBuf),
    #[cfg(feature = "s3")]
    Bucket(crate::config::Files),
}

impl Place {
    pub(super) fn of(config: &Config) -> Self {
        #[cfg(feature = "s3")]
        if !config.files.bucket.is_empty() {
            return Self::Bucket(config.files.clone());
        }
        if !config.files.folder.as_os_str().is_empty() {
            return Self::Folder(config.files.folder.clone());
        }
        Self::Folder(config.database.beside("files").unwrap_or_else(|| IN_THE_WORKING_FOLDER.into()))
    }

    /// Makes the folder if it is not there. What a client was told is kept is on the disk.
    pub(super) fn open(&self) -> Result<Arc<dyn ObjectStore>, String> {
        match self {
            Self::Folder(folder) => {
                let made = DirBuilder::new().recursive(true).mode(OWNER_ALONE).create(folder);
                made.map_err(|error| error.to_string())?;
                let opened = LocalFileSystem::new_with_prefix(folder).map_err(|error| error.to_string())?;
                Ok(Arc::new(opened.with_fsync(true).with_automatic_cleanup(true)))
            }
            #[cfg(feature = "s3")]
            Self::Bucket(config) => bucket(config).map_err(|error| error.to_string()),
        }
    }

    /// In the folder itself: elsewhere it could be memory.
    pub(super) fn scratch(&self) -> io::Result<fs::File> {
        match self {
            Self::Folder(folder) => tempfile::tempfile_in(folder),
            #[cfg(feature = "s3")]
            Self::Bucket(_) => tempfile::tempfile(),
        }
    }

    /// A file is written under another name first, `NAME#1`, which no list shows; who is killed leaves it. And where a
    /// file cannot be without a name, it has one for a moment, `.tmpNAME`.
    pub(super) fn tidy(&self, before: DateTime<Utc>) -> io::Result<()> {
        match self {
            Self::Folder(folder) if folder.is_dir() => tidy(folder, before),
            Self::Folder(_) => Ok(()),
            #[cfg(feature = "s3")]
            Self::Bucket(_) => Ok(()),
        }
    }
}

fn tidy(folder: &Path, before: DateTime<Utc>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if entry.file_type()?.is_dir() {
            tidy(&entry.path(), before)?;
        } else if (name.contains('#') || name.starts_with(".tmp"))
            && DateTime::<Utc>::from(entry.metadata()?.modified()?) < before
        {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

#[cfg(feature = "s3")]
fn bucket(config: &crate::config::Files) -> object_store::Result<Arc<dyn ObjectStore>> {
    // Somebody may have said before whose cryptography it is; it is this one all the same.
    drop(rustls::crypto::ring::default_provider().install_default());
    let mut bucket = object_store::aws::AmazonS3Builder::new()
        .with_bucket_name(&config.bucket)
        .with_region(&config.region)
        .with_access_key_id(config.access_key_id.reveal())
        .with_secret_access_key(config.secret_access_key.reveal());
    if !config.endpoint.is_empty() {
        bucket =
            bucket.with_endpoint(&config.endpoint).with_allow_http(config.endpoint.starts_with("http://"));
    }
    Ok(Arc::new(bucket.build()?))
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => write!(out, "the folder {}", folder.display()),
            #[cfg(feature = "s3")]
            Self::Bucket(config) => write!(out, "the bucket {}", config.bucket),
        }
    }
}
