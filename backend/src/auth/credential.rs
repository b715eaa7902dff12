//! How what somebody shows is examined and counted, so that guessing is slow and costs the database little,
//! and yet nobody who shows something good is held up by others behind the same address.
//!
//! Only refused credentials count against an address. Over the limit, more of them are told "too many", and
//! keys that nobody has heard of are not looked up any more: such a look-up counts *before* it is made, and is
//! taken back when the credential turns out good. What is known without asking anybody, or is known to exist,
//! is examined all the same, because a signature or a hash costs us no more than reading the request did.
//! So a neighbour who guesses all the time can hold up only customers of a vendor whose key this process has
//! never seen, and each of them only until the first request of that vendor from anywhere else, or until they
//! come first in a new minute. Examining nothing would let one guesser lock out a whole company; examining
//! everything would let them have us search the database at will.

use actix_web::{HttpRequest, web::Data};

use super::{
    limits::{Sort, admit_address, give_back},
    refusal::{Denied, Refusal},
};
use crate::{problem::Error, telemetry::Metrics};

/// Whether examining a credential may have a key looked up that perhaps nobody has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// The answer is remembered, or the key is known to exist.
    Familiar,
    /// It could be invented.
    Strange,
}

/// What `check` finds, with every refusal counted and told.
pub(super) async fn examine<T>(
    request: &HttpRequest,
    shown: Shown,
    check: impl Future<Output = Result<T, Denied>>,
) -> Result<T, Error> {
    if shown == Shown::Strange {
        admit_address(request, Sort::Refused)?;
    }
    let outcome = check.await;
    if shown == Shown::Strange {
        give_back(request, Sort::Refused)?;
    }
    outcome.map_err(|denied| match denied {
        Denied::Failed(error) => error,
        Denied::Refused(refusal) => turn_away(request, refusal),
    })
}

/// Counts a refusal and gives the answer.
pub(super) fn turn_away(request: &HttpRequest, refusal: Refusal) -> Error {
    if let Some(metrics) = request.app_data::<Data<Metrics>>() {
        metrics.refused(refusal.reason());
    }
    admit_address(request, refusal.sort()).err().unwrap_or_else(|| refusal.into())
}
