//! Request headers as types.

use std::future::{Ready, ready};

use actix_web::{
    FromRequest, HttpMessage as _, HttpRequest,
    dev::Payload,
    http::header::{self, HeaderName},
};
use followthrough_common::error::ErrorCode;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::{http::table::Template, problem::Error, repo::idempotency::Claim};

/// The name that a client gave to one write, so that a repeat of it changes nothing more:
/// 16 to 128 visible ASCII characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpectedKey {
    key: String,
    operation: String,
    path: String,
}

impl ExpectedKey {
    fn of(request: &HttpRequest, key: String) -> Self {
        let route = Template::of(request).unwrap_or_default();
        let operation = format!("{} {route}", request.method());
        Self { key, operation, path: request.path().to_owned() }
    }

    /// What the write is known by: who asks, what for, and what exactly. The body is taken as it was
    /// understood, so white space and the order of fields make no difference.
    pub fn claim(self, subject: String, body: &impl Serialize) -> Result<Claim, Error> {
        let body = serde_json::to_string(body).map_err(|error| Error::Internal(error.to_string()))?;
        let digest = Sha256::new().chain_update(self.path).chain_update([0]).chain_update(body);
        let fingerprint = format!("{:x}", digest.finalize());
        Ok(Claim { subject, operation: self.operation, key: self.key, fingerprint })
    }
}

/// The same where the client may leave it out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyKey(pub Option<ExpectedKey>);

impl IdempotencyKey {
    /// What the write is known by, if the client named it.
    pub fn claim(self, subject: String, body: &impl Serialize) -> Result<Option<Claim>, Error> {
        self.0.map(|key| key.claim(subject, body)).transpose()
    }
}

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
        ready(idempotency_key(request).and_then(|key| Ok(Self::of(request, key.ok_or_else(missing)?))))
    }
}

impl FromRequest for IdempotencyKey {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(idempotency_key(request).map(|key| Self(key.map(|key| ExpectedKey::of(request, key)))))
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

/// The version of a record that the client means to replace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IfMatch(pub i64);

impl FromRequest for IfMatch {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let Some(value) = request.headers().get(header::IF_MATCH) else {
            let detail = "Send the ETag of the version that you replace as If-Match.";
            return ready(Err(Error::refused(ErrorCode::PreconditionRequired, detail)));
        };
        // A text that is no version of ours names one that is not there.
        let version = value.to_str().ok().and_then(|text| bare(text).parse().ok());
        ready(Ok(Self(version.unwrap_or_default())))
    }
}

/// The version of a sale that the client has seen, if it says so.
pub fn expected_version(request: &HttpRequest) -> Option<u64> {
    let value = request.headers().get(header::IF_MATCH)?.to_str().ok()?;
    Some(bare(value).parse().unwrap_or_default())
}

/// A version without what makes it a tag. Answers that were compressed carry it as a weak tag, and it names the
/// same version: the strong comparison that `If-Match` asks for would refuse what we ourselves gave.
fn bare(tag: &str) -> &str {
    tag.trim().trim_start_matches("W/").trim_matches('"')
}

/// The versions that the client has already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IfNoneMatch(header::IfNoneMatch);

impl IfNoneMatch {
    /// What the request says. A header that cannot be read names nothing.
    pub fn of(request: &HttpRequest) -> Self {
        Self(request.get_header().unwrap_or(header::IfNoneMatch::Items(Vec::new())))
    }

    /// Whether the client has this version; compared weakly, as RFC 9110 asks for this header.
    pub fn names(&self, revision: &Revision) -> bool {
        match &self.0 {
            header::IfNoneMatch::Any => true,
            header::IfNoneMatch::Items(tags) => tags.iter().any(|tag| tag.tag() == bare(revision.as_str())),
        }
    }
}

impl FromRequest for IfNoneMatch {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(request)))
    }
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
    async fn one_write_is_known_by_path_and_meaning() {
        let key = |path: &str| {
            let request =
                TestRequest::post().uri(path).insert_header(("Idempotency-Key", "0123456789abcdef"));
            ExpectedKey::of(&request.to_http_request(), "0123456789abcdef".to_owned())
        };
        let claim =
            |path: &str, body: &str| key(path).claim("customer".to_owned(), &body).unwrap().fingerprint;
        assert_eq!(claim("/a", "x"), claim("/a", "x"));
        assert_ne!(claim("/a", "x"), claim("/b", "x"));
        assert_ne!(claim("/a", "x"), claim("/a", "y"));
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
            ("\"ab\"c\"", false),
            ("", false),
        ] {
            let request = TestRequest::default().insert_header(("If-None-Match", header)).to_http_request();
            let given = IfNoneMatch::extract(&request).await.unwrap();
            assert_eq!(given.names(&revision), known, "{header}");
        }
    }
}
