//! Query parameters as a type; an unknown or wrong one is 422 and named.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use followthrough_common::error::Rejection;
use serde::de::DeserializeOwned;

use crate::problem::Error;

/// The query of a list. `T` should deny unknown fields, so that a misspelt filter is not silently ignored.
#[derive(Debug)]
pub struct Filter<T>(pub T);

impl<T: DeserializeOwned> FromRequest for Filter<T> {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let pairs = form_urlencoded::parse(request.query_string().as_bytes());
        let read = serde_path_to_error::deserialize(serde_urlencoded::Deserializer::new(pairs));
        ready(read.map(Self).map_err(|error| {
            let message = error.inner().to_string();
            let rejection = match missing(&message) {
                Some(name) => Rejection::field(name, "is missing"),
                None => {
                    Rejection::field(error.path().to_string(), message.chars().take(200).collect::<String>())
                }
            };
            rejection.into()
        }))
    }
}

/// The parameter that is not there. Serde says its name in words only.
fn missing(message: &str) -> Option<&str> {
    Some(message.strip_prefix("missing field `")?.split_once('`')?.0)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Wanted {
        limit: Option<u32>,
    }

    #[actix_web::test]
    async fn a_wrong_parameter_is_named() {
        let ask = |uri: &str| TestRequest::with_uri(uri).to_http_request();
        let good = Filter::<Wanted>::extract(&ask("/x?limit=3")).await.unwrap();
        assert_eq!(good.0.limit, Some(3));
        for (uri, name) in [("/x?limit=x", "limit"), ("/x?limt=3", "limt"), ("/x?limit=-1", "limit")] {
            let Error::Rejected(rejection) = Filter::<Wanted>::extract(&ask(uri)).await.unwrap_err() else {
                panic!()
            };
            assert_eq!(rejection.errors[0].pointer, name, "{uri}");
        }
    }
}
