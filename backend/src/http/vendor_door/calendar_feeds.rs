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
        calendar_feed::shown,
        extract::{Id, IdempotencyKey, Valid},
    },
    problem::Error,
    repo::{calendar_feed, customer},
    service::calendar_feeds,
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
        Ok(calendar_feed::list(conn, key.vendor, id)?)
    });
    let items = feeds.await?.into_iter().map(|feed| shown(feed, None)).collect();
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
        let feed = calendar_feeds::revoke(conn, vendor, id, (None, app.clock.now()))?;
        Ok(Written { status: 200, id: id.to_string(), version: 1, record: shown(feed, None) })
    };
    let present = move |conn: &mut Conn, _: &str| {
        Ok(calendar_feed::find(conn, vendor, id)?.map(|feed| (1, shown(feed, None))))
    };
    write(&request, &key, (idempotency, &body), work, present).await
}
