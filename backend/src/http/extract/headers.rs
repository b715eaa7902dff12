//! Request headers as types.

use std::future::{Ready, ready};

use actix_web::{
    FromRequest, HttpRequest,
    dev::Payload,
    http::header::{self, HeaderName},
};
use followthrough_common::error::{ErrorCode, Rejection};

use crate::problem::Error;

/// The name that a client gave to one write, so that a repeat of it changes nothing more:
/// 16 to 128 visible ASCII characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpectedKey(pub String);

/// The same where the client may leave it out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyKey(pub Option<String>);

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

fn idempotency_key(request: &HttpRequest) -> Result<Option<String>, Error> {
    let mut given = request.headers().get_all(IDEMPOTENCY_KEY);
    let Some(value) = given.next() else { return Ok(None) };
    let is_visible = |bytes: &[u8]| bytes.iter().all(|byte| (0x21..=0x7e).contains(byte));
    match value.to_str() {
        Ok(key)
            if given.next().is_none() && (16..=128).contains(&key.len()) && is_visible(key.as_bytes()) =>
        {
            Ok(Some(key.to_owned()))
        }
        _ => {
            let rule = "Idempotency-Key must be one value of 16 to 128 visible ASCII characters.";
            Err(Error::refused(ErrorCode::Malformed, rule))
        }
    }
}

impl FromRequest for ExpectedKey {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let missing = || {
            let detail = "Send a fresh Idempotency-Key with each write, and the same one when repeating it.";
            Error::refused(ErrorCode::IdempotencyKeyMissing, detail)
        };
        ready(idempotency_key(request).and_then(|key| key.map(Self).ok_or_else(missing)))
    }
}

impl FromRequest for IdempotencyKey {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(idempotency_key(request).map(Self))
    }
}

/// The strong entity tag of one version of one thing, with its quotes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Revision(String);

impl Revision {
    /// Puts the quotes around. `digest` must have no quotes of its own.
    pub fn new(digest: &str) -> Self {
        Self(format!("\"{digest}\""))
    }

    /// As it stands in `ETag`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The versions that the client has already.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IfNoneMatch(Vec<String>);

impl IfNoneMatch {
    /// Whether the client has this version; compared weakly, as RFC 9110 asks for this header.
    pub fn names(&self, revision: &Revision) -> bool {
        self.0.iter().any(|tag| tag == "*" || tag == revision.as_str())
    }
}

impl FromRequest for IfNoneMatch {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let lists = request.headers().get_all(header::IF_NONE_MATCH);
        let tags = lists.filter_map(|list| list.to_str().ok()).flat_map(|list| list.split(','));
        let tags = tags.map(|tag| tag.trim().trim_start_matches("W/").to_owned()).take(20);
        ready(Ok(Self(tags.collect())))
    }
}

/// The member for whom a vendor's system acts, as the header names it.
pub fn acting_member<Id: std::str::FromStr>(request: &HttpRequest) -> Result<Option<Id>, Error> {
    const NAME: &str = "Followthrough-Member";
    let Some(value) = request.headers().get(NAME) else { return Ok(None) };
    let id = value.to_str().ok().and_then(|text| text.parse().ok());
    id.map(Some).ok_or_else(|| Rejection::field(NAME, "must be a member's id like mem_…").into())
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn key(value: &str) -> Result<Option<String>, ErrorCode> {
        let request = TestRequest::default().insert_header(("Idempotency-Key", value)).to_http_request();
        idempotency_key(&request).map_err(|error| error.code())
    }

    #[test]
    fn a_key_is_16_to_128_visible_characters() {
        assert_eq!(key("0123456789abcdef"), Ok(Some("0123456789abcdef".into())));
        assert!(key(&"x".repeat(128)).is_ok());
        for bad in ["0123456789abcde", "0123456789 abcdef", "", "0123456789abcdefä"] {
            assert_eq!(key(bad), Err(ErrorCode::Malformed), "{bad}");
        }
        assert_eq!(key(&"x".repeat(129)), Err(ErrorCode::Malformed));
        assert_eq!(key(&"x".repeat(1 << 20)), Err(ErrorCode::Malformed));
    }

    #[test]
    fn two_keys_are_no_key() {
        let request = TestRequest::default()
            .append_header(("Idempotency-Key", "0123456789abcdef"))
            .append_header(("Idempotency-Key", "0123456789abcdeg"))
            .to_http_request();
        assert!(idempotency_key(&request).is_err());
    }

    #[actix_web::test]
    async fn a_missing_key_is_refused_where_it_is_required() {
        let request = TestRequest::default().to_http_request();
        let error = ExpectedKey::extract(&request).await.unwrap_err();
        assert_eq!(error.code(), ErrorCode::IdempotencyKeyMissing);
        assert_eq!(IdempotencyKey::extract(&request).await.unwrap(), IdempotencyKey(None));
    }

    #[actix_web::test]
    async fn a_known_version_is_recognized_in_every_form() {
        let revision = Revision::new("abc");
        for (header, known) in [
            ("\"abc\"", true),
            ("W/\"abc\"", true),
            ("\"x\", \"abc\"", true),
            ("*", true),
            ("\"ab\"", false),
            ("abc", false),
        ] {
            let request = TestRequest::default().insert_header(("If-None-Match", header)).to_http_request();
            let given = IfNoneMatch::extract(&request).await.unwrap();
            assert_eq!(given.names(&revision), known, "{header}");
        }
    }
}
