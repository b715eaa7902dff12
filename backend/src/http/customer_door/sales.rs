//! What a customer sees of their sales.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{Bytes, Data},
};
use followthrough_common::{
    api::{
        page::{MOST, Page},
        view::SaleItem,
        whole::WholeView,
    },
    error::Rejection,
    id::{CustomerId, SaleId},
    text::Line,
};

use super::{
    cache::Bodies,
    reader::{Reader, Versions},
};
use crate::{
    auth::customer::{AgendaRead, Customer},
    db::Conn,
    http::{
        extract::{Id, IfNoneMatch, Revision, SaleKey},
        packed::Packed,
    },
    problem::Error,
    repo::{self, customer::Stored, own_sale::OwnSale, sale},
    service::{Unit, look},
    state::App,
};

/// The customer's sales, newest first.
#[utoipa::path(get, path = "", responses((status = 200, body = Page<SaleItem>)))]
pub async fn list_own_sales(
    request: HttpRequest,
    customer: Customer<AgendaRead>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let reader = Reader::new(customer.0, &request);
    let items = app.db.read(move |conn| {
        let record = reader.record(conn)?;
        own_sales(conn, &reader, record.as_ref())
    });
    let items = items.await?;
    Ok(HttpResponse::Ok().json(Page { items, next_cursor: None }))
}

/// Everything that the customer sees of one sale, by our id or the vendor's reference. Send the `ETag` that
/// you have as `If-None-Match`.
#[utoipa::path(get, path = "", responses((status = 200, body = WholeView), (status = 304, description = "You have it already")))]
pub async fn get_own_sale(
    request: HttpRequest,
    customer: Customer<AgendaRead>,
    Id(key): Id<SaleKey>,
    known: IfNoneMatch,
    (app, bodies): (Data<App>, Data<Bodies>),
) -> Result<HttpResponse, Error> {
    let reader = Reader::new(customer.0, &request);
    let who = reader.clone();
    let (customer, sale, revision) = app.db.read(move |conn| find(conn, &who, &key)).await?;
    if known.names(&revision) {
        return Ok(HttpResponse::NotModified().insert_header((header::ETAG, revision.as_str())).finish());
    }
    if let Some(body) = bodies.get(&revision) {
        return Ok(shown(&revision, &body));
    }
    let (revision, body) = read(&app, reader, customer, sale).await?;
    let body = Packed::new(body);
    bodies.put(revision.clone(), body.clone());
    Ok(shown(&revision, &body))
}

fn shown(revision: &Revision, body: &Packed) -> HttpResponse {
    let mut answer = HttpResponse::Ok();
    body.respond(answer.insert_header((header::ETAG, revision.as_str())).content_type("application/json"))
}

/// The sale and the tag of its view, without making the view.
fn find(conn: &mut Conn, reader: &Reader, key: &SaleKey) -> Result<(CustomerId, SaleId, Revision), Error> {
    let own = reader.own(conn, key)?;
    if !reader.principal().covers(own.sale, &own.reference) {
        return Err(Rejection::not_found().into());
    }
    let OwnSale { customer, sale, .. } = own;
    let versions =
        Versions { sale: own.sale_version, customer: own.customer_version, settings: own.settings_version };
    Ok((customer, sale, reader.revision(sale, versions)))
}

async fn read(
    app: &Data<App>,
    reader: Reader,
    customer: CustomerId,
    sale: SaleId,
) -> Result<(Revision, Bytes), Error> {
    let server = app.clone();
    let view = app.db.snapshot(move |conn| {
        let mut unit = Unit::open(conn, &server, reader.vendor())?;
        look(conn, &mut unit, Reader::actor(customer), sale, |conn, fresh| reader.whole(conn, fresh))
    });
    let (view, revision) = view.await?;
    let body = serde_json::to_vec(&view).map_err(|error| Error::Internal(error.to_string()))?;
    Ok((revision, Bytes::from(body)))
}

/// The customer's newest sales that the token covers. Somebody whom nobody told us of has none.
pub fn own_sales(conn: &mut Conn, reader: &Reader, record: Option<&Stored>) -> Result<Vec<SaleItem>, Error> {
    let Some(record) = record else { return Ok(Vec::new()) };
    let theirs = sale::Filter { customer: Some(record.record.id), ..sale::Filter::default() };
    let rows = sale::list(conn, reader.vendor(), theirs, &repo::Page::first(MOST.into()))?;
    let covered = rows.into_iter().filter(|row| reader.principal().covers(row.id, &row.reference));
    covered.map(|row| item(&row)).collect()
}

fn item(row: &sale::Summary) -> Result<SaleItem, Error> {
    let line =
        |text: &str| Line::parse(text).map_err(|error| Error::Internal(format!("{}: {error}", row.id)));
    let (reference, title) = (line(&row.reference)?, line(&row.title)?);
    Ok(SaleItem { id: row.id, reference, title, state: row.state, purchased_at: row.purchased_at })
}
