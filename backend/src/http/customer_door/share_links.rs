//! The addresses under which a customer shows somebody where a sale stands.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use followthrough_common::{
    api::{
        empty::EmptyBody,
        page::Page,
        share_links::{ShareLinkInput, ShareLinkOut},
    },
    error::Rejection,
    id::ShareLinkId,
};

use super::reader::Reader;
use crate::{
    auth::customer::{AgendaRead, AgendaWrite, Customer},
    db::Conn,
    http::{
        answer::replayable,
        extract::{ExpectedKey, Id, SaleKey, Valid},
        secret_link::{self, Shown as _},
    },
    problem::Error,
    repo::secret_link::Opens,
    service::secret_links,
    state::App,
};

/// After so many days an address works no longer, unless the customer says otherwise.
const USUAL_DAYS: u16 = 14;
/// No address works for longer.
const MOST_DAYS: u16 = 90;

/// Make an address that shows where this sale stands to whoever has it. Only the answer to this request tells
/// it, also when the request is repeated with its key.
#[utoipa::path(post, path = "", responses((status = 201, body = ShareLinkOut)), request_body = ShareLinkInput)]
pub async fn create_share_link(
    request: HttpRequest,
    customer: Customer<AgendaWrite>,
    key: ExpectedKey,
    Id(sale): Id<SaleKey>,
    Valid(body): Valid<ShareLinkInput>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let reader = Reader::new(customer.0, &request);
    let claim = key.claim(reader.subject(), &body)?;
    let days = body.expires_in_days.unwrap_or(USUAL_DAYS);
    if days == 0 || days > MOST_DAYS {
        return Err(Rejection::field("/expires_in_days", format!("must be 1 to {MOST_DAYS}")).into());
    }
    let (server, new) = (app.clone(), (body.name, Some(days)));
    let answer = app.db.write(move |conn| {
        let theirs = (reader.vendor(), own(conn, &reader, &sale)?);
        secret_link::create::<ShareLinkId>(conn, &server, theirs, &new, &claim)
    });
    Ok(replayable(&request, answer.await?))
}

/// The addresses of this sale, without their secrets, oldest first.
#[utoipa::path(get, path = "", responses((status = 200, body = Page<ShareLinkOut>)))]
pub async fn list_own_share_links(
    request: HttpRequest,
    customer: Customer<AgendaRead>,
    Id(sale): Id<SaleKey>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let reader = Reader::new(customer.0, &request);
    let links = app.db.read(move |conn| {
        let opens = own(conn, &reader, &sale)?;
        secret_links::list(conn, reader.vendor(), opens)
    });
    let items = links.await?.into_iter().map(ShareLinkId::shown).collect();
    Ok(HttpResponse::Ok().json(Page::<ShareLinkOut> { items, next_cursor: None }))
}

/// Let an address of this sale work no longer.
#[utoipa::path(post, path = "", responses((status = 200, body = ShareLinkOut)), request_body = EmptyBody)]
pub async fn revoke_own_share_link(
    request: HttpRequest,
    customer: Customer<AgendaWrite>,
    key: ExpectedKey,
    Id((sale, id)): Id<(SaleKey, ShareLinkId)>,
    Valid(body): Valid<EmptyBody>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let reader = Reader::new(customer.0, &request);
    let claim = key.claim(reader.subject(), &body)?;
    let server = app.clone();
    let answer = app.db.write(move |conn| {
        let (vendor, own) = (reader.vendor(), own(conn, &reader, &sale)?);
        secret_link::revoke(conn, &server, (vendor, id), |opens| opens.sale == own.sale, &claim)
    });
    Ok(replayable(&request, answer.await?))
}

/// The customer and the sale, if it is theirs and their token covers it.
fn own(conn: &mut Conn, reader: &Reader, key: &SaleKey) -> Result<Opens, Error> {
    let own = reader.own(conn, key)?;
    if !reader.principal().covers(own.sale, &own.reference) {
        return Err(Rejection::not_found().into());
    }
    Ok(Opens { customer: own.customer, sale: Some(own.sale) })
}
