//! Query parameters as a type; an unknown or wrong one is 422 and named.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, dev::Payload, web::Query};
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
        let read = Query::<T>::from_query(request.query_string());
        ready(read.map(|query| Self(query.into_inner())).map_err(|error| {
            let detail: String = error.to_string().chars().take(200).collect();
            Rejection::field("query", detail).into()
        }))
    }
}
