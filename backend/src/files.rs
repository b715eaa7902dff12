//! The files that customers and vendors send: bytes under keys, in a folder beside the database or in a store that
//! speaks S3. Knows nothing of what a file is for, nor of databases and HTTP.

mod key;
mod picture;
mod store;
#[cfg(test)]
mod tests;

use std::{
    fs,
    sync::{Arc, OnceLock},
    time::Duration,
};

use bytes::Bytes;
use chrono::{DateTime, Utc};
use followthrough_common::{
    error::Rejection,
    id::{CustomerId, VendorId},
};
use futures_util::{StreamExt as _, TryStreamExt as _, stream::BoxStream};
use object_store::{ObjectStore, ObjectStoreExt as _};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

pub use self::{key::Key, picture::Taken};
use self::{picture::take, store::Place};
use crate::{config::Config, problem::Error};

/// How long a file waits until those before it are read.
const PATIENCE: Duration = Duration::from_secs(20);

/// The store of a server. A clone shares it.
#[derive(Debug, Clone)]
pub struct Files {
    place: Arc<Place>,
    store: Arc<OnceLock<Arc<dyn ObjectStore>>>,
    turns: Arc<Semaphore>,
}

/// The right to read a file: pictures take much memory while they are, so one is read at a time.
#[derive(Debug)]
#[must_use = "it is given back when it is dropped"]
pub struct Turn {
    _permit: OwnedSemaphorePermit,
}

/// Bytes that lie in the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stored {
    /// Where.
    pub key: Key,
    /// How many.
    pub bytes: u64,
    /// Since when.
    pub since: DateTime<Utc>,
}

impl Files {
    /// Where the settings say. Nothing is opened before it is needed.
    pub fn of(config: &Config) -> Self {
        Self { place: Arc::new(Place::of(config)), store: Arc::default(), turns: Arc::new(Semaphore::new(1)) }
    }

    /// Opens it, so that who starts a server learns at once if there is no such place.
    pub fn open(&self) -> Result<(), Error> {
        self.store().map(drop)
    }

    /// Where it is, for the operator.
    pub fn place(&self) -> String {
        self.place.to_string()
    }

    /// A file without a name, for what is being received: whatever ends the process, nothing of it is left.
    pub fn scratch(&self) -> Result<fs::File, Error> {
        self.open()?;
        self.place.scratch().map_err(|error| Error::Storage(format!("files in {}: {error}", self.place)))
    }

    /// Waits until no other file is read.
    pub async fn turn(&self) -> Result<Turn, Error> {
        match timeout(PATIENCE, self.turns.clone().acquire_owned()).await {
            Ok(Ok(permit)) => Ok(Turn { _permit: permit }),
            Ok(Err(_)) | Err(_) => Err(Error::Storage("other files were being read for too long".to_owned())),
        }
    }

    /// Looks what a file is by its bytes, and makes a picture anew, smaller and without what its camera noted.
    pub async fn take(&self, file: fs::File, _turn: &Turn) -> Result<Taken, Error> {
        let read = tokio::task::spawn_blocking(move || take(file)).await;
        // A reader that breaks over a picture is no fault of its sender's only, but the picture cannot be read.
        read.unwrap_or_else(|_| Err(Rejection::field("", "is a picture that cannot be read").into()))
    }

    /// Keeps bytes. They are on the disk when this is done.
    pub async fn put(&self, key: Key, bytes: Vec<u8>) -> Result<(), Error> {
        self.store()?.put(&key.path(), bytes.into()).await.map(drop).map_err(failed)
    }

    /// How many bytes are under a key, and they themselves piece by piece; nothing if there are none.
    pub async fn get(
        &self,
        key: Key,
    ) -> Result<Option<(u64, BoxStream<'static, Result<Bytes, Error>>)>, Error> {
        match self.store()?.get(&key.path()).await {
            Ok(found) => Ok(Some((found.meta.size, found.into_stream().map_err(failed).boxed()))),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(failed(error)),
        }
    }

    /// Forgets what is under some keys, as far as it can: what is left is swept.
    pub async fn forget(&self, keys: Vec<Key>) {
        for key in keys {
            if let Err(error) = self.delete(key).await {
                tracing::warn!(file = %key.file, cause = ?error, "a file cannot be deleted yet");
            }
        }
    }

    /// Forgets what is under a key, if anything is.
    pub async fn delete(&self, key: Key) -> Result<(), Error> {
        match self.store()?.delete(&key.path()).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(failed(error)),
        }
    }

    /// Everything that is kept: of all vendors, or of one customer. What is no file of ours is left out.
    pub fn list(
        &self,
        whose: Option<(VendorId, CustomerId)>,
    ) -> Result<BoxStream<'static, Result<Stored, Error>>, Error> {
        let prefix = whose.map(|(vendor, customer)| Key::prefix(vendor, customer));
        let found = self.store()?.list(prefix.as_ref()).map_err(failed);
        let ours = found.try_filter_map(|object| async move {
            let stored = |key| Stored { key, bytes: object.size, since: object.last_modified };
            Ok(Key::parse(object.location.as_ref()).map(stored))
        });
        Ok(ours.boxed())
    }

    /// Forgets what writers left behind that were killed before `before`. A store that speaks S3 has no such thing.
    pub async fn tidy(&self, before: DateTime<Utc>) -> Result<(), Error> {
        let place = self.place.clone();
        let tidied = tokio::task::spawn_blocking(move || place.tidy(before)).await;
        tidied
            .map_err(|error| Error::Internal(error.to_string()))?
            .map_err(|error| Error::Storage(error.to_string()))
    }

    fn store(&self) -> Result<&Arc<dyn ObjectStore>, Error> {
        if let Some(store) = self.store.get() {
            return Ok(store);
        }
        let opened =
            self.place.open().map_err(|why| Error::Storage(format!("files in {}: {why}", self.place)))?;
        Ok(self.store.get_or_init(|| opened))
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it is what errors are turned by")]
fn failed(error: object_store::Error) -> Error {
    Error::Storage(error.to_string())
}
