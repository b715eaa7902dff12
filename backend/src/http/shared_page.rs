//! Where a sale stands, for whoever has the address: no sign-in, nothing but the one page.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use followthrough_common::{
    actor::Actor,
    api::{share_links::ShareLinkOut, summary::StatusSummary},
    error::Rejection,
};

use super::customer_door::summary::{Page, respond, summarize};
use crate::{
    db::Conn,
    problem::Error,
    repo::{customer, share_link::ShareLink},
    service::{Unit, look, share_links},
    state::App,
};

/// Where the sale stands, in the language of who shared it: JSON, or a page to be printed for who asks for
/// HTML.
#[utoipa::path(get, path = "", responses((
    status = 200,
    content((StatusSummary = "application/json"), (String = "text/html"))
)))]
pub async fn get_shared_summary(
    request: HttpRequest,
    token: Path<String>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let server = app.clone();
    let page = app.db.snapshot(move |conn| read(conn, &server, &token)).await?;
    Ok(respond(&request, page))
}

fn read(conn: &mut Conn, app: &App, text: &str) -> Result<Page, Error> {
    let (vendor, link) = share_links::open(conn, text, app.clock.now())?;
    let mut unit = Unit::open(conn, app, vendor)?;
    let sharer = customer::find(conn, vendor, link.customer)?.ok_or_else(Rejection::not_found)?.record;
    // Who is no longer a customer of the sale shares it no longer.
    look(conn, &mut unit, Actor::Customer(link.customer), link.sale, |conn, fresh| {
        summarize(conn, &sharer, None, fresh)
    })
}

/// The address that is passed on.
pub fn address(app: &App, text: &str) -> String {
    format!("{}/v1/shared/{text}", app.config.server.public_url.as_str())
}

/// An address as both doors show it.
pub fn shown(link: ShareLink, url: Option<String>) -> ShareLinkOut {
    let ShareLink { id, name, customer, created_at, expires_at, revoked_at, .. } = link;
    ShareLinkOut { id, name, customer, created_at, expires_at, revoked_at, url }
}
