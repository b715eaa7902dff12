//! What a supervisor asks: does the process live, may it get requests, how is it doing.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use actix_web::{
    HttpResponse,
    http::{Method, header},
    web::Data,
};

use followthrough_common::error::ErrorCode;

use super::table::Table;
use crate::{problem::Error, repo, service::positions, state::App, telemetry::Metrics};

/// A database that needs longer to say "1" is not ready for requests.
const PATIENCE: Duration = Duration::from_millis(500);

/// Whether the server is about to stop, so that a load balancer sends requests elsewhere.
#[derive(Debug, Clone, Default)]
pub struct Draining(Arc<AtomicBool>);

impl Draining {
    /// From now on "not ready".
    pub fn begin(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    /// Whether it has begun.
    pub fn has_begun(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

/// Liveness and readiness, on both listeners.
pub fn routes(table: &mut Table) {
    table.add(Method::GET, "/livez", livez);
    table.add(Method::GET, "/readyz", readyz);
}

/// Says that the process answers; asks nobody else, so that a slow database does not get us restarted.
async fn livez() -> &'static str {
    "ok\n"
}

async fn readyz(app: Data<App>, draining: Data<Draining>) -> Result<&'static str, Error> {
    if draining.has_begun() {
        // Nothing failed, so nothing is logged.
        return Err(Error::refused(ErrorCode::StorageUnavailable, "The server is about to stop."));
    }
    app.db.read_within(PATIENCE, repo::ping).await?;
    Ok("ok\n")
}

/// The counts, on the management listener only.
pub async fn metrics(metrics: Data<Metrics>, app: Data<App>) -> Result<HttpResponse, Error> {
    let now = app.clock.now();
    match app.db.read_within(PATIENCE, move |conn| positions::waiting(conn, now)).await {
        Ok((count, longest)) => metrics.waiting(count, longest),
        // All other counts are told all the same.
        Err(error) => tracing::warn!(cause = ?error, "nobody can tell how many events have no position"),
    }
    let page = metrics.page().map_err(|error| Error::Internal(error.to_string()))?;
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Ok(HttpResponse::Ok().insert_header((header::CONTENT_TYPE, kind)).body(page))
}
