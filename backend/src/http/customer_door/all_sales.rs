//! What concerns all of a customer's sales is done with a token that covers them all: the calendars that show
//! every sale, and what the customer wishes and needs, by which every sale is planned. Reading what was wished
//! and needed takes no such token, because the view of each single sale shows it too; and lists show what the
//! token covers.

use std::marker::PhantomData;

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use followthrough_common::error::ErrorCode;
use futures_util::future::LocalBoxFuture;

use crate::{
    auth::customer::{Customer, CustomerScope, Principal},
    problem::Error,
};

/// A customer who may do `S`, with a token that is not narrowed to some of their sales.
pub struct AllSales<S>(pub Principal, PhantomData<S>);

impl<S: CustomerScope> FromRequest for AllSales<S> {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let customer = Customer::<S>::from_request(request, payload);
        Box::pin(async move {
            let Customer(principal, scope) = customer.await?;
            if !principal.covers_all() {
                let detail = "A token for some sales cannot do what concerns all of them.";
                return Err(Error::refused(ErrorCode::ForbiddenScope, detail));
            }
            Ok(Self(principal, scope))
        })
    }
}
