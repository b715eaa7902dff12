//! The vendor's standard contact sheet.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use followthrough_common::{domain::contact_sheet::ContactSheet, id::VendorId};

use super::write::{Written, shown, write};
use crate::{
    auth::api_key::{SettingsRead, SettingsWrite, VendorKey},
    db::Conn,
    http::extract::{IdempotencyKey, IfMatch, Valid},
    problem::Error,
    repo::contact_sheet,
    service::contacts,
    state::App,
};

fn standard_sheet(conn: &mut Conn, vendor: VendorId) -> Result<(i64, ContactSheet), Error> {
    let stored = contact_sheet::newest(conn, vendor)?;
    Ok(stored.map_or_else(Default::default, |stored| (stored.version, stored.record)))
}

/// The vendor's standard contact sheet, for sales without one of their own. Version 0 has no lines.
#[utoipa::path(get, path = "", responses((status = 200, body = ContactSheet)))]
pub async fn get_standard_sheet(key: VendorKey<SettingsRead>, app: Data<App>) -> Result<HttpResponse, Error> {
    let (version, record) = app.db.read(move |conn| standard_sheet(conn, key.vendor)).await?;
    Ok(shown(version, &record))
}

/// Replace the vendor's standard contact sheet.
#[utoipa::path(put, path = "", responses((status = 200, body = ContactSheet)), request_body = ContactSheet)]
pub async fn replace_standard_sheet(
    request: HttpRequest,
    key: VendorKey<SettingsWrite>,
    IfMatch(version): IfMatch,
    idempotency: IdempotencyKey,
    Valid(body): Valid<ContactSheet>,
) -> Result<HttpResponse, Error> {
    let (vendor, new) = (key.vendor, body.clone());
    let work = move |conn: &mut Conn, app: &App| {
        let stored = contacts::set_standard_sheet(conn, app, vendor, version, &new)?;
        Ok(Written { status: 200, id: String::new(), version: stored.version, record: stored.record })
    };
    let present = move |conn: &mut Conn, _: &str| Ok(Some(standard_sheet(conn, vendor)?));
    write(&request, &key, (idempotency, &body), work, present).await
}
