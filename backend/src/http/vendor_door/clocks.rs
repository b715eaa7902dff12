//! What the clocks of open concerns show the vendor.

use actix_web::{HttpResponse, web::Data};
use followthrough_common::{actor::Actor, api::clocks::ClocksOut};

use super::act::locate;
use crate::{
    auth::api_key::{SalesRead, VendorKey},
    http::extract::{Id, SaleKey},
    problem::Error,
    service::{Unit, look},
    state::App,
};

/// What the clocks of the open concerns show now, in working time and in absolute time.
#[utoipa::path(get, path = "", responses((status = 200, body = ClocksOut)))]
pub async fn get_clocks(
    key: VendorKey<SalesRead>,
    Id(sale): Id<SaleKey>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let server = app.clone();
    let clocks = app.db.snapshot(move |conn| {
        let id = locate(conn, key.vendor, &sale)?;
        let unit = Unit::reading(conn, &server, key.vendor)?;
        look(conn, &unit, Actor::System, id, |_, fresh| Ok(fresh.clocks()))
    });
    Ok(HttpResponse::Ok().json(clocks.await?))
}
