//! What can go wrong while a request is served, and how it is told: one table of codes, one shape
//! (RFC 9457), and nothing about our insides in the answer.

use followthrough_common::error::Rejection;

/// Everything a use case can end with besides its answer.
#[derive(Debug)]
pub enum Error {
    /// An expected refusal.
    Rejected(Rejection),
    /// A refusal that shows the sender what the thing looks like now (JSON of the fresh view).
    Stale(Rejection, String),
    /// The database is busy, away or full: 503.
    Storage(String),
    /// A lost race that a repeat of the transaction solves; never reaches a client.
    Race,
    /// Our own fault: 500, logged once with this cause.
    Internal(String),
}

impl From<Rejection> for Error {
    fn from(rejection: Rejection) -> Self {
        Self::Rejected(rejection)
    }
}
