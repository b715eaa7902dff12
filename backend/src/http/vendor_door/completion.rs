//! How far a sale is, and its honest end without satisfaction. Nobody sets "complete".

use actix_web::{HttpResponse, web::Data};
use followthrough_common::{actor::Actor, api::vendor_door::completion::CompletionOut};

use super::act::locate;
use crate::{
    auth::api_key::{SalesRead, VendorKey},
    http::extract::{Id, SaleKey},
    problem::Error,
    service::{Unit, look},
    state::App,
};

/// Delivered, paid, and the customer is satisfied: each part, and what is in the way.
#[utoipa::path(get, path = "", responses((status = 200, body = CompletionOut)))]
pub async fn get_completion(
    key: VendorKey<SalesRead>,
    Id(sale): Id<SaleKey>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let server = app.clone();
    let read = app.db.snapshot(move |conn| {
        let id = locate(conn, key.vendor, &sale)?;
        let unit = Unit::reading(conn, &server, key.vendor)?;
        look(conn, &unit, Actor::System, id, |_, fresh| {
            Ok(CompletionOut::of(fresh.sale, fresh.world.policy, fresh.world.zones, fresh.world.now))
        })
    });
    Ok(HttpResponse::Ok().json(read.await?))
}
