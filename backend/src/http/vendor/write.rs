//! Writes of plain records: customers, members, settings. Each is one transaction, with its idempotency
//! key in it.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use serde::Serialize;

use crate::{
    auth::api_key::VendorKey,
    db::Conn,
    http::{
        answer::replayable,
        extract::{IdempotencyKey, Revision},
    },
    problem::Error,
    repo::idempotency::StoredAnswer,
    service::once,
    state::App,
};

/// A record as it is answered.
pub struct Written<T> {
    /// 200 or 201.
    pub status: u16,
    /// Its version.
    pub version: i64,
    /// The record.
    pub record: T,
}

/// Runs `work` once under the client's key and answers with the record.
pub async fn write<S, T: Serialize>(
    request: &HttpRequest,
    key: &VendorKey<S>,
    (idempotency, body): (IdempotencyKey, &impl Serialize),
    work: impl Fn(&mut Conn, &App) -> Result<Written<T>, Error> + Send + 'static,
) -> Result<HttpResponse, Error> {
    let app = request.app_data::<Data<App>>().cloned();
    let app = app.ok_or_else(|| Error::Internal("the server was built without its parts".to_owned()))?;
    let claim = idempotency.claim(key.subject(), body)?;
    let (server, vendor) = (app.clone(), key.vendor);
    let answer = app.db.write(move |conn| {
        once(conn, vendor, claim.as_ref(), server.clock.now(), |conn| stored(&work(conn, &server)?))
    });
    let answer = answer.await?;
    Ok(replayable(request, answer))
}

fn stored<T: Serialize>(written: &Written<T>) -> Result<StoredAnswer, Error> {
    let body = serde_json::to_string(&written.record).map_err(|error| Error::Internal(error.to_string()))?;
    let etag = Revision::new(&written.version.to_string()).as_str().to_owned();
    Ok(StoredAnswer { status: written.status, etag: Some(etag), body })
}

/// A record that was read, with its version as its tag.
pub fn shown<T: Serialize>(version: i64, record: &T) -> HttpResponse {
    let revision = Revision::new(&version.to_string());
    HttpResponse::Ok().insert_header(("ETag", revision.as_str())).json(record)
}
