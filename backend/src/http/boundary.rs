//! The outermost layer: every request gets an id, every answer its headers, every error its body, every
//! exchange one log line and one count. Below it nobody logs a request.

use std::time::Instant;

use actix_web::{
    Error as ActixError, HttpMessage as _, HttpRequest,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        StatusCode,
        header::{self, HeaderMap, HeaderName, HeaderValue},
    },
    middleware::Next,
    web::Data,
};
use followthrough_common::{
    api::problem::{self, Problem},
    error::ErrorCode,
};

use super::{
    gate::{TurnedAway, method_label},
    paced::Paced,
    packed,
    table::Template,
};
use crate::{auth::limits::Allowance, db, problem::Error, state::App, telemetry::Metrics};

/// The name of the exchange, for whoever asks for help.
pub const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const CORP: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// What holds unless a handler said something else: nothing may be kept, framed, guessed or run.
pub const DEFAULTS: [(HeaderName, &str); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
    (header::REFERRER_POLICY, "no-referrer"),
    (CORP, "same-origin"),
    (header::CACHE_CONTROL, "no-store"),
];

/// The name of one exchange, in `X-Request-Id`, in error bodies and in the log.
#[derive(Debug, Clone)]
pub struct RequestId(pub String);

/// Wraps the whole service.
pub async fn boundary<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, ActixError> {
    let started = Instant::now();
    let id = request_id(request.request());
    request.extensions_mut().insert(RequestId(id.clone()));
    let exchange = Paced::begin(&mut request);
    // Handlers and the other layers turn errors into answers, so an error here can only come from a
    // transport that is gone.
    let response = db::together(next.call(request)).await?;
    log_cause(&response, &id);
    let mut response = packed::pack(with_problem(response.map_into_boxed_body(), &id));
    complete(&mut response, &id);
    let (request, status) = (response.request(), response.status().as_u16());
    let (method, route) = (method_label(request.method()), route_label(request));
    let elapsed = started.elapsed();
    if let Some(metrics) = request.app_data::<Data<Metrics>>() {
        metrics.answered(method, route, status, elapsed);
    }
    let milliseconds = elapsed.as_secs_f64() * 1000.0;
    tracing::info!(request_id = id, method, route, status, milliseconds, "answered");
    Ok(exchange.answer(response))
}

/// The route that answered. What reached none has one of few words, whatever its path and method were: each
/// label is a set of lines in the operator's counts for as long as the process lives.
fn route_label(request: &HttpRequest) -> &'static str {
    if let Some(TurnedAway(label)) = request.extensions().get() {
        return label;
    }
    Template::of(request).unwrap_or("unmatched")
}

/// The id that our own proxy gave, or a fresh one. A stranger's id is not taken: it could be another's.
fn request_id(request: &HttpRequest) -> String {
    let Some(app) = request.app_data::<Data<App>>() else { return "req_unknown".to_owned() };
    let given = request.headers().get(X_REQUEST_ID).and_then(|value| value.to_str().ok());
    let is_word = |letter: u8| letter.is_ascii_alphanumeric() || letter == b'_' || letter == b'-';
    match given {
        Some(id)
            if app.config.server.trusted_proxies > 0
                && (8..=64).contains(&id.len())
                && id.bytes().all(is_word) =>
        {
            id.to_owned()
        }
        _ => fresh_id(app),
    }
}

/// An id for one exchange.
pub fn fresh_id(app: &App) -> String {
    format!("req_{:013x}{:016x}", app.clock.now().timestamp_micros(), app.ids.seed().unwrap_or_default())
}

/// A failure of ours is logged here, once, with its cause.
fn log_cause<B>(response: &ServiceResponse<B>, id: &str) {
    let error = response.response().error().and_then(ActixError::as_error::<Error>);
    if let Some((error, cause)) = error.and_then(|error| Some((error, error.cause()?))) {
        tracing::error!(request_id = id, code = error.code().as_str(), cause, "failed");
    }
}

/// Writes the body of an error answer, also of those that actix makes by itself.
fn with_problem(response: ServiceResponse, id: &str) -> ServiceResponse {
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let known = response.response().extensions().get::<Problem>().cloned();
    let problem = known.unwrap_or_else(|| of_status(status)).of_request(id);
    let body = serde_json::to_vec(&problem).unwrap_or_default();
    let mut response = response.map_body(|_, _| BoxBody::new(body));
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(problem::MEDIA_TYPE));
    response
}

/// What an answer without a body of its own says.
pub fn of_status(status: StatusCode) -> Problem {
    let code = match status {
        StatusCode::NOT_FOUND => ErrorCode::NotFound,
        StatusCode::METHOD_NOT_ALLOWED => ErrorCode::MethodNotAllowed,
        StatusCode::REQUEST_TIMEOUT => ErrorCode::BodyTimeout,
        StatusCode::PAYLOAD_TOO_LARGE => ErrorCode::PayloadTooLarge,
        StatusCode::UNSUPPORTED_MEDIA_TYPE => ErrorCode::UnsupportedMediaType,
        other if other.is_client_error() => ErrorCode::Malformed,
        _ => ErrorCode::Internal,
    };
    Problem { status: status.as_u16(), ..Problem::new(code, code.title()) }
}

fn complete(response: &mut ServiceResponse, id: &str) {
    let allowance = response.request().extensions().get::<Allowance>().copied();
    let headers = response.headers_mut();
    for (name, value) in DEFAULTS {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    if let Ok(id) = HeaderValue::from_str(id) {
        headers.insert(X_REQUEST_ID, id);
    }
    if let Some(allowance) = allowance.filter(|_| !is_for_everybody(headers)) {
        tell_allowance(headers, allowance);
    }
}

/// What anybody may keep and pass on must not tell what the first who asked has left.
fn is_for_everybody(headers: &HeaderMap) -> bool {
    headers.get(header::CACHE_CONTROL).is_some_and(|value| value.as_bytes().starts_with(b"public"))
}

fn tell_allowance(headers: &mut HeaderMap, allowance: Allowance) {
    const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");
    const RATE_LIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
    let lines = [(RATE_LIMIT, allowance.state()), (RATE_LIMIT_POLICY, allowance.policy())];
    for (name, line) in lines {
        if let Ok(value) = HeaderValue::from_str(&line) {
            headers.insert(name, value);
        }
    }
    if allowance.is_used_up() {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(allowance.resets_in));
    }
}
