//! Which encodings a client takes (RFC 9110, 12.5.3), in our order of preference: smallest first. The header is read
//! by actix; the choice is ours, because its own answers `*` with plain bytes.

use actix_web::{
    HttpMessage as _, HttpRequest,
    http::header::{AcceptEncoding, ContentEncoding, Encoding as Coding, Preference, Quality},
};

/// How a file's bytes are encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// Brotli.
    Brotli,
    /// Gzip.
    Gzip,
    /// Not at all.
    Plain,
}

impl Encoding {
    /// The value of `Content-Encoding`; nothing for plain bytes.
    pub fn coding(self) -> Option<ContentEncoding> {
        match self {
            Self::Brotli => Some(ContentEncoding::Brotli),
            Self::Gzip => Some(ContentEncoding::Gzip),
            Self::Plain => None,
        }
    }

    /// What tells the tag of this form from the others'.
    pub fn suffix(self) -> &'static str {
        match self {
            Self::Brotli => "-br",
            Self::Gzip => "-gz",
            Self::Plain => "",
        }
    }
}

/// The encodings that whoever asks takes.
pub fn accepted(request: &HttpRequest) -> impl Iterator<Item = Encoding> {
    let asked = request.get_header::<AcceptEncoding>().unwrap_or(AcceptEncoding(Vec::new()));
    let quality = move |wanted: &Preference<Coding>| {
        asked.iter().find(|given| given.item == *wanted).map(|given| given.quality)
    };
    let takes = move |encoding: &Encoding| {
        encoding.coding().is_none_or(|coding| {
            let named = quality(&Preference::Specific(Coding::Known(coding)));
            named.or_else(|| quality(&Preference::Any)).is_some_and(|quality| quality > Quality::ZERO)
        })
    };
    [Encoding::Brotli, Encoding::Gzip, Encoding::Plain].into_iter().filter(takes)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn who_says_nothing_gets_plain_bytes() {
        let request = TestRequest::default().to_http_request();
        assert_eq!(accepted(&request).collect::<Vec<_>>(), [Encoding::Plain]);
    }

    #[test]
    fn the_smallest_that_the_client_takes_comes_first() {
        use Encoding::{Brotli, Gzip, Plain};
        for (header, expected) in [
            ("", vec![Plain]),
            ("identity", vec![Plain]),
            ("gzip", vec![Gzip, Plain]),
            ("gzip, deflate, br, zstd", vec![Brotli, Gzip, Plain]),
            ("BR", vec![Brotli, Plain]),
            ("br;q=0, gzip;q=0.5", vec![Gzip, Plain]),
            ("br;q=0", vec![Plain]),
            ("*", vec![Brotli, Gzip, Plain]),
            ("*;q=0", vec![Plain]),
            ("brotli, xgzip", vec![Plain]),
            ("br;q=x", vec![Plain]),
            ("gzip;q=1.0, br;q=0.1", vec![Brotli, Gzip, Plain]),
            ("*;q=0.5, br;q=0", vec![Gzip, Plain]),
        ] {
            let request = TestRequest::default().insert_header(("Accept-Encoding", header)).to_http_request();
            assert_eq!(accepted(&request).collect::<Vec<_>>(), expected, "{header}");
        }
    }
}
