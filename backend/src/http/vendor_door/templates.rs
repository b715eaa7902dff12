//! Templates: add, list, read, replace. Every change makes a new version.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use followthrough_common::{
    api::{page::Page, vendor_door::settings::TemplateOut},
    domain::template::Template,
    error::Rejection,
    id::{TemplateId, VendorId},
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
    repo::{
        Versioned,
        template::{self, Stored},
    },
    service::templates,
    state::App,
};

/// As it was stored, with what it lacks by the rules of today.
fn out(stored: Stored) -> TemplateOut {
    let Versioned { id, version, record, .. } = stored;
    match templates::read(&record) {
        Ok(template) => whole(id, version, template),
        Err(lacks) => TemplateOut { id, version, template: None, stored: Some(record), lacks },
    }
}

fn whole(id: TemplateId, version: i64, template: Template) -> TemplateOut {
    let lacks = template.faults();
    TemplateOut { id, version, template: Some(template), stored: None, lacks }
}

fn written(status: u16, new: Versioned<TemplateId, Template>) -> Written<TemplateOut> {
    let Versioned { id, version, record, .. } = new;
    Written { status, id: id.to_string(), version, record: whole(id, version, record) }
}

fn present(conn: &mut Conn, vendor: VendorId, id: TemplateId) -> Result<Present<TemplateOut>, Error> {
    Ok(template::newest(conn, vendor, id)?.map(|stored| (stored.version, out(stored))))
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
    let work = move |conn: &mut Conn, app: &App| {
        let input = input.clone();
        Ok(written(201, templates::create(conn, app, vendor, input)?))
    };
    let present = move |conn: &mut Conn, kept: &str| present(conn, vendor, id_of(kept)?);
    write(&request, &key, (idempotency, &body), work, present).await
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
    let found = app.db.read(move |conn| present(conn, key.vendor, id)).await?;
    let (version, record) = found.ok_or_else(Rejection::not_found)?;
    Ok(shown(version, &record))
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
    let work = move |conn: &mut Conn, app: &App| {
        let input = input.clone();
        Ok(written(200, templates::replace(conn, app, vendor, id, Some(version), input)?))
    };
    let present = move |conn: &mut Conn, _: &str| present(conn, vendor, id);
    write(&request, &key, (idempotency, &body), work, present).await
}
