//! Where randomness comes from: seeds for ids and the secrets of keys. Nothing else draws random numbers.

use std::{
    fmt,
    sync::atomic::{AtomicU64, Ordering},
};

use chrono::{DateTime, Utc};
use followthrough_common::id::IdMaker;

use crate::problem::Error;

/// A source of random bytes.
pub trait IdSource: fmt::Debug + Send + Sync {
    /// Fills the buffer.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), Error>;

    /// A seed for one [`IdMaker`].
    fn seed(&self) -> Result<u64, Error> {
        let mut bytes = [0; 8];
        self.fill(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    /// Ids for one unit of work.
    fn maker(&self, now: DateTime<Utc>) -> Result<IdMaker, Error> {
        Ok(IdMaker::new(now, self.seed()?))
    }
}

/// The operating system's generator.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemIds;

impl IdSource for SystemIds {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), Error> {
        getrandom::fill(bytes).map_err(|error| Error::Internal(format!("no random numbers: {error}")))
    }
}

/// The same bytes in the same order every time: for tests.
#[derive(Debug, Default)]
pub struct CountedIds(AtomicU64);

impl IdSource for CountedIds {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), Error> {
        for part in bytes.chunks_mut(8) {
            let count = self.0.fetch_add(1, Ordering::SeqCst).to_le_bytes();
            for (byte, value) in part.iter_mut().zip(count) {
                *byte = value;
            }
        }
        Ok(())
    }
}
