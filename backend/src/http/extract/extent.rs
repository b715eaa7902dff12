//! How much of an answer a client wants, by `Prefer` (RFC 7240).

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{HeaderName, HeaderValue},
};

const PREFER: HeaderName = HeaderName::from_static("prefer");
const PREFERENCE_APPLIED: HeaderName = HeaderName::from_static("preference-applied");
const MINIMAL: &str = "return=minimal";

/// How much of the view an act answers with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Everything that the customer sees.
    Whole,
    /// What is drawn at once.
    Minimal,
}

impl Extent {
    /// What the request prefers.
    pub fn of(request: &HttpRequest) -> Self {
        let mut said = request.headers().get_all(PREFER).filter_map(|value| value.to_str().ok());
        let is_minimal = said.any(|said| said.split([',', ';']).any(|word| word.trim() == MINIMAL));
        if is_minimal { Self::Minimal } else { Self::Whole }
    }

    /// Says that the wish was heard.
    pub fn tell(self, mut response: HttpResponse) -> HttpResponse {
        if self == Self::Minimal {
            response.headers_mut().insert(PREFERENCE_APPLIED, HeaderValue::from_static(MINIMAL));
        }
        response
    }
}
