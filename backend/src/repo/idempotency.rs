//! What is kept of the answers to requests that carried a key, so that the same request again is answered and
//! has no second effect. The row is claimed and filled in the transaction of the effect itself. It is small,
//! however large the answer was: whoever writes all day must not fill the storage with their own answers.

use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_types::{BigInt, Nullable, Text},
};
use followthrough_common::id::VendorId;

use super::read;
use crate::db::{Changes, Conn, DbError, DbResult, kept, native, schema::idempotency};

const TABLE: &str = "idempotency";

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

#[derive(Queryable, Selectable)]
#[diesel(table_name = idempotency)]
struct Row {
    fingerprint: String,
    status: Option<i64>,
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
        Some(Kept::View { status, of }) => (Some(i64::from(*status)), Some(of.clone())),
        Some(Kept::Body(_)) | None => (None, None),
    };
    let row = (
        idempotency::vendor_id.eq(vendor.to_string()),
        idempotency::subject.eq(&claim.subject),
        idempotency::operation.eq(&claim.operation),
        idempotency::key.eq(&claim.key),
        idempotency::fingerprint.eq(&claim.fingerprint),
        idempotency::status.eq(status),
        idempotency::shown.eq(shown),
        idempotency::created_at.eq(now.timestamp_micros()),
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
    let key = (vendor.to_string(), claim.subject.clone(), claim.operation.clone(), claim.key.clone());
    let found: Option<Row> = idempotency::table.find(key).select(Row::as_select()).first(conn).optional()?;
    // It was there and is gone again: the other transaction is still at work.
    found.map_or(Ok(Claimed::InFlight), |row| row.judge(claim))
}

impl Row {
    fn judge(self, claim: &Claim) -> DbResult<Claimed> {
        match self {
            row if row.fingerprint != claim.fingerprint => Ok(Claimed::Reused),
            Self { status: Some(status), shown: Some(of), .. } => {
                Ok(Claimed::Answered(Kept::View { status: read::count(TABLE, status)?, of }))
            }
            Self { status: Some(status), etag, body: Some(body), .. } => {
                let answer = StoredAnswer { status: read::count(TABLE, status)?, etag, body };
                Ok(Claimed::Answered(Kept::Body(answer)))
            }
            // It is not finished: the other transaction is still at work.
            _ => Ok(Claimed::InFlight),
        }
    }
}

/// The columns under names that no other table has, for questions that join by hand.
pub(super) const NAMED: &str = "idempotency.fingerprint AS claim_fingerprint, \
     idempotency.status AS claim_status, idempotency.etag AS claim_etag, idempotency.body AS claim_body, \
     idempotency.shown AS claim_shown";

/// What such a question finds, if it finds a row.
#[derive(QueryableByName)]
#[expect(clippy::struct_field_names, reason = "fields are columns")]
pub(super) struct Named {
    #[diesel(sql_type = Nullable<Text>)]
    claim_fingerprint: Option<String>,
    #[diesel(sql_type = Nullable<BigInt>)]
    claim_status: Option<i64>,
    #[diesel(sql_type = Nullable<Text>)]
    claim_etag: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    claim_body: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    claim_shown: Option<String>,
}

impl Named {
    pub(super) fn read(&self, claim: &Claim) -> DbResult<Option<Claimed>> {
        let Some(fingerprint) = self.claim_fingerprint.clone() else { return Ok(None) };
        let row = Row {
            fingerprint,
            status: self.claim_status,
            etag: self.claim_etag.clone(),
            body: self.claim_body.clone(),
            shown: self.claim_shown.clone(),
        };
        row.judge(claim).map(Some)
    }
}

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
        idempotency::vendor_id.eq(vendor.to_string()),
        idempotency::subject.eq(claim.subject.clone()),
        idempotency::operation.eq(claim.operation.clone()),
        idempotency::key.eq(claim.key.clone()),
        idempotency::fingerprint.eq(claim.fingerprint.clone()),
        idempotency::status.eq(i64::from(status)),
        idempotency::shown.eq(shown),
        idempotency::created_at.eq(now.timestamp_micros()),
    )))
}

/// Keeps it.
pub fn fill(conn: &mut Conn, vendor: VendorId, claim: &Claim, answer: &Kept) -> DbResult<()> {
    let key = (vendor.to_string(), claim.subject.clone(), claim.operation.clone(), claim.key.clone());
    let (status, etag, body, shown) = match answer {
        Kept::Body(answer) => (answer.status, answer.etag.as_ref(), Some(&answer.body), None),
        Kept::View { status, of } => (*status, None, None, Some(of)),
    };
    let filled = diesel::update(idempotency::table.find(key)).set((
        idempotency::status.eq(i64::from(status)),
        idempotency::etag.eq(etag),
        idempotency::body.eq(body),
        idempotency::shown.eq(shown),
    ));
    kept(filled).execute(conn)?;
    Ok(())
}

/// Forgets some of the rows that are older than `before`; returns how many.
pub fn delete_older(conn: &mut Conn, before: DateTime<Utc>, limit: i64) -> DbResult<usize> {
    let before = before.timestamp_micros();
    let rows = idempotency::table.filter(idempotency::created_at.lt(before)).order(idempotency::created_at);
    let newest: Option<i64> =
        rows.select(idempotency::created_at).offset(limit.max(1) - 1).first(conn).optional()?;
    let until = newest.map_or(before, |at| at + 1);
    Ok(diesel::delete(idempotency::table.filter(idempotency::created_at.lt(until))).execute(conn)?)
}
