//! What is kept of the answers to requests that carried a key, so that the same request again is answered and
//! has no second effect. The row is claimed and filled in the transaction of the effect itself. It is small,
//! however large the answer was: whoever writes all day must not fill the storage with their own answers.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use followthrough_common::id::VendorId;

use crate::db::{Changes, Conn, DbError, DbResult, Typed, kept, native, schema::idempotency};

/// What a request is known by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Who asks: the customer or the key.
    pub subject: String,
    /// What for: method and route.
    pub operation: String,
    /// The key that the sender made.
    pub key: String,
    /// SHA-256 of path and body, in hexadecimal.
    pub fingerprint: String,
}

/// The longest body that is kept, in bytes. With what else stands in its row it stays below 16 KiB.
pub const MOST_BYTES: usize = 15 * 1024;

/// A small answer, as it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredAnswer {
    /// The HTTP status.
    pub status: u16,
    /// The `ETag`.
    pub etag: Option<String>,
    /// The body.
    pub body: String,
}

/// What is kept of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// All of it.
    Body(StoredAnswer),
    /// What it showed; a repeat shows it as it is then.
    View {
        /// The HTTP status.
        status: u16,
        /// The id of what was shown.
        of: String,
    },
}

/// What became of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claimed {
    /// Nobody asked this before: do it, then [`fill`].
    New,
    /// It was done, and this is kept of the answer.
    Answered(Kept),
    /// The key was used for something else.
    Reused,
    /// The first request is still being worked on.
    InFlight,
}

#[derive(Debug, Queryable, QueryableByName, Selectable)]
#[diesel(table_name = idempotency)]
pub(super) struct Row {
    fingerprint: String,
    status: Option<u16>,
    etag: Option<String>,
    body: Option<String>,
    shown: Option<String>,
}

/// Claims the key, or finds what became of it. What will most likely be kept of the answer is kept at once; if it
/// turns out otherwise, [`fill`] says so. While another transaction works on the same key, this waits for it as long
/// as locks may wait.
pub fn claim(
    conn: &mut Conn,
    vendor: VendorId,
    claim: &Claim,
    likely: Option<&Kept>,
    now: DateTime<Utc>,
) -> DbResult<Claimed> {
    let (status, shown) = match likely {
        Some(Kept::View { status, of }) => (Some(Typed(*status)), Some(of.clone())),
        Some(Kept::Body(_)) | None => (None, None),
    };
    let row = (
        idempotency::vendor_id.eq(Typed(vendor)),
        idempotency::subject.eq(&claim.subject),
        idempotency::operation.eq(&claim.operation),
        idempotency::key.eq(&claim.key),
        idempotency::fingerprint.eq(&claim.fingerprint),
        idempotency::status.eq(status),
        idempotency::shown.eq(shown),
        idempotency::created_at.eq(Typed(now)),
    );
    let inserted = native!(conn => {
        diesel::insert_into(idempotency::table).values(row).on_conflict_do_nothing().execute(conn)
    });
    match inserted.map_err(DbError::from) {
        Ok(0) => find(conn, vendor, claim),
        Ok(_) => Ok(Claimed::New),
        Err(error) if error.is_lock_timeout() => Ok(Claimed::InFlight),
        Err(error) => Err(error),
    }
}

fn find(conn: &mut Conn, vendor: VendorId, claim: &Claim) -> DbResult<Claimed> {
    let key = (Typed(vendor), claim.subject.clone(), claim.operation.clone(), claim.key.clone());
    let found: Option<Row> = idempotency::table.find(key).select(Row::as_select()).first(conn).optional()?;
    // It was there and is gone again: the other transaction is still at work.
    Ok(found.map_or(Claimed::InFlight, |row| row.judge(claim)))
}

impl Row {
    /// What became of the claim whose row this is.
    pub(super) fn judge(self, claim: &Claim) -> Claimed {
        match self {
            row if row.fingerprint != claim.fingerprint => Claimed::Reused,
            Self { status: Some(status), shown: Some(of), .. } => {
                Claimed::Answered(Kept::View { status, of })
            }
            Self { status: Some(status), etag, body: Some(body), .. } => {
                Claimed::Answered(Kept::Body(StoredAnswer { status, etag, body }))
            }
            // It is not finished: the other transaction is still at work.
            _ => Claimed::InFlight,
        }
    }
}

/// The columns for questions that join by hand.
pub(super) const COLUMNS: &str = "idempotency.fingerprint, idempotency.status, idempotency.etag, \
     idempotency.body, idempotency.shown";

/// Claims a key that nobody has used, with what is kept of the answer, together with other changes. If somebody used it
/// meanwhile, that is a lost race.
pub fn claim_with(
    changes: &mut Changes<'_>,
    vendor: VendorId,
    claim: &Claim,
    (status, shown): (u16, String),
    now: DateTime<Utc>,
) -> DbResult<()> {
    changes.make(diesel::insert_into(idempotency::table).values((
        idempotency::vendor_id.eq(Typed(vendor)),
        idempotency::subject.eq(claim.subject.clone()),
        idempotency::operation.eq(claim.operation.clone()),
        idempotency::key.eq(claim.key.clone()),
        idempotency::fingerprint.eq(claim.fingerprint.clone()),
        idempotency::status.eq(Some(Typed(status))),
        idempotency::shown.eq(shown),
        idempotency::created_at.eq(Typed(now)),
    )))
}

/// Keeps it.
pub fn fill(conn: &mut Conn, vendor: VendorId, claim: &Claim, answer: &Kept) -> DbResult<()> {
    let key = (Typed(vendor), claim.subject.clone(), claim.operation.clone(), claim.key.clone());
    let (status, etag, body, shown) = match answer {
        Kept::Body(answer) => (answer.status, answer.etag.as_ref(), Some(&answer.body), None),
        Kept::View { status, of } => (*status, None, None, Some(of)),
    };
    let filled = diesel::update(idempotency::table.find(key)).set((
        idempotency::status.eq(Some(Typed(status))),
        idempotency::etag.eq(etag),
        idempotency::body.eq(body),
        idempotency::shown.eq(shown),
    ));
    kept(filled).execute(conn)?;
    Ok(())
}

/// Forgets some of the rows that are older than `before`; returns how many.
pub fn delete_older(conn: &mut Conn, before: DateTime<Utc>, limit: i64) -> DbResult<usize> {
    let old = idempotency::table.filter(idempotency::created_at.lt(Typed(before)));
    let rows = old.order(idempotency::created_at).select(idempotency::created_at);
    let newest: Option<DateTime<Utc>> = rows.offset(limit.max(1) - 1).first(conn).optional()?;
    let until = newest.map_or(before, |at| at + TimeDelta::microseconds(1));
    let old = idempotency::table.filter(idempotency::created_at.lt(Typed(until)));
    Ok(diesel::delete(old).execute(conn)?)
}
