//! The vendor's numbers: windows, limits and response times.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use followthrough_common::domain::policy::Policy;

use super::write::{Written, shown, write};
use crate::{
    auth::api_key::{SettingsRead, SettingsWrite, VendorKey},
    db::Conn,
    http::extract::{IdempotencyKey, IfMatch, Valid},
    problem::Error,
    repo::policy,
    service::policies,
    state::App,
};

/// The numbers that the rules use for this vendor. Version 0 are the defaults.
#[utoipa::path(get, path = "", responses((status = 200, body = Policy)))]
pub async fn get_policy(key: VendorKey<SettingsRead>, app: Data<App>) -> Result<HttpResponse, Error> {
    let stored = app.db.read(move |conn| Ok(policy::newest(conn, key.vendor)?)).await?;
    Ok(shown(stored.version, &stored.record))
}

/// Replace the numbers; what is left out gets its default. They count for every sale from now on; clocks
/// that run keep the deadlines that were told.
#[utoipa::path(put, path = "", responses((status = 200, body = Policy)), request_body = Policy)]
pub async fn replace_policy(
    request: HttpRequest,
    key: VendorKey<SettingsWrite>,
    IfMatch(version): IfMatch,
    idempotency: IdempotencyKey,
    Valid(body): Valid<Policy>,
) -> Result<HttpResponse, Error> {
    let (vendor, new) = (key.vendor, body.clone());
    let work = move |conn: &mut Conn, app: &App| {
        let stored = policies::replace(conn, app, vendor, Some(version), &new)?;
        Ok(Written { status: 200, id: String::new(), version: stored.version, record: stored.record })
    };
    let present = move |conn: &mut Conn, _: &str| {
        let stored = policy::newest(conn, vendor)?;
        Ok(Some((stored.version, stored.record)))
    };
    write(&request, &key, (idempotency, &body), work, present).await
}
