//! What a customer sees of their sales.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{Bytes, Data},
};
use followthrough_common::{
    api::{page::Page, view::SaleItem, whole::WholeView},
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
    http::{
        extract::{Id, IfNoneMatch, Revision, SaleKey},
        packed::Packed,
    },
    problem::Error,
    repo::own_sale::{Asked, Listed, OwnSale},
    service::{Unit, look, polls},
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
    let items = app.db.read(move |conn| own_sales(&reader, &reader.begin(conn)?.sales)).await?;
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
    let (customer, sale, revision) = find(&app, &reader, key).await?;
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

/// The sale and the tag of its view, without making the view. Who names it by our id asks together with others.
async fn find(
    app: &Data<App>,
    reader: &Reader,
    key: SaleKey,
) -> Result<(CustomerId, SaleId, Revision), Error> {
    let own = match key {
        SaleKey::Id(sale) => {
            let external_id = reader.principal().subject().to_string();
            let asked = Asked { vendor: reader.vendor(), external_id, sale };
            polls::own_sale(app, asked).await?.ok_or_else(Rejection::not_found)?
        }
        SaleKey::Reference(_) => {
            let who = reader.clone();
            app.db.read(move |conn| who.own(conn, &key)).await?
        }
    };
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
        let unit = Unit::reading(conn, &server, reader.vendor())?;
        look(conn, &unit, Reader::actor(customer), sale, |conn, fresh| reader.whole(conn, fresh))
    });
    let (view, revision) = view.await?;
    let body = serde_json::to_vec(&view).map_err(|error| Error::Internal(error.to_string()))?;
    Ok((revision, Bytes::from(body)))
}

/// Those of the customer's sales that the token covers.
pub fn own_sales(reader: &Reader, sales: &[Listed]) -> Result<Vec<SaleItem>, Error> {
    sales.iter().filter(|row| reader.principal().covers(row.id, &row.reference)).map(item).collect()
}

fn item(row: &Listed) -> Result<SaleItem, Error> {
    let line =
        |text: &str| Line::parse(text).map_err(|error| Error::Internal(format!("{}: {error}", row.id)));
    let (reference, title) = (line(&row.reference)?, line(&row.title)?);
    Ok(SaleItem { id: row.id, reference, title, state: row.state, purchased_at: row.purchased_at })
}
