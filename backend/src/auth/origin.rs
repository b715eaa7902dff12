//! Which pages may talk to the customer door (CORS). Origins match exactly, as the vendor listed them; a
//! preflight is answered if any vendor lists the origin, and the request itself must come from a page of
//! the vendor whose token it carries. Credentials are never allowed.

use actix_web::http::{
    Method,
    header::{self, HeaderMap, HeaderName, HeaderValue},
};

/// What a page may send.
const ALLOWED_HEADERS: &str = "authorization, content-type, idempotency-key, if-none-match, prefer";
/// What a page may read of an answer.
const EXPOSED_HEADERS: &str =
    "ETag, X-Request-Id, Retry-After, RateLimit, RateLimit-Policy, Idempotency-Replayed";
const ALLOWED_METHODS: &str = "GET, POST, PUT";
/// Seconds for which a browser may remember the answer to a preflight.
const MAX_AGE: &str = "600";

/// The origin of a page as a browser writes it: `https://shop.example`, with the port if it is not the
/// scheme's own. Never `null`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Origin(String);

impl Origin {
    /// Takes an origin in exactly the form that browsers send. Whoever lists another form would wait for a
    /// page that never comes.
    pub fn parse(text: &str) -> Option<Self> {
        let (scheme, rest) = text.split_once("://")?;
        let own_port = match scheme {
            "https" => ":443",
            "http" => ":80",
            _ => return None,
        };
        let host = match rest.rsplit_once(':') {
            Some((host, port)) if !rest.ends_with(']') => {
                let number: u16 = port.parse().ok()?;
                if number.to_string() != port || number == 0 || rest.ends_with(own_port) {
                    return None;
                }
                host
            }
            _ => rest,
        };
        let is_name = |name: &str| {
            name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-._".contains(&b))
        };
        let is_address = |host: &str| {
            let inner = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
            inner
                .and_then(|inner| inner.parse().ok())
                .is_some_and(|ip: std::net::Ipv6Addr| format!("[{ip}]") == host)
        };
        let is_host = !host.is_empty() && host.len() <= 253 && (is_name(host) || is_address(host));
        is_host.then(|| Self(text.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What the `Origin` header says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Page {
    /// No header: not a page, or a page of our own that reads.
    None,
    /// A page with a name.
    At(Origin),
    /// `null`, two headers, or something that no browser sends.
    Nameless,
}

impl Page {
    /// Reads the header.
    pub fn of(headers: &HeaderMap) -> Self {
        let mut given = headers.get_all(header::ORIGIN);
        let Some(first) = given.next() else { return Self::None };
        if given.next().is_some() {
            return Self::Nameless;
        }
        first.to_str().ok().and_then(Origin::parse).map_or(Self::Nameless, Self::At)
    }
}

/// Whether a request asks what it may ask, before it does.
pub fn is_preflight(method: &Method, headers: &HeaderMap) -> bool {
    *method == Method::OPTIONS && headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD)
}

/// The headers of the answer to a preflight from a listed page.
pub fn preflight_headers(origin: &Origin) -> Vec<(HeaderName, HeaderValue)> {
    let mut headers = vec![
        (header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static(ALLOWED_METHODS)),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static(ALLOWED_HEADERS)),
        (header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static(MAX_AGE)),
    ];
    headers.extend(allow_headers(origin).take(1));
    headers
}

/// The headers that let a listed page read an answer.
pub fn allow_headers(origin: &Origin) -> impl Iterator<Item = (HeaderName, HeaderValue)> + use<> {
    let allow =
        HeaderValue::from_str(origin.as_str()).map(|value| (header::ACCESS_CONTROL_ALLOW_ORIGIN, value));
    let expose = (header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(EXPOSED_HEADERS));
    allow.into_iter().chain([expose])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_has_exactly_the_form_that_browsers_send() {
        for good in [
            "https://shop.example",
            "https://shop.example:8443",
            "http://localhost:3000",
            "http://127.0.0.1:8080",
            "http://[::1]:8080",
            "http://[::1]",
            "https://xn--bcher-kva.example",
        ] {
            assert_eq!(Origin::parse(good).as_ref().map(Origin::as_str), Some(good));
        }
        for bad in [
            "null",
            "",
            "*",
            "https://",
            "https://*",
            "https://*.shop.example",
            "https://shop.example/",
            "https://shop.example/path",
            "https://Shop.example",
            "HTTPS://shop.example",
            "https://user@shop.example",
            "https://shop.example:443",
            "http://shop.example:80",
            "https://shop.example:",
            "https://shop.example:0",
            "https://shop.example:08443",
            "https://shop.example:99999",
            "https://shop.example, https://evil.example",
            "https://shop.example\0",
            "https://shop.example?x",
            "ftp://shop.example",
            "file://",
            "shop.example",
            "https://[::0001]",
        ] {
            assert_eq!(Origin::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn no_neighbour_of_an_origin_equals_it() {
        let listed = Origin::parse("https://vendor.com").unwrap();
        for other in [
            "https://evil-vendor.com",
            "https://vendor.com.evil",
            "https://sub.vendor.com",
            "http://vendor.com",
            "https://vendor.com:8443",
            "https://vendor.co",
            "https://vendor.com.",
        ] {
            assert_ne!(Origin::parse(other), Some(listed.clone()), "{other}");
        }
    }

    #[test]
    fn two_origin_headers_name_no_page() {
        let mut headers = HeaderMap::new();
        assert_eq!(Page::of(&headers), Page::None);
        headers.append(header::ORIGIN, HeaderValue::from_static("https://shop.example"));
        assert!(matches!(Page::of(&headers), Page::At(_)));
        headers.append(header::ORIGIN, HeaderValue::from_static("https://shop.example"));
        assert_eq!(Page::of(&headers), Page::Nameless);
        let mut headers = HeaderMap::new();
        headers.append(header::ORIGIN, HeaderValue::from_static("null"));
        assert_eq!(Page::of(&headers), Page::Nameless);
    }

    #[test]
    fn credentials_are_never_allowed() {
        let origin = Origin::parse("https://shop.example").unwrap();
        let headers = preflight_headers(&origin);
        assert!(headers.iter().all(|(name, _)| *name != header::ACCESS_CONTROL_ALLOW_CREDENTIALS));
        let origins: Vec<_> =
            headers.iter().filter(|(name, _)| *name == header::ACCESS_CONTROL_ALLOW_ORIGIN).collect();
        assert_eq!(origins.len(), 1);
        assert_eq!(origins[0].1, "https://shop.example");
    }
}
