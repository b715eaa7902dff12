//! Templates: add, list, read, replace. Every change makes a new version.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use followthrough_common::{
    api::{page::Page, vendor::settings::TemplateOut},
    domain::template::Template,
    error::Rejection,
    id::TemplateId,
};

use super::{
    pages::{Listing, PageQuery},
    write::{Written, shown, write},
};
use crate::{
    auth::api_key::{SettingsRead, SettingsWrite, VendorKey},
    http::extract::{Filter, Id, IdempotencyKey, IfMatch, Valid},
    problem::Error,
    repo::template::{self, Stored},
    service::templates,
    state::App,
};

fn out(stored: Stored) -> TemplateOut {
    TemplateOut { id: stored.id, version: stored.version, template: stored.record }
}

fn written(status: u16, stored: Stored) -> Written<TemplateOut> {
    Written { status, version: stored.version, record: out(stored) }
}

/// Add a template.
#[utoipa::path(post, path = "", responses((status = 201, body = TemplateOut)), request_body = Template)]
pub async fn create_template(
    request: HttpRequest,
    key: VendorKey<SettingsWrite>,
    idempotency: IdempotencyKey,
    Valid(body): Valid<Template>,
) -> Result<HttpResponse, Error> {
    let (vendor, input) = (key.vendor, body.clone());
    write(&request, &key, (idempotency, &body), move |conn, app| {
        let input = input.clone();
        Ok(written(201, templates::create(conn, app, vendor, input)?))
    })
    .await
}

/// The newest version of each template, oldest template first.
#[utoipa::path(get, path = "", params(PageQuery), responses((status = 200, body = Page<TemplateOut>)))]
pub async fn list_templates(
    key: VendorKey<SettingsRead>,
    Filter(query): Filter<PageQuery>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let (listing, page) = Listing::open(&key, "templates", &(), &query)?;
    let rows = app.db.read(move |conn| Ok(template::list(conn, key.vendor, &page)?)).await?;
    Ok(HttpResponse::Ok().json(listing.page(rows, |row| row.id.to_string(), out)))
}

/// The newest version of one template.
#[utoipa::path(get, path = "", responses((status = 200, body = TemplateOut)))]
pub async fn get_template(
    key: VendorKey<SettingsRead>,
    Id(id): Id<TemplateId>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let found = app.db.read(move |conn| Ok(template::newest(conn, key.vendor, id)?)).await?;
    let stored = found.ok_or_else(Rejection::not_found)?;
    Ok(shown(stored.version, &out(stored)))
}

/// Add the next version of a template; `If-Match` names the newest.
#[utoipa::path(put, path = "", responses((status = 200, body = TemplateOut)), request_body = Template)]
pub async fn replace_template(
    request: HttpRequest,
    key: VendorKey<SettingsWrite>,
    Id(id): Id<TemplateId>,
    IfMatch(version): IfMatch,
    idempotency: IdempotencyKey,
    Valid(body): Valid<Template>,
) -> Result<HttpResponse, Error> {
    let (vendor, input) = (key.vendor, body.clone());
    write(&request, &key, (idempotency, &body), move |conn, app| {
        let input = input.clone();
        Ok(written(200, templates::replace(conn, app, vendor, id, Some(version), input)?))
    })
    .await
}
