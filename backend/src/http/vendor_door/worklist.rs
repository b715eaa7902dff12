//! The daily list: who has to be contacted, and why.

use actix_web::{HttpResponse, web::Data};
use followthrough_common::{
    api::{
        page::{Limit, Page},
        vendor_door::worklist::WorkRow,
    },
    domain::worklist::{ReasonCode, WorkKind},
    error::ErrorCode,
    id::{MemberId, SaleId},
};
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;

use super::pages::{Listing, PageQuery};
use crate::{
    auth::api_key::{ReportsRead, SalesRead, VendorKey},
    http::extract::Filter,
    problem::Error,
    repo::{Page as Wanted, work_list},
    service::{Unit, worklist},
    state::App,
};

/// Which rows.
#[derive(Debug, Clone, Deserialize, Serialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct WorkQuery {
    /// Only what this member does.
    member: Option<MemberId>,
    /// Only reasons of this kind.
    kind: Option<WorkKind>,
    /// The most sales, 1 to 100; 25 if it is not said.
    #[serde(skip_serializing)]
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    limit: Option<Limit>,
    /// `next_cursor` of the page before.
    #[serde(skip_serializing)]
    cursor: Option<String>,
}

/// Every sale that somebody should look at today, the most urgent first, with the reasons.
#[utoipa::path(get, path = "", params(WorkQuery), responses((status = 200, body = Page<WorkRow>)))]
pub async fn get_worklist(
    key: VendorKey<SalesRead>,
    Filter(query): Filter<WorkQuery>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let page = PageQuery { limit: query.limit, cursor: query.cursor.clone() };
    let (listing, page) = Listing::open(&key, "worklist", &query, &page)?;
    let filter = work_list::Filter { member: query.member, kind: query.kind, codes: Vec::new() };
    answer(&app, key, (listing, page), filter).await
}

/// The sales that get less follow-up than every sale gets, whatever its size: those without an agenda, those
/// below the least, and those without a next contact.
#[utoipa::path(get, path = "", params(PageQuery), responses((status = 200, body = Page<WorkRow>)))]
pub async fn report_without_agenda(
    key: VendorKey<ReportsRead>,
    Filter(query): Filter<PageQuery>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let listing = Listing::open(&key, "without-agenda", &(), &query)?;
    let codes = vec![ReasonCode::NoAgenda, ReasonCode::BelowMinimum, ReasonCode::NoNextContact];
    answer(&app, key, listing, work_list::Filter { codes, ..work_list::Filter::default() }).await
}

async fn answer<S: 'static>(
    app: &Data<App>,
    key: VendorKey<S>,
    (listing, page): (Listing, Wanted),
    filter: work_list::Filter,
) -> Result<HttpResponse, Error> {
    let after = page.after.as_deref().map(read).transpose()?;
    let (server, vendor) = (app.clone(), key.vendor);
    match worklist::catch_up(app, vendor).await {
        // What cannot be written down can still be read as it was written down last.
        Ok(()) | Err(Error::Storage(_) | Error::Undecided) => {}
        Err(error) => return Err(error),
    }
    let rows = app.db.snapshot(move |conn| {
        let unit = Unit::open(conn, &server, vendor)?;
        worklist::rows(conn, &unit, &filter, after, page.limit)
    });
    let rows = rows.await?;
    Ok(HttpResponse::Ok().json(listing.page(
        rows,
        |(place, row)| format!("{place}:{}", row.sale),
        |(_, row)| row,
    )))
}

/// Place and sale of the last row before.
fn read(after: &str) -> Result<(i64, SaleId), Error> {
    let parts = after.split_once(':');
    let place = parts.and_then(|(place, sale)| Some((place.parse().ok()?, sale.parse().ok()?)));
    place.ok_or_else(|| Error::refused(ErrorCode::Malformed, "The cursor is not one of this list."))
}
