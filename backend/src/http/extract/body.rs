//! A JSON body as a type: media type, size, shape and fields are checked in this order. How slowly it may come
//! is `http::paced`'s matter.

use std::io;

use actix_web::{FromRequest, HttpRequest, dev::Payload, error::PayloadError, http::header, web::BytesMut};
use followthrough_common::error::ErrorCode;
use futures_util::{StreamExt as _, future::LocalBoxFuture};
use serde::de::DeserializeOwned;

use super::media_type;
use crate::{json, problem::Error};

/// What a body may be, as application data of the server.
#[derive(Debug, Clone, Copy)]
pub struct BodyLimits {
    /// The most bytes.
    pub bytes: usize,
}

impl Default for BodyLimits {
    fn default() -> Self {
        Self { bytes: 64 * 1024 }
    }
}

impl BodyLimits {
    /// Those of this server.
    pub fn of(request: &HttpRequest) -> Self {
        request.app_data().copied().unwrap_or_default()
    }
}

/// A body of type `T`: `application/json`, not compressed, within [`BodyLimits`], no unknown fields.
#[derive(Debug)]
pub struct Valid<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Valid<T> {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let bytes = json_body(&request, payload).await?;
            json::read(&bytes).map(Self).map_err(Error::from)
        })
    }
}

/// The bytes of a body in JSON: `application/json`, not compressed, within [`BodyLimits`].
pub async fn json_body(request: &HttpRequest, payload: Payload) -> Result<BytesMut, Error> {
    let limits = BodyLimits::of(request);
    check_head(request, "application/json", limits)?;
    read_body(payload, limits).await
}

/// Refuses by the headers alone: media type, encoding, announced length.
pub fn check_head(request: &HttpRequest, media_type: &str, limits: BodyLimits) -> Result<(), Error> {
    media_type::check(request.headers(), media_type)?;
    check_size(request, limits)
}

/// The same for a body that may be of any type.
pub fn check_size(request: &HttpRequest, limits: BodyLimits) -> Result<(), Error> {
    let headers = request.headers();
    if headers.contains_key(header::CONTENT_ENCODING) {
        return Err(Error::refused(ErrorCode::UnsupportedMediaType, "The body must not be compressed."));
    }
    let announced = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    if announced.is_some_and(|length: usize| length > limits.bytes) {
        return Err(too_large(limits.bytes));
    }
    Ok(())
}

/// The whole body, if it is small enough and does not come too slowly.
pub async fn read_body(mut payload: Payload, limits: BodyLimits) -> Result<BytesMut, Error> {
    let mut bytes = BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(unreadable)?;
        if bytes.len() + chunk.len() > limits.bytes {
            return Err(too_large(limits.bytes));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// Why a body has no end: its sender was too slow, or it is none.
pub fn unreadable(error: PayloadError) -> Error {
    match error {
        PayloadError::Io(error) if error.kind() == io::ErrorKind::TimedOut => {
            Error::refused(ErrorCode::BodyTimeout, "The body did not come, or too slowly.")
        }
        _ => Error::refused(ErrorCode::Malformed, "The body could not be read."),
    }
}

/// A body that is refused for its size.
pub fn too_large(limit: usize) -> Error {
    Error::refused(ErrorCode::PayloadTooLarge, format!("The body may have at most {limit} bytes."))
}

#[cfg(test)]
mod tests {
    use followthrough_common::text::Line;
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Person {
        #[serde(rename = "name")]
        _name: Line,
        #[serde(rename = "phones", default)]
        _phones: Vec<Phone>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Phone {
        #[serde(rename = "number")]
        _number: Line,
    }

    #[test]
    fn a_wrong_field_is_named_by_its_pointer() {
        for (text, pointer) in [
            (r#"{"name":"Ann","role":"boss"}"#, "/role"),
            (r#"{"name":3}"#, "/name"),
            (r#"{"name":" "}"#, "/name"),
            (r#"{"name":"Ann","phones":[{"number":"1"},{"number":"2","kind":"x"}]}"#, "/phones/1/kind"),
            (r#"{"name":"Ann","phones":[{"number":"1"},{"number":null}]}"#, "/phones/1/number"),
            (r#"{"phones":[]}"#, "/name"),
            (r#"{"name":"Ann","phones":[{"number":"1"},{}]}"#, "/phones/1/number"),
            ("[]", ""),
        ] {
            let rejection = json::read::<Person>(text.as_bytes()).unwrap_err();
            assert_eq!(rejection.code, ErrorCode::Validation, "{text}");
            assert_eq!(rejection.errors[0].pointer, pointer, "{text}");
        }
        assert!(json::read::<Person>(br#"{"name":"Ann"}"#).is_ok());
    }
}
