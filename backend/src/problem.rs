//! What can go wrong while a request is served, and how it is told: one table of codes, one shape
//! (RFC 9457), and nothing about our insides in the answer.

use std::fmt;

use actix_web::{HttpResponse, ResponseError, http::StatusCode, http::header};
use followthrough_common::{
    api::problem::Problem,
    error::{ErrorCode, Rejection},
};

/// What helps who does not know whether it was stored.
const NOT_KNOWN: &str =
    "Whether it was stored is not known; send the same request again with the same Idempotency-Key.";

/// Everything a use case can end with besides its answer.
#[derive(Debug)]
pub enum Error {
    /// An expected refusal.
    Rejected(Rejection),
    /// A refusal that shows the sender what the thing looks like now (JSON of the fresh view).
    Stale(Rejection, String),
    /// The database is busy, away or full: 503.
    Storage(String),
    /// The database did not answer in time, and whether the change was stored is not known: 503.
    Undecided,
    /// A lost race that a repeat of the transaction solves; never reaches a client.
    Race,
    /// Our own fault: 500, logged once with this cause.
    Internal(String),
}

impl Error {
    /// A refusal with a code and a sentence for engineers.
    pub fn refused(code: ErrorCode, detail: impl Into<String>) -> Self {
        Self::Rejected(Rejection::new(code, detail))
    }

    /// The row of the table that clients are told.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Rejected(rejection) | Self::Stale(rejection, _) => rejection.code,
            Self::Storage(_) | Self::Undecided | Self::Race => ErrorCode::StorageUnavailable,
            Self::Internal(_) => ErrorCode::Internal,
        }
    }

    /// What must be logged and never told: the cause of a failure of ours.
    pub fn cause(&self) -> Option<&str> {
        match self {
            Self::Rejected(_) | Self::Stale(..) => None,
            Self::Storage(cause) | Self::Internal(cause) => Some(cause),
            Self::Undecided => Some("the database does not answer in time"),
            Self::Race => Some("a transaction lost every race"),
        }
    }

    /// The body of the answer, without the request id that only the boundary knows.
    pub fn problem(&self) -> Problem {
        match self {
            Self::Rejected(rejection) => of_rejection(rejection),
            Self::Stale(rejection, view) => {
                Problem { view: serde_json::from_str(view).ok(), ..of_rejection(rejection) }
            }
            Self::Storage(_) | Self::Race => {
                Problem::new(self.code(), "Nothing was stored; send the same request again.")
            }
            Self::Undecided => Problem::new(self.code(), NOT_KNOWN),
            Self::Internal(_) => Problem::new(self.code(), "The fault was logged under this request id."),
        }
    }

    /// Seconds after which a repeat makes sense.
    fn retry_after(&self) -> Option<&'static str> {
        match self.code() {
            ErrorCode::IdempotencyInFlight | ErrorCode::StorageUnavailable => Some("1"),
            _ => None,
        }
    }
}

fn of_rejection(rejection: &Rejection) -> Problem {
    Problem {
        errors: rejection.errors.clone(),
        standing: rejection.standing.as_deref().cloned(),
        breaches: rejection.breaches.clone(),
        call: rejection.call.as_deref().cloned(),
        ..Problem::new(rejection.code, rejection.detail.as_str())
    }
}

impl From<Rejection> for Error {
    fn from(rejection: Rejection) -> Self {
        Self::Rejected(rejection)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rejected(rejection) | Self::Stale(rejection, _) => {
                write!(out, "{}: {}", rejection.code.as_str(), rejection.detail)
            }
            Self::Storage(cause) => write!(out, "storage: {cause}"),
            Self::Undecided => out.write_str("storage: undecided"),
            Self::Race => out.write_str("lost race"),
            Self::Internal(cause) => write!(out, "internal: {cause}"),
        }
    }
}

impl std::error::Error for Error {}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.code().status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// The body travels as an extension: `http::boundary` writes it once the request id is known.
    fn error_response(&self) -> HttpResponse {
        let mut builder = HttpResponse::build(self.status_code());
        builder.insert_header((header::CACHE_CONTROL, "no-store"));
        if let Some(seconds) = self.retry_after() {
            builder.insert_header((header::RETRY_AFTER, seconds));
        }
        if self.status_code() == StatusCode::UNAUTHORIZED {
            builder.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
        }
        if matches!(self.code(), ErrorCode::BodyTimeout | ErrorCode::PayloadTooLarge) {
            // The rest of the body is never read, so the connection cannot carry another request.
            builder.force_close();
        }
        let mut response = builder.finish();
        response.extensions_mut().insert(self.problem());
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_never_reaches_the_body() {
        let (internal, storage) = ("secret cause".to_owned(), "secret cause".to_owned());
        for error in [Error::Internal(internal), Error::Storage(storage), Error::Undecided, Error::Race] {
            let body = serde_json::to_string(&error.problem()).unwrap();
            assert!(!body.contains("secret"), "{body}");
            assert!(error.cause().is_some());
            assert!(error.status_code().is_server_error());
        }
    }

    #[test]
    fn every_code_has_an_answer_with_its_status() {
        for code in ErrorCode::ALL {
            let error = Error::refused(*code, "why");
            assert_eq!(error.error_response().status().as_u16(), code.status());
        }
    }

    #[test]
    fn a_stale_refusal_shows_the_fresh_view() {
        let error = Error::Stale(Rejection::new(ErrorCode::StateChanged, "moved"), r#"{"version":3}"#.into());
        assert_eq!(error.problem().view.unwrap()["version"], 3);
    }
}
