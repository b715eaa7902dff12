//! What a body says that it is. Everything here is UTF-8, and a body that names another encoding is refused: a
//! proxy that believes it would read another text than we do.

use actix_web::http::header::{self, HeaderMap};
use followthrough_common::error::ErrorCode;

use crate::problem::Error;

/// Refuses every other media type, and every encoding but UTF-8.
pub fn check(headers: &HeaderMap, wanted: &str) -> Result<(), Error> {
    let given = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut parts = given.split(';').map(str::trim);
    let refused = |detail: String| Err(Error::refused(ErrorCode::UnsupportedMediaType, detail));
    if !parts.next().is_some_and(|essence| essence.eq_ignore_ascii_case(wanted)) {
        return refused(format!("The content type must be {wanted}."));
    }
    let charsets = parts.filter_map(|part| part.split_once('=')).filter(|(name, _)| is_charset(name));
    if charsets.into_iter().any(|(_, value)| !value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8")) {
        return refused("The body must be UTF-8.".to_owned());
    }
    Ok(())
}

fn is_charset(name: &str) -> bool {
    name.trim().eq_ignore_ascii_case("charset")
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;

    #[test]
    fn only_the_wanted_type_in_utf_8_is_taken() {
        let check = |given: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(given));
            check(&headers, "application/json")
        };
        for given in [
            "application/json",
            "Application/JSON",
            "application/json; charset=utf-8",
            "application/json;charset=UTF-8",
            "application/json; Charset=\"Utf-8\"",
            "application/json; profile=x; charset=utf-8",
            "application/json;",
        ] {
            assert!(check(given).is_ok(), "{given}");
        }
        for given in [
            "",
            "text/json",
            "application/json2",
            "application/json; charset=utf-16",
            "application/json; charset=utf-8; charset=latin1",
            "application/json; charset=",
            "application/json; CHARSET = \"utf-16le\"",
        ] {
            assert!(check(given).is_err(), "{given}");
        }
    }
}
