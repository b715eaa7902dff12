//! The one way in which a customer does something: the command goes to the sale, the answer is the fresh
//! view. What may be done is decided by the rules, not here.

use actix_web::{FromRequest, HttpRequest, HttpResponse, dev::Payload, web::Data};
use followthrough_common::{domain::sale::Command, text::Line};
use futures_util::future::LocalBoxFuture;
use serde::Serialize;

use super::reader::Reader;
use crate::{
    auth::customer::{Customer, CustomerScope},
    http::{
        answer::replayable,
        extract::{ExpectedKey, SaleKey},
    },
    problem::Error,
    service::{Request, execute},
    state::App,
};

/// A customer who may do `S` and named the write.
pub struct Act<S> {
    reader: Reader,
    app: Data<App>,
    key: ExpectedKey,
    request: HttpRequest,
    scope: std::marker::PhantomData<S>,
}

impl<S: CustomerScope> FromRequest for Act<S> {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let customer = Customer::<S>::from_request(request, payload);
        let key = ExpectedKey::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move {
            let Customer(principal, scope) = customer.await?;
            let app = request.app_data::<Data<App>>().cloned();
            let app =
                app.ok_or_else(|| Error::Internal("the server was built without its parts".to_owned()))?;
            let reader = Reader::new(principal, &request);
            Ok(Self { reader, app, key: key.await?, request, scope })
        })
    }
}

impl<S: CustomerScope> Act<S> {
    /// Sends the command to the sale. `body` is what the client sent, to recognize a repeat of it.
    pub async fn send(
        self,
        sale: SaleKey,
        command: Command,
        expected_state: Option<Line>,
        body: &impl Serialize,
    ) -> Result<HttpResponse, Error> {
        let Self { reader, app, key, request, .. } = self;
        let claim = key.claim(reader.subject(), body)?;
        let who = reader.clone();
        let (customer, sale) = app.db.read(move |conn| who.locate(conn, &sale)).await?;
        let wanted = Request {
            vendor: reader.vendor(),
            sale,
            actor: Reader::actor(customer),
            command,
            claim: Some(claim),
            expected_version: None,
            expected_state,
        };
        let answer = execute(&app, wanted, move |conn, fresh| reader.answer(conn, fresh)).await?;
        Ok(replayable(&request, answer))
    }
}
