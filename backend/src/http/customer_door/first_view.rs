//! The first paint: markup, the data that it was rendered from, and the time, in one answer.

use std::collections::BTreeSet;

use actix_web::{
    FromRequest as _, HttpRequest, HttpResponse,
    http::header,
    web::{Data, Payload},
};
use followthrough_common::{
    api::view::{FirstView, SaleItem},
    domain::sale::SaleState,
    error::{ErrorCode, Rejection},
    time::{OffsetTable, ZoneName},
    words::Language,
};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{reader::Reader, sales::own_sales};
use crate::{
    auth::{
        customer::{self, AgendaRead, Customer},
        limits::{self, Access, Sort},
        token::is_language_tag,
    },
    db::Conn,
    http::extract::{BodyLimits, Filter, SaleKey, check_head, read_body},
    problem::Error,
    render,
    repo::own_sale::{Begun, Listed},
    service::{Fresh, Unit, look, look_own},
    state::App,
};

/// Years of zone rules on either side of now that the widget gets.
const YEARS: i64 = 2;
/// More than the longest token.
const TOKEN_LIMIT: usize = 5_000;

/// What the page wants to show.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FirstViewQuery {
    /// Our id or the vendor's reference; the newest active sale if it is not said.
    #[param(value_type = Option<String>)]
    sale: Option<SaleKey>,
    /// BCP 47 tag of the page; wins over the token's.
    locale: Option<String>,
    /// 2 to 5: the level of the widget's first heading; 2 if it is not said.
    heading_level: Option<u8>,
}

/// Markup and data of the first paint.
#[utoipa::path(get, path = "", params(FirstViewQuery), responses((status = 200, body = FirstView)))]
pub async fn get_first_view(
    request: HttpRequest,
    customer: Customer<AgendaRead>,
    Filter(query): Filter<FirstViewQuery>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    show(Reader::new(customer.0, &request), query, app).await
}

/// The same with the token as a `text/plain` body, which spares the browser a preflight. Changes nothing.
#[utoipa::path(post, path = "", params(FirstViewQuery),
    request_body(content = String, content_type = "text/plain"),
    responses((status = 200, body = FirstView)))]
pub async fn post_first_view(
    request: HttpRequest,
    payload: Payload,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    // A body that is no token counts as a request that shows nothing; a neighbour who sends many such does
    // not hold up who sends a token, so it is counted when it is known.
    let token = match read_token(&request, payload).await {
        Ok(token) => token,
        Err(error) => return Err(limits::admit_address(&request, Sort::Requests).err().unwrap_or(error)),
    };
    customer::admit_with(&request, token.trim(), Access::Read).await?;
    let customer = Customer::<AgendaRead>::extract(&request).await?;
    let Filter(query) = Filter::extract(&request).await?;
    show(Reader::new(customer.0, &request), query, app).await
}

async fn read_token(request: &HttpRequest, payload: Payload) -> Result<String, Error> {
    let limits = BodyLimits { bytes: TOKEN_LIMIT };
    check_head(request, "text/plain", limits)?;
    let token = read_body(payload.into_inner(), limits).await?;
    let not_text = |_| Error::refused(ErrorCode::Malformed, "The body must be the token and nothing else.");
    std::str::from_utf8(&token).map(str::to_owned).map_err(not_text)
}

async fn show(reader: Reader, query: FirstViewQuery, app: Data<App>) -> Result<HttpResponse, Error> {
    if query.heading_level.is_some_and(|level| !(2..=5).contains(&level)) {
        return Err(Rejection::field("heading_level", "must be 2 to 5").into());
    }
    let server = app.clone();
    let view = app.db.read(move |conn| first_view(conn, &server, &reader, &query)).await?;
    let mut answer = HttpResponse::Ok();
    if view.view.is_some() {
        answer.insert_header((header::ETAG, view.etag.as_str()));
    }
    Ok(answer.json(view))
}

fn first_view(
    conn: &mut Conn,
    app: &App,
    reader: &Reader,
    query: &FirstViewQuery,
) -> Result<FirstView, Error> {
    let Begun { vendor, customer, sales: listed } = reader.begin(conn)?;
    let sales = own_sales(reader, &listed)?;
    let unit = Unit::reading_of(conn, app, vendor)?;
    let key = query.sale.clone().or_else(|| newest(&sales).map(|sale| SaleKey::Id(sale.id)));
    let own = customer.as_ref().and_then(|customer| customer.record.locale.as_deref());
    let locale =
        query.locale.as_deref().filter(|tag| is_language_tag(tag)).or(reader.principal().locale()).or(own);
    let bare = FirstView {
        etag: String::new(),
        now: unit.now,
        html: String::new(),
        language: Language::nearest(locale),
        view: None,
        sales,
        zones: OffsetTable::default(),
        read_only: reader.principal().looking_member().is_some(),
    };
    let Some(key) = key else { return Ok(render::filled(bare, query.heading_level)) };
    let show = |conn: &mut Conn, fresh: &Fresh<'_>| {
        let (view, revision) = reader.view(conn, fresh)?;
        let (etag, zones) = (revision.as_str().to_owned(), zones(fresh));
        let first = FirstView { etag, now: fresh.world.now, view: Some(view), zones, ..bare };
        Ok(render::filled(first, query.heading_level))
    };
    let named = |sale: &&Listed| match &key {
        SaleKey::Id(id) => sale.id == *id,
        SaleKey::Reference(reference) => sale.reference == **reference,
    };
    if let (Some(customer), Some(sale)) = (customer, listed.iter().find(named)) {
        return look_own(conn, &unit, customer, (sale.id, sale.version), show);
    }
    // One of very many, or none of theirs.
    let (customer, id) = reader.locate(conn, &key)?;
    look(conn, &unit, Reader::actor(customer), id, show)
}

/// The newest sale whose follow-up goes on, or the newest.
fn newest(sales: &[SaleItem]) -> Option<&SaleItem> {
    sales.iter().find(|sale| sale.state == SaleState::Active).or(sales.first())
}

/// The rules of every zone that the view names, for some years around now.
fn zones(fresh: &Fresh<'_>) -> OffsetTable {
    let slots = fresh.sale.touchpoints.iter().map(|touchpoint| &touchpoint.plan.slot.time_zone);
    let all = slots.chain([&fresh.sale.time_zone, &fresh.world.calendar.time_zone]);
    let all: Vec<&ZoneName> = all.collect::<BTreeSet<_>>().into_iter().collect();
    fresh.world.zones.around(&all, fresh.world.now, YEARS)
}
