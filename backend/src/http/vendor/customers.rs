//! Customers: add, list, read, replace.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use followthrough_common::{
    api::{page::Page, vendor::people::CustomerInput},
    domain::customer::CustomerRecord,
    error::Rejection,
    id::CustomerId,
};

use super::{
    pages::{Listing, PageQuery},
    write::{Written, shown, write},
};
use crate::{
    auth::api_key::{SalesRead, SalesWrite, VendorKey},
    http::extract::{Filter, Id, IdempotencyKey, IfMatch, Valid},
    problem::Error,
    repo::customer,
    service::customers,
    state::App,
};

/// Add a customer.
#[utoipa::path(post, path = "", responses((status = 201, body = CustomerRecord)), request_body = CustomerInput)]
pub async fn create_customer(
    request: HttpRequest,
    key: VendorKey<SalesWrite>,
    idempotency: IdempotencyKey,
    Valid(body): Valid<CustomerInput>,
) -> Result<HttpResponse, Error> {
    let (vendor, input) = (key.vendor, body.clone());
    write(&request, &key, (idempotency, &body), move |conn, app| {
        let input = input.clone();
        let stored = customers::create(conn, app, vendor, |id| input.into_record(id))?;
        Ok(Written { status: 201, version: stored.version, record: stored.record })
    })
    .await
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
    let found = app.db.read(move |conn| Ok(customer::find(conn, key.vendor, id)?)).await?;
    let stored = found.ok_or_else(Rejection::not_found)?;
    Ok(shown(stored.version, &stored.record))
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
    write(&request, &key, (idempotency, &body), move |conn, app| {
        let new = (input.clone().into_record(id), input.wants_no_checks);
        let stored = customers::replace(conn, app, vendor, Some(version), new)?;
        Ok(Written { status: 200, version: stored.version, record: stored.record })
    })
    .await
}
