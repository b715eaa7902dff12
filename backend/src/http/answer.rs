//! Answers of use cases as HTTP.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header},
    web::Data,
};

use crate::{service::Answer, telemetry::Metrics};

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
