//! What the clocks of open concerns show the customer.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use followthrough_common::api::clocks::ClocksOut;

use super::reader::Reader;
use crate::{
    auth::customer::{AgendaRead, Customer},
    http::extract::{Id, SaleKey},
    problem::Error,
    service::{Unit, look},
    state::App,
};

/// What the clocks of the open concerns show now, in working time and in absolute time.
#[utoipa::path(get, path = "", responses((status = 200, body = ClocksOut)))]
pub async fn get_own_clocks(
    request: HttpRequest,
    customer: Customer<AgendaRead>,
    Id(key): Id<SaleKey>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let reader = Reader::new(customer.0, &request);
    let server = app.clone();
    let clocks = app.db.snapshot(move |conn| {
        let (customer, sale) = reader.locate(conn, &key)?;
        let unit = Unit::reading(conn, &server, reader.vendor())?;
        look(conn, &unit, Reader::actor(customer), sale, |_, fresh| {
            reader.check_covers(fresh.sale)?;
            Ok(fresh.clocks())
        })
    });
    Ok(HttpResponse::Ok().json(clocks.await?))
}
