//! What happened in a sale, and notes on its record.

use actix_web::{HttpResponse, web::Data};
use followthrough_common::{
    actor::Actor,
    api::{history::HistoryEntry, page::Page},
    error::Rejection,
};

use super::{
    act::locate,
    pages::{Listing, PageQuery},
};
use crate::{
    auth::api_key::{SalesRead, VendorKey},
    http::extract::{Filter, Id, SaleKey},
    problem::Error,
    service::{Unit, history, look},
    state::App,
};

/// Everything that happened in a sale, newest first, by both sides and by time.
#[utoipa::path(get, path = "", params(PageQuery), responses((status = 200, body = Page<HistoryEntry>)))]
pub async fn get_history(
    key: VendorKey<SalesRead>,
    Id(sale): Id<SaleKey>,
    Filter(query): Filter<PageQuery>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let vendor = key.vendor;
    let id = app.db.read(move |conn| locate(conn, vendor, &sale)).await?;
    let (listing, page) = Listing::open(&key, "history", &id, &query)?;
    let before = page.after.as_deref().map(before).transpose()?;
    let limit = usize::try_from(page.limit).unwrap_or(1).saturating_sub(1);
    let server = app.clone();
    let entries = app.db.snapshot(move |conn| {
        let unit = Unit::reading(conn, &server, vendor)?;
        look(conn, &unit, Actor::System, id, |conn, fresh| {
            history::entries(conn, fresh, Actor::System, before, limit)
        })
    });
    let entries = entries.await?;
    Ok(HttpResponse::Ok().json(listing.page(entries, |entry| entry.seq.to_string(), |entry| entry)))
}

fn before(after: &str) -> Result<u64, Error> {
    after.parse().map_err(|_| Rejection::field("cursor", "is not one of this list").into())
}
