//! How far the sale is, as the history tells it.

use super::Entry;
use crate::domain::completion::{Obstacle, Part};

/// The sale became complete.
pub(super) fn completed(last: Part) -> Entry {
    Entry::shown().word("last", &last)
}

/// The sale is no longer complete.
pub(super) fn reopened(because: &[Obstacle]) -> Entry {
    because.iter().fold(Entry::shown(), |entry, obstacle| entry.word("because", obstacle))
}
