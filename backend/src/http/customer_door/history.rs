//! What happened in a sale, as its customer may read it.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use followthrough_common::{
    api::{
        history::HistoryEntry,
        page::{Limit, Page},
    },
    error::ErrorCode,
};
use serde::Deserialize;
use utoipa::IntoParams;

use super::reader::Reader;
use crate::{
    auth::customer::{AgendaRead, Customer},
    http::extract::{Filter, Id, SaleKey},
    problem::Error,
    service::{Unit, history, look},
    state::App,
};

/// Which part of the history.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct HistoryQuery {
    /// The most entries, 1 to 100; 25 if it is not said.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    pub limit: Option<Limit>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// Everything that happened, newest first, by both sides and by time; what the vendor missed too.
#[utoipa::path(get, path = "", params(HistoryQuery), responses((status = 200, body = Page<HistoryEntry>)))]
pub async fn get_own_history(
    request: HttpRequest,
    customer: Customer<AgendaRead>,
    Id(key): Id<SaleKey>,
    Filter(query): Filter<HistoryQuery>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let reader = Reader::new(customer.0, &request);
    let limit = usize::try_from(query.limit.unwrap_or_default().get()).unwrap_or(1);
    let refused = || Error::refused(ErrorCode::Malformed, "The cursor is not one of this list.");
    let before = query.cursor.map(|cursor| cursor.parse::<u64>().map_err(|_| refused())).transpose()?;
    let server = app.clone();
    let entries = app.db.snapshot(move |conn| {
        let (customer, sale) = reader.locate(conn, &key)?;
        let unit = Unit::reading(conn, &server, reader.vendor())?;
        let actor = Reader::actor(customer);
        look(conn, &unit, actor, sale, |conn, fresh| {
            reader.check_covers(fresh.sale)?;
            history::entries(conn, fresh, actor, before, limit)
        })
    });
    let mut items = entries.await?;
    let has_more = items.len() > limit;
    items.truncate(limit);
    let next_cursor = items.last().filter(|_| has_more).map(|last| last.seq.to_string());
    Ok(HttpResponse::Ok().json(Page { items, next_cursor }))
}
