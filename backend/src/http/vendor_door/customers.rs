//! Customers: add, list, read, replace.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use followthrough_common::{
    api::{page::Page, vendor_door::people::CustomerInput},
    domain::customer::CustomerRecord,
    error::Rejection,
    id::{CustomerId, VendorId},
};

use super::{
    pages::{Listing, PageQuery},
    write::{Present, Written, id_of, shown, write},
};
use crate::{
    auth::api_key::{SalesRead, SalesWrite, VendorKey},
    db::Conn,
    http::extract::{Filter, Id, IdempotencyKey, IfMatch, Valid},
    problem::Error,
    repo::customer::{self, Stored},
    service::customers,
    state::App,
};

fn written(status: u16, stored: Stored) -> Written<CustomerRecord> {
    Written { status, id: stored.record.id.to_string(), version: stored.version, record: stored.record }
}

fn present(conn: &mut Conn, vendor: VendorId, id: CustomerId) -> Result<Present<CustomerRecord>, Error> {
    Ok(customer::find(conn, vendor, id)?.map(|stored| (stored.version, stored.record)))
}

/// Add a customer.
#[utoipa::path(post, path = "", responses((status = 201, body = CustomerRecord)), request_body = CustomerInput)]
pub async fn create_customer(
    request: HttpRequest,
    key: VendorKey<SalesWrite>,
    idempotency: IdempotencyKey,
    Valid(body): Valid<CustomerInput>,
) -> Result<HttpResponse, Error> {
    let (vendor, input) = (key.vendor, body.clone());
    let work = move |conn: &mut Conn, app: &App| {
        let input = input.clone();
        Ok(written(201, customers::create(conn, app, vendor, |id| input.into_record(id))?))
    };
    let present = move |conn: &mut Conn, kept: &str| present(conn, vendor, id_of(kept)?);
    write(&request, &key, (idempotency, &body), work, present).await
}

/// The vendor's customers, oldest first.
#[utoipa::path(get, path = "", params(PageQuery), responses((status = 200, body = Page<CustomerRecord>)))]
pub async fn list_customers(
    key: VendorKey<SalesRead>,
    Filter(query): Filter<PageQuery>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let (listing, page) = Listing::open(&key, "customers", &(), &query)?;
    let rows = app.db.read(move |conn| Ok(customer::list(conn, key.vendor, &page)?)).await?;
    Ok(HttpResponse::Ok().json(listing.page(rows, |row| row.record.id.to_string(), |row| row.record)))
}

/// One customer.
#[utoipa::path(get, path = "", responses((status = 200, body = CustomerRecord)))]
pub async fn get_customer(
    key: VendorKey<SalesRead>,
    Id(id): Id<CustomerId>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let found = app.db.read(move |conn| present(conn, key.vendor, id)).await?;
    let (version, record) = found.ok_or_else(Rejection::not_found)?;
    Ok(shown(version, &record))
}

/// Replace a customer's record; `If-Match` names the version that is replaced.
#[utoipa::path(put, path = "", responses((status = 200, body = CustomerRecord)), request_body = CustomerInput)]
pub async fn replace_customer(
    request: HttpRequest,
    key: VendorKey<SalesWrite>,
    Id(id): Id<CustomerId>,
    IfMatch(version): IfMatch,
    idempotency: IdempotencyKey,
    Valid(body): Valid<CustomerInput>,
) -> Result<HttpResponse, Error> {
    let (vendor, input) = (key.vendor, body.clone());
    let work = move |conn: &mut Conn, app: &App| {
        let new = (input.clone().into_record(id), input.wants_no_checks);
        Ok(written(200, customers::replace(conn, app, vendor, Some(version), new)?))
    };
    let present = move |conn: &mut Conn, _: &str| present(conn, vendor, id);
    write(&request, &key, (idempotency, &body), work, present).await
}
