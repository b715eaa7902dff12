//! Two people must not overwrite each other's change: who writes says which version they saw.

use followthrough_common::error::{ErrorCode, Rejection};

/// Refuses a change that was made to an older version than `known`; none means "whatever it is".
pub fn expect(known: i64, seen: Option<i64>) -> Result<(), Rejection> {
    match seen {
        Some(seen) if seen != known => {
            Err(Rejection::new(ErrorCode::PreconditionFailed, "There is a newer version."))
        }
        Some(_) | None => Ok(()),
    }
}
