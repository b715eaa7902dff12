//! Has an effect once per key: the key, the effect and what is kept of its answer are committed together.

use chrono::{DateTime, Utc};
use followthrough_common::{
    error::{ErrorCode, Rejection},
    id::VendorId,
};

use super::request::Answer;
use crate::{
    db::Conn,
    problem::Error,
    repo::idempotency::{self, Claim, Claimed, Kept, MOST_BYTES, StoredAnswer},
};

/// What an answer shows, by its id: whether it may be kept as it was given follows from that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// A record, which is kept if it is small.
    Record(String),
    /// A view, which grows with what it shows and is never kept.
    View(String),
}

/// Which time it is that something is asked for under its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn<'a> {
    /// The first: it is done and shown.
    First,
    /// It was done and only the id of what was shown is kept: that is shown, as it is now, to whoever may see it
    /// now.
    Again(&'a str),
}

/// Runs `work` unless this was asked before under the same key; then gives the answer that was given, which
/// must be small. `now` is real time. An error must roll the transaction back, and with it the claim.
pub fn once(
    conn: &mut Conn,
    vendor: VendorId,
    claim: Option<&Claim>,
    now: DateTime<Utc>,
    work: impl FnOnce(&mut Conn) -> Result<StoredAnswer, Error>,
) -> Result<Answer, Error> {
    once_showing(conn, vendor, (claim, now), None, |conn, turn| {
        let answer = match turn {
            Turn::First => work(conn)?,
            Turn::Again(_) => return Err(Error::Internal("a small answer was not kept".to_owned())),
        };
        if answer.body.len() > MOST_BYTES {
            return Err(Error::Internal(format!("an answer of {} bytes is not small", answer.body.len())));
        }
        Ok((answer, Shown::Record(String::new())))
    })
}

/// The same for answers of any size. Of a view, and of a record that is too long, only its id is kept; `likely` is what
/// will be shown, with status 200, unless something else comes of it.
pub fn once_showing(
    conn: &mut Conn,
    vendor: VendorId,
    (claim, now): (Option<&Claim>, DateTime<Utc>),
    likely: Option<String>,
    work: impl FnOnce(&mut Conn, Turn<'_>) -> Result<(StoredAnswer, Shown), Error>,
) -> Result<Answer, Error> {
    let Some(claim) = claim else { return Ok(given(work(conn, Turn::First)?.0, false)) };
    let likely = likely.map(|of| Kept::View { status: 200, of });
    match idempotency::claim(conn, vendor, claim, likely.as_ref(), now)? {
        Claimed::New => {
            let (answer, shown) = work(conn, Turn::First)?;
            let kept = kept(&answer, shown);
            if likely.as_ref() != Some(&kept) {
                idempotency::fill(conn, vendor, claim, &kept)?;
            }
            Ok(given(answer, false))
        }
        claimed => again(claimed, |of| Ok(work(conn, Turn::Again(of))?.0)),
    }
}

/// Answers what was asked before under the same key; `show` shows it as it is now.
pub(super) fn again(
    claimed: Claimed,
    show: impl FnOnce(&str) -> Result<StoredAnswer, Error>,
) -> Result<Answer, Error> {
    match claimed {
        Claimed::Answered(Kept::Body(answer)) => Ok(given(answer, true)),
        Claimed::Answered(Kept::View { status, of }) => {
            Ok(given(StoredAnswer { status, ..show(&of)? }, true))
        }
        Claimed::Reused => {
            Err(refused(ErrorCode::IdempotencyKeyReused, "This key came with another request."))
        }
        Claimed::New | Claimed::InFlight => {
            Err(refused(ErrorCode::IdempotencyInFlight, "The first request is still at work."))
        }
    }
}

fn kept(answer: &StoredAnswer, shown: Shown) -> Kept {
    match shown {
        Shown::Record(_) if answer.body.len() <= MOST_BYTES => Kept::Body(answer.clone()),
        Shown::Record(of) | Shown::View(of) => Kept::View { status: answer.status, of },
    }
}

/// An answer, new or given again.
pub(super) fn given(answer: StoredAnswer, is_replayed: bool) -> Answer {
    let StoredAnswer { status, etag, body } = answer;
    Answer { status, etag, body, is_replayed }
}

fn refused(code: ErrorCode, detail: &str) -> Error {
    Rejection::new(code, detail).into()
}
