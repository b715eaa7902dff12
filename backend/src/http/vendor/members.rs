//! Members: add, list, read, replace.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use followthrough_common::{
    api::{page::Page, vendor::people::MemberInput},
    domain::member::Member,
    error::Rejection,
    id::MemberId,
};

use super::{
    pages::{Listing, PageQuery},
    write::{Written, shown, write},
};
use crate::{
    auth::api_key::{SalesRead, SalesWrite, VendorKey},
    http::extract::{Filter, Id, IdempotencyKey, IfMatch, Valid},
    problem::Error,
    repo::member,
    service::members,
    state::App,
};

/// Add a member.
#[utoipa::path(post, path = "", responses((status = 201, body = Member)), request_body = MemberInput)]
pub async fn create_member(
    request: HttpRequest,
    key: VendorKey<SalesWrite>,
    idempotency: IdempotencyKey,
    Valid(body): Valid<MemberInput>,
) -> Result<HttpResponse, Error> {
    let (vendor, input) = (key.vendor, body.clone());
    write(&request, &key, (idempotency, &body), move |conn, app| {
        let input = input.clone();
        let stored = members::create(conn, app, vendor, |id| input.into_record(id))?;
        Ok(Written { status: 201, version: stored.version, record: stored.record })
    })
    .await
}

/// The vendor's members, oldest first.
#[utoipa::path(get, path = "", params(PageQuery), responses((status = 200, body = Page<Member>)))]
pub async fn list_members(
    key: VendorKey<SalesRead>,
    Filter(query): Filter<PageQuery>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let (listing, page) = Listing::open(&key, "members", &(), &query)?;
    let rows = app.db.read(move |conn| Ok(member::list(conn, key.vendor, &page)?)).await?;
    Ok(HttpResponse::Ok().json(listing.page(rows, |row| row.record.id.to_string(), |row| row.record)))
}

/// One member.
#[utoipa::path(get, path = "", responses((status = 200, body = Member)))]
pub async fn get_member(
    key: VendorKey<SalesRead>,
    Id(id): Id<MemberId>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let found = app.db.read(move |conn| Ok(member::find(conn, key.vendor, id)?)).await?;
    let stored = found.ok_or_else(Rejection::not_found)?;
    Ok(shown(stored.version, &stored.record))
}

/// Replace a member's record; `If-Match` names the version that is replaced.
#[utoipa::path(put, path = "", responses((status = 200, body = Member)), request_body = MemberInput)]
pub async fn replace_member(
    request: HttpRequest,
    key: VendorKey<SalesWrite>,
    Id(id): Id<MemberId>,
    IfMatch(version): IfMatch,
    idempotency: IdempotencyKey,
    Valid(body): Valid<MemberInput>,
) -> Result<HttpResponse, Error> {
    let (vendor, input) = (key.vendor, body.clone());
    write(&request, &key, (idempotency, &body), move |conn, app| {
        let record = input.clone().into_record(id);
        let stored = members::replace(conn, app, vendor, Some(version), record)?;
        Ok(Written { status: 200, version: stored.version, record: stored.record })
    })
    .await
}
