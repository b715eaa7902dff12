//! Why somebody was not let in. The answer tells one of four codes; the finer reason is for the metrics.

use followthrough_common::error::ErrorCode;

use super::limits::Sort;
use crate::problem::Error;

/// A refusal at the door, always 401.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Nothing was shown.
    Missing,
    /// Something that cannot be trusted; the reason stays with us.
    Invalid(&'static str),
    /// Genuine, but over or revoked.
    Expired,
    /// Genuine, but from the future.
    NotYetValid,
}

impl Refusal {
    /// A word for the metrics. Few values, so that the count of series stays small.
    pub fn reason(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Invalid(reason) => reason,
            Self::Expired => "expired",
            Self::NotYetValid => "not yet valid",
        }
    }

    /// What its address is counted for. A token that is over was signed by the vendor, so whoever shows it
    /// guesses nothing: a whole office that wakes up with old tokens must still be told to fetch new ones.
    pub(super) fn sort(self) -> Sort {
        match self {
            Self::Invalid(_) => Sort::Refused,
            Self::Missing | Self::Expired | Self::NotYetValid => Sort::Requests,
        }
    }
}

/// Why a check at the door ended: a refusal, or a failure of ours.
#[derive(Debug)]
pub(super) enum Denied {
    /// They may not.
    Refused(Refusal),
    /// We do not know.
    Failed(Error),
}

impl From<Refusal> for Denied {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Error> for Denied {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl From<Refusal> for Error {
    /// The same words for every fault of a class, so that a forger learns nothing.
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Missing => {
                Self::refused(ErrorCode::AuthMissing, "Send the token or key as Authorization: Bearer.")
            }
            Refusal::Invalid(_) => {
                Self::refused(ErrorCode::InvalidToken, "The token or key is not one that we can trust.")
            }
            Refusal::Expired => Self::refused(ErrorCode::TokenExpired, "Fetch a fresh token."),
            Refusal::NotYetValid => Self::refused(
                ErrorCode::TokenNotYetValid,
                "Compare the clock of the server that signs with ours.",
            ),
        }
    }
}
