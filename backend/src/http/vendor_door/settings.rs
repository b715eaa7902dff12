//! Origins and the test clock.

use actix_web::{HttpResponse, web::Data};
use followthrough_common::{
    api::{
        page::Page,
        vendor_door::settings::{ClockAdvance, ClockOut, OriginInput, OriginOut},
    },
    error::Rejection,
};

use crate::{
    auth::{
        Directory,
        api_key::{SettingsRead, SettingsWrite, VendorKey},
    },
    http::extract::Valid,
    problem::Error,
    repo::origin,
    service::{clock, origins},
    state::App,
};

/// The pages that may show the widget.
#[utoipa::path(get, path = "", responses((status = 200, body = Page<OriginOut>)))]
pub async fn list_origins(key: VendorKey<SettingsRead>, app: Data<App>) -> Result<HttpResponse, Error> {
    let origins = app.db.read(move |conn| Ok(origin::list(conn, key.vendor)?)).await?;
    let items = origins.into_iter().map(|origin| OriginOut { origin }).collect();
    Ok(HttpResponse::Ok().json(Page { items, next_cursor: None }))
}

/// Allow a page to show the widget. Allowing it twice changes nothing.
#[utoipa::path(post, path = "", responses((status = 200, body = OriginOut)), request_body = OriginInput)]
pub async fn add_origin(
    key: VendorKey<SettingsWrite>,
    Valid(body): Valid<OriginInput>,
    (app, directory): (Data<App>, Data<Directory>),
) -> Result<HttpResponse, Error> {
    let origin = body.origin.to_string();
    let (server, written) = (app.clone(), origin.clone());
    app.db.write(move |conn| origins::add(conn, &server, key.vendor, &written)).await?;
    directory.forget();
    Ok(HttpResponse::Ok().json(OriginOut { origin }))
}

/// No longer allow a page, within five seconds on every server.
#[utoipa::path(post, path = "", responses((status = 204, description = "It is no longer allowed")), request_body = OriginInput)]
pub async fn remove_origin(
    key: VendorKey<SettingsWrite>,
    Valid(body): Valid<OriginInput>,
    (app, directory): (Data<App>, Data<Directory>),
) -> Result<HttpResponse, Error> {
    let was_there = app.db.write(move |conn| Ok(origin::delete(conn, key.vendor, &body.origin)?)).await?;
    directory.forget();
    if !was_there {
        return Err(Rejection::not_found().into());
    }
    Ok(HttpResponse::NoContent().finish())
}

/// What the vendor's rules take for the present.
#[utoipa::path(get, path = "", responses((status = 200, body = ClockOut)))]
pub async fn get_test_clock(key: VendorKey<SettingsRead>, app: Data<App>) -> Result<HttpResponse, Error> {
    let server = app.clone();
    let now = app.db.read(move |conn| clock::now(conn, &server, key.vendor)).await?;
    Ok(HttpResponse::Ok().json(ClockOut { now }))
}

/// Put the clock of a test vendor forward. Everything that is due on the way happens when it is due.
#[utoipa::path(post, path = "", responses((status = 200, body = ClockOut)), request_body = ClockAdvance)]
pub async fn advance_test_clock(
    key: VendorKey<SettingsWrite>,
    Valid(body): Valid<ClockAdvance>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let now = clock::advance(&app, key.vendor, body.to).await?;
    Ok(HttpResponse::Ok().json(ClockOut { now }))
}
