//! How the customer wishes to be treated and what they need: their own record, by which all of their sales are
//! planned.

use actix_web::{FromRequest, HttpRequest, HttpResponse, dev::Payload, web::Data};
use followthrough_common::{
    actor::Role,
    api::contact::NeedsInput,
    domain::{needs::Needs, preference::Preferences},
    error::Rejection,
    id::{CustomerId, VendorId},
};
use futures_util::future::LocalBoxFuture;
use serde::Serialize;

use super::{all_sales::AllSales, reader::Reader};
use crate::{
    auth::customer::{AgendaRead, AgendaWrite, Customer},
    db::Conn,
    http::{
        answer::replayable,
        extract::{ExpectedKey, Revision, Valid},
        shared::app,
    },
    problem::Error,
    repo::{customer::Stored, idempotency::StoredAnswer},
    service::{Shown, Turn, contacts, once_showing},
    state::App,
};

/// A customer who changes their own record, by which all of their sales are planned.
pub struct Own {
    reader: Reader,
    app: Data<App>,
    key: ExpectedKey,
    request: HttpRequest,
}

impl FromRequest for Own {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let customer = AllSales::<AgendaWrite>::from_request(request, payload);
        let key = ExpectedKey::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move {
            let reader = Reader::new(customer.await?.0, &request);
            let app = app(&request)?;
            Ok(Self { reader, app, key: key.await?, request })
        })
    }
}

impl Own {
    /// Changes the record once under the client's key, and answers with what `show` makes of it.
    async fn change<T: Serialize>(
        self,
        body: &impl Serialize,
        change: impl Fn(&mut Conn, &App, (VendorId, CustomerId)) -> Result<Stored, Error> + Send + 'static,
        show: impl Fn(&Stored) -> T + Send + 'static,
    ) -> Result<HttpResponse, Error> {
        let Self { reader, app, key, request } = self;
        let claim = key.claim(reader.subject(), body)?;
        let server = app.clone();
        let answer = app.db.write(move |conn| {
            let known = reader.record(conn)?.ok_or_else(Rejection::not_found)?;
            let whose = (reader.vendor(), known.record.id);
            once_showing(conn, reader.vendor(), (Some(&claim), server.clock.now()), None, |conn, turn| {
                let stored = match turn {
                    Turn::First => change(conn, &server, whose)?,
                    Turn::Again(_) => known,
                };
                let body = serde_json::to_string(&show(&stored));
                let body = body.map_err(|error| Error::Internal(error.to_string()))?;
                let etag = Revision::new(&stored.version.to_string()).as_str().to_owned();
                let answer = StoredAnswer { status: 200, etag: Some(etag), body };
                Ok((answer, Shown::Record(whose.1.to_string())))
            })
        });
        Ok(replayable(&request, answer.await?))
    }
}

async fn own_record(
    request: &HttpRequest,
    customer: Customer<AgendaRead>,
    app: &Data<App>,
) -> Result<Stored, Error> {
    let reader = Reader::new(customer.0, request);
    let found = app.db.read(move |conn| reader.record(conn)).await?;
    found.ok_or_else(|| Rejection::not_found().into())
}

/// How the customer wishes to be treated.
#[utoipa::path(get, path = "", responses((status = 200, body = Preferences)))]
pub async fn get_own_preferences(
    request: HttpRequest,
    customer: Customer<AgendaRead>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let stored = own_record(&request, customer, &app).await?;
    Ok(HttpResponse::Ok().json(stored.record.preferences()))
}

/// Say how you wish to be treated. What is planned and not confirmed yet follows at once.
#[utoipa::path(put, path = "", responses((status = 200, body = Preferences)), request_body = Preferences)]
pub async fn replace_own_preferences(
    own: Own,
    Valid(body): Valid<Preferences>,
) -> Result<HttpResponse, Error> {
    let new = body.clone();
    let change = move |conn: &mut Conn, app: &App, whose| {
        contacts::set_preferences(conn, app, whose, None, (&new, Role::Customer))
    };
    own.change(&body, change, |stored| stored.record.preferences()).await
}

/// What the customer told us that they need, with the last changes.
#[utoipa::path(get, path = "", responses((status = 200, body = Needs)))]
pub async fn get_own_needs(
    request: HttpRequest,
    customer: Customer<AgendaRead>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let stored = own_record(&request, customer, &app).await?;
    Ok(HttpResponse::Ok().json(stored.record.contact.needs.clone()))
}

/// Correct what you need, at any time.
#[utoipa::path(put, path = "", responses((status = 200, body = Needs)), request_body = NeedsInput)]
pub async fn replace_own_needs(own: Own, Valid(body): Valid<NeedsInput>) -> Result<HttpResponse, Error> {
    let items = body.items.clone();
    let change = move |conn: &mut Conn, app: &App, whose| {
        contacts::set_needs(conn, app, whose, None, (&items, Role::Customer))
    };
    own.change(&body, change, |stored| stored.record.contact.needs.clone()).await
}
