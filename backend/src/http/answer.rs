//! Answers of use cases as HTTP.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header},
    web::Data,
};

use serde::{Serialize, de::DeserializeOwned};

use crate::{problem::Error, service::Answer, telemetry::Metrics};

/// A wire type as JSON.
pub fn write(told: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(told).map_err(|error| Error::Internal(error.to_string()))
}

/// What [`write()`] wrote.
pub fn read<T: DeserializeOwned>(kept: &str) -> Result<T, Error> {
    serde_json::from_str(kept).map_err(|error| Error::Internal(error.to_string()))
}

/// The answer of a write, and whether it was given before.
pub fn replayable(request: &HttpRequest, answer: Answer) -> HttpResponse {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    let mut response = HttpResponse::build(status);
    if let Some(etag) = answer.etag {
        response.insert_header((header::ETAG, etag));
    }
    if answer.is_replayed {
        response.insert_header(("Idempotency-Replayed", "true"));
        if let Some(metrics) = request.app_data::<Data<Metrics>>() {
            metrics.replayed();
        }
    }
    if answer.body.is_empty() {
        return response.finish();
    }
    response.content_type("application/json").body(answer.body)
}
