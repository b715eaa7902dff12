//! Calendars: add, list, read, replace. Every change makes a new version.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use followthrough_common::{
    api::{
        page::Page,
        vendor_door::settings::{CalendarInput, CalendarOut},
    },
    error::Rejection,
    id::{CalendarId, VendorId},
};

use super::{
    pages::{Listing, PageQuery},
    write::{Present, Written, id_of, shown, write},
};
use crate::{
    auth::api_key::{SettingsRead, SettingsWrite, VendorKey},
    db::Conn,
    http::extract::{Filter, Id, IdempotencyKey, IfMatch, Valid},
    problem::Error,
    repo::calendar::{self, Stored},
    service::calendars,
    state::App,
};

fn out(stored: Stored) -> CalendarOut {
    CalendarOut { id: stored.id, version: stored.version, name: stored.name, calendar: stored.record }
}

fn written(status: u16, stored: Stored) -> Written<CalendarOut> {
    Written { status, id: stored.id.to_string(), version: stored.version, record: out(stored) }
}

fn present(conn: &mut Conn, vendor: VendorId, id: CalendarId) -> Result<Present<CalendarOut>, Error> {
    Ok(calendar::newest(conn, vendor, id)?.map(|stored| (stored.version, out(stored))))
}

/// Add a calendar.
#[utoipa::path(post, path = "", responses((status = 201, body = CalendarOut)), request_body = CalendarInput)]
pub async fn create_calendar(
    request: HttpRequest,
    key: VendorKey<SettingsWrite>,
    idempotency: IdempotencyKey,
    Valid(body): Valid<CalendarInput>,
) -> Result<HttpResponse, Error> {
    let (vendor, input) = (key.vendor, body.clone());
    let work = move |conn: &mut Conn, app: &App| {
        let input = input.clone();
        Ok(written(201, calendars::create(conn, app, vendor, input.name, input.calendar)?))
    };
    let present = move |conn: &mut Conn, kept: &str| present(conn, vendor, id_of(kept)?);
    write(&request, &key, (idempotency, &body), work, present).await
}

/// The newest version of each calendar, oldest calendar first.
#[utoipa::path(get, path = "", params(PageQuery), responses((status = 200, body = Page<CalendarOut>)))]
pub async fn list_calendars(
    key: VendorKey<SettingsRead>,
    Filter(query): Filter<PageQuery>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let (listing, page) = Listing::open(&key, "calendars", &(), &query)?;
    let rows = app.db.read(move |conn| Ok(calendar::list(conn, key.vendor, &page)?)).await?;
    Ok(HttpResponse::Ok().json(listing.page(rows, |row| row.id.to_string(), out)))
}

/// The newest version of one calendar.
#[utoipa::path(get, path = "", responses((status = 200, body = CalendarOut)))]
pub async fn get_calendar(
    key: VendorKey<SettingsRead>,
    Id(id): Id<CalendarId>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let found = app.db.read(move |conn| present(conn, key.vendor, id)).await?;
    let (version, record) = found.ok_or_else(Rejection::not_found)?;
    Ok(shown(version, &record))
}

/// Add the next version of a calendar; `If-Match` names the newest.
#[utoipa::path(put, path = "", responses((status = 200, body = CalendarOut)), request_body = CalendarInput)]
pub async fn replace_calendar(
    request: HttpRequest,
    key: VendorKey<SettingsWrite>,
    Id(id): Id<CalendarId>,
    IfMatch(version): IfMatch,
    idempotency: IdempotencyKey,
    Valid(body): Valid<CalendarInput>,
) -> Result<HttpResponse, Error> {
    let (vendor, input) = (key.vendor, body.clone());
    let work = move |conn: &mut Conn, app: &App| {
        let CalendarInput { name, calendar } = input.clone();
        Ok(written(200, calendars::replace(conn, app, vendor, id, Some(version), (name, calendar))?))
    };
    let present = move |conn: &mut Conn, _: &str| present(conn, vendor, id);
    write(&request, &key, (idempotency, &body), work, present).await
}
