//! How often a customer hears from the vendor.

use actix_web::{HttpResponse, web::Data};
use followthrough_common::{
    actor::Actor,
    domain::cadence::{Cadence, cadence},
};

use super::act::locate;
use crate::{
    auth::api_key::{SalesRead, VendorKey},
    http::extract::{Id, SaleKey},
    problem::Error,
    service::{Unit, look},
    state::App,
};

/// How often the customer hears from the vendor, planned beside wished.
#[utoipa::path(get, path = "", responses((status = 200, body = Cadence)))]
pub async fn get_cadence(
    key: VendorKey<SalesRead>,
    Id(sale): Id<SaleKey>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let (server, vendor) = (app.clone(), key.vendor);
    let found = app.db.snapshot(move |conn| {
        let id = locate(conn, vendor, &sale)?;
        let unit = Unit::reading(conn, &server, vendor)?;
        look(conn, &unit, Actor::System, id, |_, fresh| {
            let wishes = &fresh.customer.record.contact.preferences;
            Ok(cadence(fresh.sale, wishes, fresh.world.policy, fresh.world.zones))
        })
    });
    Ok(HttpResponse::Ok().json(found.await?))
}
