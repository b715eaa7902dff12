//! Ids in paths. Whatever is not an id names nothing, so it answers like an id that nobody has: 404.

use std::{
    future::{Ready, ready},
    str::FromStr,
};

use actix_web::{FromRequest, HttpRequest, dev::Payload, web::Path};
use followthrough_common::{error::Rejection, id::SaleId, text::Line};
use serde::de::DeserializeOwned;

use crate::problem::Error;

/// The segments of the path as typed ids: `Id<ConcernId>` or `Id<(SaleKey, ConcernId)>`.
#[derive(Debug, Clone, Copy)]
pub struct Id<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Id<T> {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let found = Path::<T>::from_request(request, payload).into_inner();
        ready(found.map(|path| Self(path.into_inner())).map_err(|_| Rejection::not_found().into()))
    }
}

/// How a path names a sale: by our id, or by the reference that the vendor's own system uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaleKey {
    /// `sale_…`.
    Id(SaleId),
    /// The vendor's reference.
    Reference(Line),
}

impl FromStr for SaleKey {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match (text.parse(), Line::parse(text)) {
            (Ok(id), _) => Ok(Self::Id(id)),
            (Err(_), Ok(reference)) => Ok(Self::Reference(reference)),
            (Err(_), Err(_)) => Err("must be a sale's id or reference"),
        }
    }
}

impl<'de> serde::Deserialize<'de> for SaleKey {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;
    use followthrough_common::{error::ErrorCode, id::ConcernId};

    use super::*;

    #[actix_web::test]
    async fn two_segments_become_two_ids() {
        let request = TestRequest::default()
            .param("sale", "ORDER-7")
            .param("concern", "con_01h2xcejqtf2nbrexx3vqjhp41")
            .to_http_request();
        let Id((sale, concern)) = Id::<(SaleKey, ConcernId)>::extract(&request).await.unwrap();
        assert_eq!(sale, SaleKey::Reference(Line::parse("ORDER-7").unwrap()));
        assert_eq!(concern.to_string(), "con_01h2xcejqtf2nbrexx3vqjhp41");
    }

    #[actix_web::test]
    async fn what_is_no_id_is_not_found() {
        for text in ["con_", "sale_01h2xcejqtf2nbrexx3vqjhp41", "..", "1 OR 1=1"] {
            let request = TestRequest::default().param("concern", text.to_owned()).to_http_request();
            let error = Id::<ConcernId>::extract(&request).await.unwrap_err();
            assert_eq!(error.code(), ErrorCode::NotFound, "{text}");
        }
    }
}
