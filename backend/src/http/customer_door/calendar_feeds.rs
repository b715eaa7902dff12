//! The addresses under which a customer's own calendars read the whole agenda.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use followthrough_common::{
    api::{
        calendar_feeds::{CalendarFeedInput, CalendarFeedOut},
        empty::EmptyBody,
        page::Page,
    },
    error::Rejection,
    id::CalendarFeedId,
};

use super::{all_sales::AllSales, reader::Reader};
use crate::{
    auth::customer::{AgendaRead, AgendaWrite},
    db::Conn,
    http::{
        answer::replayable,
        extract::{ExpectedKey, Id, Valid},
        secret_link::{self, Shown as _},
    },
    problem::Error,
    repo::secret_link::Opens,
    service::secret_links,
    state::App,
};

/// Make an address under which a calendar reads the agenda of all your sales. Only the answer to this
/// request tells it, also when the request is repeated with its key.
#[utoipa::path(post, path = "", responses((status = 201, body = CalendarFeedOut)), request_body = CalendarFeedInput)]
pub async fn create_calendar_feed(
    request: HttpRequest,
    customer: AllSales<AgendaWrite>,
    key: ExpectedKey,
    Valid(body): Valid<CalendarFeedInput>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let reader = Reader::new(customer.0, &request);
    let claim = key.claim(reader.subject(), &body)?;
    let (server, new) = (app.clone(), (body.name, None));
    let answer = app.db.write(move |conn| {
        let theirs = (reader.vendor(), own(conn, &reader)?.ok_or_else(Rejection::not_found)?);
        secret_link::create::<CalendarFeedId>(conn, &server, theirs, &new, &claim)
    });
    Ok(replayable(&request, answer.await?))
}

/// Your calendars' addresses, without their secrets, oldest first.
#[utoipa::path(get, path = "", responses((status = 200, body = Page<CalendarFeedOut>)))]
pub async fn list_own_calendar_feeds(
    request: HttpRequest,
    customer: AllSales<AgendaRead>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let reader = Reader::new(customer.0, &request);
    let feeds = app.db.read(move |conn| match own(conn, &reader)? {
        Some(opens) => secret_links::list(conn, reader.vendor(), opens),
        None => Ok(Vec::new()),
    });
    let items = feeds.await?.into_iter().map(CalendarFeedId::shown).collect();
    Ok(HttpResponse::Ok().json(Page::<CalendarFeedOut> { items, next_cursor: None }))
}

/// Let one of your calendars read no longer.
#[utoipa::path(post, path = "", responses((status = 200, body = CalendarFeedOut)), request_body = EmptyBody)]
pub async fn revoke_own_calendar_feed(
    request: HttpRequest,
    customer: AllSales<AgendaWrite>,
    key: ExpectedKey,
    Id(id): Id<CalendarFeedId>,
    Valid(body): Valid<EmptyBody>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let reader = Reader::new(customer.0, &request);
    let claim = key.claim(reader.subject(), &body)?;
    let server = app.clone();
    let answer = app.db.write(move |conn| {
        let own = own(conn, &reader)?.ok_or_else(Rejection::not_found)?;
        secret_link::revoke(conn, &server, (reader.vendor(), id), |opens| opens == own, &claim)
    });
    Ok(replayable(&request, answer.await?))
}

/// All of the customer's sales, if the vendor knows the customer.
fn own(conn: &mut Conn, reader: &Reader) -> Result<Option<Opens>, Error> {
    Ok(reader.record(conn)?.map(|known| Opens { customer: known.record.id, sale: None }))
}
