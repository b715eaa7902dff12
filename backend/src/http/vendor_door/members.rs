//! Members: add, list, read, replace.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use followthrough_common::{
    api::{page::Page, vendor_door::people::MemberInput},
    domain::member::Member,
    error::Rejection,
    id::{MemberId, VendorId},
};

use super::{
    pages::{Listing, PageQuery},
    write::{Present, Written, id_of, shown, write},
};
use crate::{
    auth::api_key::{SalesRead, SalesWrite, VendorKey},
    db::Conn,
    http::extract::{Filter, Id, IdempotencyKey, IfMatch, Valid},
    problem::Error,
    repo::member::{self, Stored},
    service::members,
    state::App,
};

fn written(status: u16, stored: Stored) -> Written<Member> {
    Written { status, id: stored.record.id.to_string(), version: stored.version, record: stored.record }
}

fn present(conn: &mut Conn, vendor: VendorId, id: MemberId) -> Result<Present<Member>, Error> {
    Ok(member::find(conn, vendor, id)?.map(|stored| (stored.version, stored.record)))
}

/// Add a member.
#[utoipa::path(post, path = "", responses((status = 201, body = Member)), request_body = MemberInput)]
pub async fn create_member(
    request: HttpRequest,
    key: VendorKey<SalesWrite>,
    idempotency: IdempotencyKey,
    Valid(body): Valid<MemberInput>,
) -> Result<HttpResponse, Error> {
    let (vendor, input) = (key.vendor, body.clone());
    let work = move |conn: &mut Conn, app: &App| {
        let input = input.clone();
        Ok(written(201, members::create(conn, app, vendor, |id| input.into_record(id))?))
    };
    let present = move |conn: &mut Conn, kept: &str| present(conn, vendor, id_of(kept)?);
    write(&request, &key, (idempotency, &body), work, present).await
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
    let found = app.db.read(move |conn| present(conn, key.vendor, id)).await?;
    let (version, record) = found.ok_or_else(Rejection::not_found)?;
    Ok(shown(version, &record))
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
    let work = move |conn: &mut Conn, app: &App| {
        let record = input.clone().into_record(id);
        Ok(written(200, members::replace(conn, app, vendor, Some(version), record)?))
    };
    let present = move |conn: &mut Conn, _: &str| present(conn, vendor, id);
    write(&request, &key, (idempotency, &body), work, present).await
}
