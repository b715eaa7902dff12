//! Sales: begin, list, read, end.

use actix_web::{HttpResponse, http::header, web::Data};
use followthrough_common::{
    actor::Actor,
    api::{
        page::{Limit, Page},
        vendor_door::{
            sale_view::VendorSale,
            sales::{AgendaInput, SaleInput, SaleLine},
        },
    },
    domain::sale::{Command, SaleState},
    id::CustomerId,
};
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;

use super::{
    act::{Act, locate},
    opening::{agenda, opening},
    pages::{Listing, PageQuery},
};
use crate::{
    auth::api_key::{SalesRead, VendorKey},
    http::extract::{Filter, Id, IfNoneMatch, Revision, SaleKey, Valid},
    problem::Error,
    repo::sale,
    service::{Unit, look},
    state::App,
};

/// Which sales.
#[derive(Debug, Clone, Deserialize, Serialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SalesQuery {
    /// Only in this state.
    state: Option<SaleState>,
    /// Only of this customer.
    customer: Option<CustomerId>,
    /// The most items, 1 to 100; 25 if it is not said.
    #[serde(skip_serializing)]
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    limit: Option<Limit>,
    /// `next_cursor` of the page before.
    #[serde(skip_serializing)]
    cursor: Option<String>,
}

/// Begin the follow-up of a sale. Its agenda is made from the template at once.
#[utoipa::path(post, path = "", responses((status = 201, body = VendorSale)), request_body = SaleInput)]
pub async fn create_sale(act: Act, Valid(body): Valid<SaleInput>) -> Result<HttpResponse, Error> {
    let (app, vendor, input) = (act.app.clone(), act.acting.vendor, body.clone());
    let server = app.clone();
    let opening = app.db.read(move |conn| opening(conn, &server, vendor, input)).await?;
    act.begin(Command::Open(Box::new(opening)), &body).await
}

/// The vendor's sales, newest first.
#[utoipa::path(get, path = "", params(SalesQuery), responses((status = 200, body = Page<SaleLine>)))]
pub async fn list_sales(
    key: VendorKey<SalesRead>,
    Filter(query): Filter<SalesQuery>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let page = PageQuery { limit: query.limit, cursor: query.cursor.clone() };
    let (listing, page) = Listing::open(&key, "sales", &query, &page)?;
    let filter = sale::Filter { state: query.state, customer: query.customer };
    let rows = app.db.read(move |conn| Ok(sale::list(conn, key.vendor, filter, &page)?)).await?;
    Ok(HttpResponse::Ok().json(listing.page(rows, |row| row.id.to_string(), line)))
}

fn line(row: sale::Summary) -> SaleLine {
    SaleLine {
        id: row.id,
        reference: row.reference,
        title: row.title,
        state: row.state,
        status: row.status,
        version: row.version,
        purchased_at: row.purchased_at,
        updated_at: row.updated_at,
    }
}

/// One sale with everything on its record, by our id or the vendor's reference.
#[utoipa::path(get, path = "", responses((status = 200, body = VendorSale), (status = 304, description = "You have it already")))]
pub async fn get_sale(
    key: VendorKey<SalesRead>,
    Id(sale): Id<SaleKey>,
    known: IfNoneMatch,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let server = app.clone();
    let view = app.db.snapshot(move |conn| {
        let id = locate(conn, key.vendor, &sale)?;
        let unit = Unit::reading(conn, &server, key.vendor)?;
        look(conn, &unit, Actor::System, id, |_, fresh| {
            Ok(VendorSale::of(fresh.sale, &fresh.customer.record))
        })
    });
    let view = view.await?;
    let revision = Revision::new(&view.version.to_string());
    if known.names(&revision) {
        return Ok(HttpResponse::NotModified().insert_header((header::ETAG, revision.as_str())).finish());
    }
    Ok(HttpResponse::Ok().insert_header((header::ETAG, revision.as_str())).json(view))
}

/// Make the agenda of a sale that began without one. Only what is still to come is planned.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = AgendaInput)]
pub async fn make_agenda(
    act: Act,
    Id(sale): Id<SaleKey>,
    Valid(body): Valid<AgendaInput>,
) -> Result<HttpResponse, Error> {
    let (app, vendor, input) = (act.app.clone(), act.acting.vendor, body.clone());
    let server = app.clone();
    let agenda = app.db.read(move |conn| agenda(conn, &server, vendor, &input)).await?;
    act.send(sale, Command::MakeAgenda(Box::new(agenda)), None, &body).await
}
