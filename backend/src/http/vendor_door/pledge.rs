//! The vendor's pledge: the first line that its customers read.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use followthrough_common::domain::pledge::Pledge;

use super::write::{Written, shown, write};
use crate::{
    auth::api_key::{SettingsRead, SettingsWrite, VendorKey},
    db::Conn,
    http::extract::{IdempotencyKey, IfMatch, Valid},
    problem::Error,
    repo::pledge,
    service::pledges,
    state::App,
};

/// What the vendor pledges to every customer. Version 0 is the default.
#[utoipa::path(get, path = "", responses((status = 200, body = Pledge)))]
pub async fn get_pledge(key: VendorKey<SettingsRead>, app: Data<App>) -> Result<HttpResponse, Error> {
    let stored = app.db.read(move |conn| Ok(pledge::newest(conn, key.vendor)?)).await?;
    Ok(shown(stored.version, &stored.record))
}

/// Pledge something else, in as many languages as customers read. Every version is kept.
#[utoipa::path(put, path = "", responses((status = 200, body = Pledge)), request_body = Pledge)]
pub async fn replace_pledge(
    request: HttpRequest,
    key: VendorKey<SettingsWrite>,
    IfMatch(version): IfMatch,
    idempotency: IdempotencyKey,
    Valid(body): Valid<Pledge>,
) -> Result<HttpResponse, Error> {
    let (vendor, new) = (key.vendor, body.clone());
    let work = move |conn: &mut Conn, app: &App| {
        let stored = pledges::replace(conn, app, vendor, version, &new)?;
        Ok(Written { status: 200, id: String::new(), version: stored.version, record: stored.record })
    };
    let present = move |conn: &mut Conn, _: &str| {
        let stored = pledge::newest(conn, vendor)?;
        Ok(Some((stored.version, stored.record)))
    };
    write(&request, &key, (idempotency, &body), work, present).await
}
