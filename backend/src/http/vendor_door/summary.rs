//! The status page of a sale, as its vendor hands it out.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use followthrough_common::{actor::Actor, api::summary::StatusSummary};

use super::act::locate;
use crate::{
    auth::api_key::{SalesRead, VendorKey},
    http::{
        customer_door::summary::{respond, summarize},
        extract::{Id, SaleKey},
    },
    problem::Error,
    service::{Unit, look},
    state::App,
};

/// Where the sale stands, dated: JSON, or a page to be printed in the first customer's language.
#[utoipa::path(get, path = "", responses((
    status = 200,
    content((StatusSummary = "application/json"), (String = "text/html"))
)))]
pub async fn get_status_summary(
    request: HttpRequest,
    key: VendorKey<SalesRead>,
    Id(sale): Id<SaleKey>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let server = app.clone();
    let page = app.db.snapshot(move |conn| {
        let id = locate(conn, key.vendor, &sale)?;
        let unit = Unit::reading(conn, &server, key.vendor)?;
        look(conn, &unit, Actor::System, id, |_, fresh| Ok(summarize(&fresh.customer.record, None, fresh)))
    });
    Ok(respond(&request, page.await?))
}
