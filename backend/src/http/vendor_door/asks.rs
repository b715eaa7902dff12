//! What a vendor does with questions.

use actix_web::{HttpResponse, web::Data};
use followthrough_common::api::vendor_door::asks::AskStandings;

use super::act::locate;
use crate::{
    auth::api_key::{SalesRead, VendorKey},
    http::extract::{Id, SaleKey},
    problem::Error,
    service::asks,
    state::App,
};

/// The questions of a sale, each with every rule that forbids asking it at this moment.
#[utoipa::path(get, path = "", responses((status = 200, body = AskStandings)))]
pub async fn list_asks(
    key: VendorKey<SalesRead>,
    Id(sale): Id<SaleKey>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let server = app.clone();
    let standings = app.db.snapshot(move |conn| {
        let id = locate(conn, key.vendor, &sale)?;
        asks::standings(conn, &server, key.vendor, id)
    });
    Ok(HttpResponse::Ok().json(standings.await?))
}
