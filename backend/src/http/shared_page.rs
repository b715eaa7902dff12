//! Where a sale stands, for whoever has the address: no sign-in, nothing but the one page.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use followthrough_common::{actor::Actor, api::summary::StatusSummary, error::Rejection, id::ShareLinkId};

use super::customer_door::summary::{Page, respond, summarize};
use crate::{
    db::Conn,
    problem::Error,
    repo::customer,
    service::{Unit, look, secret_links},
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
    let (vendor, opens) = secret_links::open::<ShareLinkId>(conn, text, app.clock.now())?;
    let sale = opens.sale.ok_or_else(Rejection::not_found)?;
    let unit = Unit::reading(conn, app, vendor)?;
    let sharer = customer::find(conn, vendor, opens.customer)?.ok_or_else(Rejection::not_found)?.record;
    // Who is no longer a customer of the sale shares it no longer.
    look(conn, &unit, Actor::Customer(opens.customer), sale, |_, fresh| Ok(summarize(&sharer, None, fresh)))
}
