//! Writes of plain records: customers, members, settings. Each is one transaction, with its idempotency
//! key in it.

use std::str::FromStr;

use actix_web::{HttpRequest, HttpResponse};
use followthrough_common::error::Rejection;
use serde::Serialize;

use crate::{
    auth::api_key::VendorKey,
    db::Conn,
    http::{
        answer::replayable,
        extract::{IdempotencyKey, Revision},
        shared::app,
    },
    problem::Error,
    repo::idempotency::StoredAnswer,
    service::{Shown, Turn, once_showing},
    state::App,
};

/// A record as it is answered.
pub struct Written<T> {
    /// 200 or 201.
    pub status: u16,
    /// Its id; empty where the vendor has only one.
    pub id: String,
    /// Its version.
    pub version: i64,
    /// The record.
    pub record: T,
}

/// A record with its version, as whoever reads it is shown it.
pub type Present<T> = Option<(i64, T)>;

/// Runs `work` once under the client's key and answers with the record. Of one that is too long to be kept, a
/// repeat is answered with what `present` finds under its id then.
pub async fn write<S, T: Serialize>(
    request: &HttpRequest,
    key: &VendorKey<S>,
    (idempotency, body): (IdempotencyKey, &impl Serialize),
    work: impl Fn(&mut Conn, &App) -> Result<Written<T>, Error> + Send + 'static,
    present: impl Fn(&mut Conn, &str) -> Result<Present<T>, Error> + Send + 'static,
) -> Result<HttpResponse, Error> {
    let app = app(request)?;
    let claim = idempotency.claim(key.subject(), body)?;
    let (server, vendor) = (app.clone(), key.vendor);
    let answer = app.db.write(move |conn| {
        once_showing(conn, vendor, (claim.as_ref(), server.clock.now()), None, |conn, turn| {
            let written = match turn {
                Turn::First => work(conn, &server)?,
                Turn::Again(id) => {
                    let (version, record) = present(conn, id)?.ok_or_else(Rejection::not_found)?;
                    Written { status: 200, id: id.to_owned(), version, record }
                }
            };
            Ok((stored(&written)?, Shown::Record(written.id)))
        })
    });
    let answer = answer.await?;
    Ok(replayable(request, answer))
}

fn stored<T: Serialize>(written: &Written<T>) -> Result<StoredAnswer, Error> {
    let body = serde_json::to_string(&written.record).map_err(|error| Error::Internal(error.to_string()))?;
    let etag = Revision::new(&written.version.to_string()).as_str().to_owned();
    Ok(StoredAnswer { status: written.status, etag: Some(etag), body })
}

/// The id of a record, as it was kept.
pub fn id_of<T: FromStr>(kept: &str) -> Result<T, Error> {
    kept.parse().map_err(|_| Error::Internal(format!("{kept} was kept, and is no id")))
}

/// A record that was read, with its version as its tag.
pub fn shown<T: Serialize>(version: i64, record: &T) -> HttpResponse {
    let revision = Revision::new(&version.to_string());
    HttpResponse::Ok().insert_header(("ETag", revision.as_str())).json(record)
}
