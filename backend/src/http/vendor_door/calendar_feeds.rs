//! The addresses under which customers' calendars read their agendas: the vendor sees them and may end them,
//! but never reads a secret.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use followthrough_common::{
    api::{calendar_feeds::CalendarFeedOut, empty::EmptyBody, page::Page},
    error::Rejection,
    id::{CalendarFeedId, CustomerId},
};

use super::write::{Written, write};
use crate::{
    auth::api_key::{SalesRead, SalesWrite, VendorKey},
    db::Conn,
    http::{
        extract::{Id, IdempotencyKey, Valid},
        secret_link::Shown as _,
    },
    problem::Error,
    repo::{customer, secret_link},
    service::secret_links,
    state::App,
};

/// The addresses of a customer's calendars, without their secrets, oldest first.
#[utoipa::path(get, path = "", responses((status = 200, body = Page<CalendarFeedOut>)))]
pub async fn list_calendar_feeds(
    key: VendorKey<SalesRead>,
    Id(id): Id<CustomerId>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let feeds = app.db.read(move |conn| {
        customer::find(conn, key.vendor, id)?.ok_or_else(Rejection::not_found)?;
        Ok(secret_link::of_customer(conn, key.vendor, id)?)
    });
    let items = feeds.await?.into_iter().map(CalendarFeedId::shown).collect();
    Ok(HttpResponse::Ok().json(Page::<CalendarFeedOut> { items, next_cursor: None }))
}

/// Let a customer's calendar read no longer.
#[utoipa::path(post, path = "", responses((status = 200, body = CalendarFeedOut)), request_body = EmptyBody)]
pub async fn revoke_calendar_feed(
    request: HttpRequest,
    key: VendorKey<SalesWrite>,
    Id(id): Id<CalendarFeedId>,
    idempotency: IdempotencyKey,
    Valid(body): Valid<EmptyBody>,
) -> Result<HttpResponse, Error> {
    let vendor = key.vendor;
    let work = move |conn: &mut Conn, app: &App| {
        let feed = secret_links::revoke(conn, (vendor, id), |_| true, app.clock.now())?;
        Ok(Written { status: 200, id: id.to_string(), version: 1, record: CalendarFeedId::shown(feed) })
    };
    let present = move |conn: &mut Conn, _: &str| {
        Ok(secret_link::find(conn, vendor, id)?.map(|feed| (1, CalendarFeedId::shown(feed))))
    };
    write(&request, &key, (idempotency, &body), work, present).await
}
