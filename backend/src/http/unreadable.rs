//! What strangers are told who never get to a route: the same kind of answer as everybody else, written whole
//! because no layer of the service sees it, and counted and logged like any other.

use std::{fmt::Write as _, time::Duration};

use actix_web::http::{StatusCode, header};
use followthrough_common::api::problem;

use super::{
    boundary::{DEFAULTS, X_REQUEST_ID, fresh_id, of_status},
    shared::Shared,
};
use crate::connection::Unreadable;

/// In the place of a route, in counts and log lines.
const ROUTE: &str = "unreadable";
/// In the place of a method.
const METHOD: &str = "other";

/// The parts of a server that answers strangers.
pub struct Strangers(pub Shared);

impl Unreadable for Strangers {
    fn refuse(&self, status: StatusCode, after: Duration) -> Vec<u8> {
        let Shared { app, metrics, .. } = &self.0;
        let id = fresh_id(app);
        metrics.answered(METHOD, ROUTE, status.as_u16(), after);
        let milliseconds = after.as_secs_f64() * 1000.0;
        let code = status.as_u16();
        tracing::info!(
            request_id = id,
            method = METHOD,
            route = ROUTE,
            status = code,
            milliseconds,
            "answered"
        );
        let body = serde_json::to_vec(&of_status(status).of_request(&id)).unwrap_or_default();
        let (length, date) =
            (body.len().to_string(), app.clock.now().format("%a, %d %b %Y %H:%M:%S GMT").to_string());
        let own = [
            (header::CONTENT_LENGTH, length.as_str()),
            (header::CONTENT_TYPE, problem::MEDIA_TYPE),
            (header::CONNECTION, "close"),
            (header::DATE, date.as_str()),
            (X_REQUEST_ID, id.as_str()),
        ];
        let reason = status.canonical_reason().unwrap_or("Error");
        let mut answer = format!("HTTP/1.1 {code} {reason}\r\n");
        for (name, value) in own.into_iter().chain(DEFAULTS) {
            let _ = write!(answer, "{name}: {value}\r\n");
        }
        answer.push_str("\r\n");
        [answer.into_bytes(), body].concat()
    }

    fn cut(&self, reason: &'static str) {
        self.0.metrics.cut(reason);
    }
}
