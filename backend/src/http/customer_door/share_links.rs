//! The addresses under which a customer shows somebody where a sale stands. The answer that is kept
//! for repeats of a request lacks the secret; whoever repeats it is told the address all the same.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use followthrough_common::{
    api::{
        empty::EmptyBody,
        page::Page,
        share_links::{ShareLinkInput, ShareLinkOut},
    },
    error::Rejection,
    id::{CustomerId, SaleId, ShareLinkId, VendorId},
};

use super::reader::Reader;
use crate::{
    auth::customer::{AgendaRead, AgendaWrite, Customer},
    db::Conn,
    http::{
        answer::{read, replayable, write},
        extract::{ExpectedKey, Id, SaleKey, Valid},
        shared_page::{address, shown},
    },
    problem::Error,
    repo::{idempotency::StoredAnswer, share_link},
    service::{once, share_links},
    state::App,
};

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
    let server = app.clone();
    let answer = app.db.write(move |conn| {
        let (vendor, theirs) = (reader.vendor(), own(conn, &reader, &sale)?);
        let mut answer = once(conn, vendor, Some(&claim), server.clock.now(), |conn| {
            stored(201, &shown(share_links::create(conn, &server, vendor, theirs, &body)?, None))
        })?;
        answer.body = with_address(conn, &server, vendor, &answer.body)?;
        Ok(answer)
    });
    Ok(replayable(&request, answer.await?))
}

/// The answer as it is kept, and the address, whose secret is kept sealed only.
fn with_address(conn: &mut Conn, app: &App, vendor: VendorId, kept: &str) -> Result<String, Error> {
    let link: ShareLinkOut = read(kept)?;
    let text = share_links::text(conn, app, vendor, link.id)?;
    write(&ShareLinkOut { url: text.map(|text| address(app, &text)), ..link })
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
        let (_, sale) = own(conn, &reader, &sale)?;
        Ok(share_link::list(conn, reader.vendor(), sale)?)
    });
    let items = links.await?.into_iter().map(|link| shown(link, None)).collect();
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
        let (vendor, (_, sale)) = (reader.vendor(), own(conn, &reader, &sale)?);
        let now = server.clock.now();
        once(conn, vendor, Some(&claim), now, |conn| {
            stored(200, &shown(share_links::revoke(conn, vendor, (sale, id), now)?, None))
        })
    });
    Ok(replayable(&request, answer.await?))
}

/// The customer and the sale, if it is theirs and their token covers it.
fn own(conn: &mut Conn, reader: &Reader, key: &SaleKey) -> Result<(CustomerId, SaleId), Error> {
    let own = reader.own(conn, key)?;
    if !reader.principal().covers(own.sale, &own.reference) {
        return Err(Rejection::not_found().into());
    }
    Ok((own.customer, own.sale))
}

fn stored(status: u16, link: &ShareLinkOut) -> Result<StoredAnswer, Error> {
    Ok(StoredAnswer { status, etag: None, body: write(link)? })
}
