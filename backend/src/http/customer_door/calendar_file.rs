//! A touchpoint for the calendar of the customer's own.

use actix_web::{HttpRequest, HttpResponse, http::header, web::Data};
use followthrough_common::{error::Rejection, id::TouchpointId};

use super::reader::Reader;
use crate::{
    auth::customer::{AgendaRead, Customer},
    db::Conn,
    http::{
        extract::{Id, SaleKey},
        ics::{self, About, Entry},
    },
    problem::Error,
    service::{Unit, look},
    state::App,
};

/// One event, for the calendar of the customer's own. The same event again replaces the one before.
#[utoipa::path(get, path = "", responses((status = 200, body = String, content_type = "text/calendar")))]
pub async fn get_touchpoint_calendar(
    request: HttpRequest,
    customer: Customer<AgendaRead>,
    Id((sale, touchpoint)): Id<(SaleKey, TouchpointId)>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let reader = Reader::new(customer.0, &request);
    let server = app.clone();
    let (method, file) =
        app.db.snapshot(move |conn| write(conn, &server, &reader, &sale, touchpoint)).await?;
    Ok(HttpResponse::Ok()
        .content_type(format!("text/calendar; charset=utf-8; method={method}"))
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{touchpoint}.ics\"")))
        .body(file))
}

fn write(
    conn: &mut Conn,
    app: &App,
    reader: &Reader,
    sale: &SaleKey,
    touchpoint: TouchpointId,
) -> Result<(&'static str, String), Error> {
    let (customer, sale) = reader.locate(conn, sale)?;
    let unit = Unit::reading(conn, app, reader.vendor())?;
    look(conn, &unit, Reader::actor(customer), sale, |conn, fresh| {
        let (view, _) = reader.view(conn, fresh)?;
        let found =
            view.touchpoints.iter().find(|it| it.id == touchpoint).ok_or_else(Rejection::not_found)?;
        let host = ics::host(app.config.server.public_url.as_str());
        let follows = fresh.sale.touchpoint(found.id).map_or(0, |it| it.follows);
        let revived = fresh.sale.relationship.revived;
        let entry = Entry { touchpoint: found, follows, revived, goes_on: !fresh.sale.is_over() };
        Ok(ics::single(entry, About { vendor: &view.vendor.name, host, now: fresh.world.now }))
    })
}
