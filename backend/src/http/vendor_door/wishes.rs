//! How a customer wishes to be treated and what they need, as the vendor writes it down.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use followthrough_common::{
    actor::Role,
    api::contact::NeedsInput,
    domain::{needs::Needs, preference::Preferences},
    error::Rejection,
    id::{CustomerId, VendorId},
};

use super::write::{Present, Written, shown, write};
use crate::{
    auth::api_key::{SalesRead, SalesWrite, VendorKey},
    db::Conn,
    http::extract::{Id, IdempotencyKey, IfMatch, Valid},
    problem::Error,
    repo::customer::{self, Stored},
    service::contacts,
    state::App,
};

/// A part of a customer's record, with the version of the whole.
fn present<T>(
    conn: &mut Conn,
    (vendor, id): (VendorId, CustomerId),
    part: impl FnOnce(&Stored) -> T,
) -> Result<Present<T>, Error> {
    Ok(customer::find(conn, vendor, id)?.map(|stored| (stored.version, part(&stored))))
}

fn wishes(stored: &Stored) -> Preferences {
    stored.record.preferences()
}

fn needs(stored: &Stored) -> Needs {
    stored.record.contact.needs.clone()
}

fn written<T>(id: CustomerId, stored: &Stored, part: impl FnOnce(&Stored) -> T) -> Written<T> {
    Written { status: 200, id: id.to_string(), version: stored.version, record: part(stored) }
}

/// How a customer wishes to be treated. The `ETag` is the version of their record.
#[utoipa::path(get, path = "", responses((status = 200, body = Preferences)))]
pub async fn get_preferences(
    key: VendorKey<SalesRead>,
    Id(id): Id<CustomerId>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let found = app.db.read(move |conn| present(conn, (key.vendor, id), wishes)).await?;
    let (version, wishes) = found.ok_or_else(Rejection::not_found)?;
    Ok(shown(version, &wishes))
}

/// Replace how a customer wishes to be treated. What is planned and unconfirmed follows at once.
#[utoipa::path(put, path = "", responses((status = 200, body = Preferences)), request_body = Preferences)]
pub async fn replace_preferences(
    request: HttpRequest,
    key: VendorKey<SalesWrite>,
    Id(id): Id<CustomerId>,
    IfMatch(version): IfMatch,
    idempotency: IdempotencyKey,
    Valid(body): Valid<Preferences>,
) -> Result<HttpResponse, Error> {
    let (vendor, new) = (key.vendor, body.clone());
    let work = move |conn: &mut Conn, app: &App| {
        let stored = contacts::set_preferences(conn, app, (vendor, id), Some(version), (&new, Role::Member))?;
        Ok(written(id, &stored, wishes))
    };
    let present = move |conn: &mut Conn, _: &str| present(conn, (vendor, id), wishes);
    write(&request, &key, (idempotency, &body), work, present).await
}

/// What a customer needs, with the last changes. The `ETag` is the version of their record.
#[utoipa::path(get, path = "", responses((status = 200, body = Needs)))]
pub async fn get_needs(
    key: VendorKey<SalesRead>,
    Id(id): Id<CustomerId>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let found = app.db.read(move |conn| present(conn, (key.vendor, id), needs)).await?;
    let (version, needs) = found.ok_or_else(Rejection::not_found)?;
    Ok(shown(version, &needs))
}

/// Replace what a customer needs. The difference is kept, here and with every sale that goes on.
#[utoipa::path(put, path = "", responses((status = 200, body = Needs)), request_body = NeedsInput)]
pub async fn replace_needs(
    request: HttpRequest,
    key: VendorKey<SalesWrite>,
    Id(id): Id<CustomerId>,
    IfMatch(version): IfMatch,
    idempotency: IdempotencyKey,
    Valid(body): Valid<NeedsInput>,
) -> Result<HttpResponse, Error> {
    let (vendor, new) = (key.vendor, body.clone());
    let work = move |conn: &mut Conn, app: &App| {
        let said = (&*new.items, Role::Member);
        let stored = contacts::set_needs(conn, app, (vendor, id), Some(version), said)?;
        Ok(written(id, &stored, needs))
    };
    let present = move |conn: &mut Conn, _: &str| present(conn, (vendor, id), needs);
    write(&request, &key, (idempotency, &body), work, present).await
}
