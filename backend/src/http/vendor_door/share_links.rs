//! The addresses under which customers show where a sale stands: the vendor sees them and may end them, but
//! never reads a secret.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use followthrough_common::{
    api::{empty::EmptyBody, page::Page, share_links::ShareLinkOut},
    error::Rejection,
    id::ShareLinkId,
};

use super::{
    act::locate,
    write::{Written, write},
};
use crate::{
    auth::api_key::{SalesRead, SalesWrite, VendorKey},
    db::Conn,
    http::{
        extract::{Id, IdempotencyKey, SaleKey, Valid},
        secret_link::Shown as _,
    },
    problem::Error,
    repo::{sale, secret_link},
    service::secret_links,
    state::App,
};

/// The addresses of a sale, without their secrets, oldest first.
#[utoipa::path(get, path = "", responses((status = 200, body = Page<ShareLinkOut>)))]
pub async fn list_share_links(
    key: VendorKey<SalesRead>,
    Id(sale): Id<SaleKey>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let links = app.db.read(move |conn| {
        let id = locate(conn, key.vendor, &sale)?;
        sale::head(conn, key.vendor, id)?.ok_or_else(Rejection::not_found)?;
        Ok(secret_link::of_sale(conn, key.vendor, id)?)
    });
    let items = links.await?.into_iter().map(ShareLinkId::shown).collect();
    Ok(HttpResponse::Ok().json(Page::<ShareLinkOut> { items, next_cursor: None }))
}

/// Let an address of a sale work no longer.
#[utoipa::path(post, path = "", responses((status = 200, body = ShareLinkOut)), request_body = EmptyBody)]
pub async fn revoke_share_link(
    request: HttpRequest,
    key: VendorKey<SalesWrite>,
    Id((sale, id)): Id<(SaleKey, ShareLinkId)>,
    idempotency: IdempotencyKey,
    Valid(body): Valid<EmptyBody>,
) -> Result<HttpResponse, Error> {
    let vendor = key.vendor;
    let work = move |conn: &mut Conn, app: &App| {
        let sale = locate(conn, vendor, &sale)?;
        let is_of_it = |opens: secret_link::Opens| opens.sale == Some(sale);
        let link = secret_links::revoke(conn, (vendor, id), is_of_it, app.clock.now())?;
        Ok(Written { status: 200, id: id.to_string(), version: 1, record: ShareLinkId::shown(link) })
    };
    let present = move |conn: &mut Conn, _: &str| {
        Ok(secret_link::find(conn, vendor, id)?.map(|link| (1, ShareLinkId::shown(link))))
    };
    write(&request, &key, (idempotency, &body), work, present).await
}
