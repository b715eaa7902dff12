//! Which encodings a client takes (RFC 9110, 12.5.3), in our order of preference: smallest first.

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
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
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

/// The encodings that the header allows.
pub fn accepted(accept_encoding: &str) -> Vec<Encoding> {
    let quality = |name: &str| {
        let item = accept_encoding.split(',').map(str::trim).find(|item| {
            item.split(';').next().is_some_and(|token| token.trim().eq_ignore_ascii_case(name))
        })?;
        let weight = item.split(';').skip(1).find_map(|part| part.trim().strip_prefix("q="));
        Some(weight.map_or(1.0, |weight| weight.trim().parse::<f32>().unwrap_or(0.0)))
    };
    let takes = |encoding: &Encoding| {
        let any = quality("*").unwrap_or(0.0);
        encoding.name().is_none_or(|name| quality(name).unwrap_or(any) > 0.0)
    };
    [Encoding::Brotli, Encoding::Gzip, Encoding::Plain].into_iter().filter(takes).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

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
        ] {
            assert_eq!(accepted(header), expected, "{header}");
        }
    }
}
