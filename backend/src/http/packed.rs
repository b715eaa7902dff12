//! Answers in as few bytes as the client takes: text of a kilobyte and more is compressed, and what is kept for
//! many readers is compressed once. Knows nothing of what the text says.

use std::{
    io::Write as _,
    sync::{Arc, OnceLock},
};

use actix_web::{
    HttpResponse, HttpResponseBuilder,
    body::{BodySize, BoxBody, MessageBody as _},
    dev::ServiceResponse,
    http::{
        StatusCode,
        header::{self, EntityTag, HeaderMap, HeaderValue, TryIntoHeaderValue as _},
    },
    web::Bytes,
};
use flate2::{Compression, write::GzEncoder};

use crate::assets::{Encoding, accepted};

/// Below this, the headers outweigh what compression saves.
const LEAST: u64 = 1024;
/// Half a millisecond for a view; the next step costs twice that for two hundredths of the size.
const BROTLI_QUALITY: u32 = 5;
/// Two to the power of this is how far back brotli looks: more than any answer but the document is long.
const BROTLI_WINDOW: u32 = 20;

/// A body that is sent more than once, with its compressed forms. A clone shares them.
#[derive(Debug, Clone)]
pub struct Packed(Arc<Forms>);

#[derive(Debug)]
struct Forms {
    plain: Bytes,
    brotli: OnceLock<Bytes>,
    gzip: OnceLock<Bytes>,
}

impl Packed {
    /// Compresses nothing yet.
    pub fn new(plain: Bytes) -> Self {
        Self(Arc::new(Forms { plain, brotli: OnceLock::new(), gzip: OnceLock::new() }))
    }

    /// The bytes as they are.
    pub fn plain(&self) -> &Bytes {
        &self.0.plain
    }

    /// An answer with this body, in the form that its reader takes.
    pub fn respond(&self, answer: &mut HttpResponseBuilder) -> HttpResponse {
        let mut answer = answer.body(self.plain().clone());
        answer.extensions_mut().insert(self.clone());
        answer
    }

    fn form(&self, encoding: Encoding) -> Bytes {
        let Forms { plain, brotli, gzip } = &*self.0;
        match encoding {
            Encoding::Brotli => brotli.get_or_init(|| compressed(plain, encoding)).clone(),
            Encoding::Gzip => gzip.get_or_init(|| compressed(plain, encoding)).clone(),
            Encoding::Plain => plain.clone(),
        }
    }
}

/// The answer in the smallest form that the client takes. Whatever is compressed already stays as it is.
pub fn pack(response: ServiceResponse<BoxBody>) -> ServiceResponse<BoxBody> {
    if !is_worth_it(&response) {
        return response;
    }
    let kept = response.response().extensions().get::<Packed>().cloned();
    let encoding = accepted(response.request()).next().unwrap_or(Encoding::Plain);
    let mut response = response.map_body(|_, body| match body.try_into_bytes() {
        Ok(plain) => BoxBody::new(match kept {
            Some(kept) => kept.form(encoding),
            None => compressed(&plain, encoding),
        }),
        // Only whole bodies are of a known size, and those are bytes.
        Err(body) => body,
    });
    let headers = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    if let Some(coding) = encoding.coding() {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding.as_str()));
        headers.remove(header::CONTENT_LENGTH);
        weaken_tag(headers);
    }
    response
}

fn is_worth_it(response: &ServiceResponse<BoxBody>) -> bool {
    let headers = response.headers();
    let is_large = matches!(response.response().body().size(), BodySize::Sized(size) if size >= LEAST);
    let is_whole = response.status() != StatusCode::PARTIAL_CONTENT;
    let media_type =
        headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_text = media_type.starts_with("text/") || media_type.contains("json");
    is_large && is_whole && is_text && !headers.contains_key(header::CONTENT_ENCODING)
}

/// A strong tag names bytes, and these are others; a weak one still says that nothing has changed.
fn weaken_tag(headers: &mut HeaderMap) {
    let given = headers.get(header::ETAG).and_then(|tag| tag.to_str().ok()?.parse::<EntityTag>().ok());
    let weak = given.and_then(|mut tag| {
        tag.weak = true;
        tag.try_into_value().ok()
    });
    if let Some(weak) = weak {
        headers.insert(header::ETAG, weak);
    }
}

fn compressed(plain: &Bytes, encoding: Encoding) -> Bytes {
    let room = Vec::with_capacity(plain.len() / 4);
    // Writing into memory does not fail.
    match encoding {
        Encoding::Brotli => {
            let mut writer = brotli::CompressorWriter::new(room, 4096, BROTLI_QUALITY, BROTLI_WINDOW);
            let _ = writer.write_all(plain);
            Bytes::from(writer.into_inner())
        }
        Encoding::Gzip => {
            let mut writer = GzEncoder::new(room, Compression::default());
            let _ = writer.write_all(plain);
            Bytes::from(writer.finish().unwrap_or_default())
        }
        Encoding::Plain => plain.clone(),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use actix_web::test::TestRequest;

    use super::*;

    fn answer(accept: &str, size: usize, media_type: &'static str) -> ServiceResponse<BoxBody> {
        let request = TestRequest::default().insert_header(("Accept-Encoding", accept)).to_srv_request();
        let mut answer = HttpResponse::Ok();
        answer.content_type(media_type).insert_header((header::ETAG, "\"7\""));
        pack(request.into_response(answer.body("x".repeat(size))))
    }

    fn header<'r>(response: &'r ServiceResponse<BoxBody>, name: &str) -> &'r str {
        response.headers().get(name).map_or("", |value| value.to_str().unwrap())
    }

    #[test]
    fn text_of_a_kilobyte_is_compressed_as_the_client_says() {
        for (accept, size, media_type, encoding, tag) in [
            ("gzip, br", 5000, "application/json", "br", "W/\"7\""),
            ("gzip", 5000, "text/html; charset=utf-8", "gzip", "W/\"7\""),
            ("gzip", 1023, "application/json", "", "\"7\""),
            ("gzip", 5000, "application/wasm", "", "\"7\""),
            ("", 5000, "application/json", "", "\"7\""),
        ] {
            let response = answer(accept, size, media_type);
            assert_eq!(header(&response, "content-encoding"), encoding, "{accept} {size} {media_type}");
            assert_eq!(header(&response, "etag"), tag, "{accept} {size} {media_type}");
            let bytes = response.into_body().try_into_bytes().unwrap();
            assert_eq!(bytes.len() < size, !encoding.is_empty(), "{accept} {size} {media_type}");
        }
    }

    #[test]
    fn both_forms_unpack_to_what_was_packed() {
        let plain = Bytes::from("what happens next, and who does it; ".repeat(500));
        let packed = Packed::new(plain.clone());
        let mut gzip = Vec::new();
        flate2::read::GzDecoder::new(&*packed.form(Encoding::Gzip)).read_to_end(&mut gzip).unwrap();
        let mut brotli = Vec::new();
        brotli::Decompressor::new(&*packed.form(Encoding::Brotli), 4096).read_to_end(&mut brotli).unwrap();
        assert!(gzip == plain && brotli == plain);
    }
}
