//! Has an effect once per key: the key, the effect and its answer are committed together.

use chrono::{DateTime, Utc};
use followthrough_common::{
    error::{ErrorCode, Rejection},
    id::VendorId,
};

use super::execute::Answer;
use crate::{
    db::Conn,
    problem::Error,
    repo::idempotency::{self, Claim, Claimed, StoredAnswer},
};

/// Runs `work` unless this was asked before under the same key; then gives the answer that was given.
/// `now` is real time. An error must roll the transaction back, and with it the claim.
pub fn once(
    conn: &mut Conn,
    vendor: VendorId,
    claim: Option<&Claim>,
    now: DateTime<Utc>,
    work: impl FnOnce(&mut Conn) -> Result<StoredAnswer, Error>,
) -> Result<Answer, Error> {
    let Some(claim) = claim else { return Ok(given(work(conn)?, false)) };
    match idempotency::claim(conn, vendor, claim, now)? {
        Claimed::New => {
            let answer = work(conn)?;
            idempotency::fill(conn, vendor, claim, &answer)?;
            Ok(given(answer, false))
        }
        Claimed::Answered(answer) => Ok(given(answer, true)),
        Claimed::Reused => {
            Err(refused(ErrorCode::IdempotencyKeyReused, "This key came with another request."))
        }
        Claimed::InFlight => {
            Err(refused(ErrorCode::IdempotencyInFlight, "The first request is still at work."))
        }
    }
}

fn given(answer: StoredAnswer, is_replayed: bool) -> Answer {
    let StoredAnswer { status, etag, body } = answer;
    Answer { status, etag, body, is_replayed }
}

fn refused(code: ErrorCode, detail: &str) -> Error {
    Rejection::new(code, detail).into()
}
