//! The addresses under which a customer's own calendars read the whole agenda. The secret in an address is
//! told once: the answer that is kept for repeats of the request lacks it.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use followthrough_common::{
    api::{
        calendar_feeds::{CalendarFeedInput, CalendarFeedOut},
        page::Page,
        portal::PlainBody,
    },
    error::Rejection,
    id::{CalendarFeedId, CustomerId},
};

use super::{all_sales::AllSales, reader::Reader};
use crate::{
    auth::customer::{AgendaRead, AgendaWrite},
    db::Conn,
    http::{
        answer::replayable,
        calendar_feed::{address, shown},
        extract::{ExpectedKey, Id, Valid},
    },
    problem::Error,
    repo::{calendar_feed, idempotency::StoredAnswer},
    service::{calendar_feeds, once},
    state::App,
};

/// Make an address under which a calendar reads the agenda of all your sales. The first answer tells it,
/// once.
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
    let server = app.clone();
    let (answer, told) = app
        .db
        .write(move |conn| {
            let (vendor, customer) = (reader.vendor(), own_id(conn, &reader)?);
            let mut told = None;
            let answer = once(conn, vendor, Some(&claim), server.clock.now(), |conn| {
                let (feed, text) =
                    calendar_feeds::create(conn, &server, (vendor, customer), body.name.clone())?;
                told = Some(shown(feed.clone(), Some(address(&server, &text))));
                stored(201, &shown(feed, None))
            })?;
            Ok((answer, told))
        })
        .await?;
    Ok(match told {
        Some(told) => HttpResponse::Created().json(told),
        None => replayable(&request, answer),
    })
}

/// Your calendars' addresses, without their secrets, oldest first.
#[utoipa::path(get, path = "", responses((status = 200, body = Page<CalendarFeedOut>)))]
pub async fn list_own_calendar_feeds(
    request: HttpRequest,
    customer: AllSales<AgendaRead>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let reader = Reader::new(customer.0, &request);
    let feeds = app.db.read(move |conn| {
        let Some(record) = reader.record(conn)? else { return Ok(Vec::new()) };
        Ok(calendar_feed::list(conn, reader.vendor(), record.record.id)?)
    });
    let items = feeds.await?.into_iter().map(|feed| shown(feed, None)).collect();
    Ok(HttpResponse::Ok().json(Page::<CalendarFeedOut> { items, next_cursor: None }))
}

/// Let one of your calendars read no longer.
#[utoipa::path(post, path = "", responses((status = 200, body = CalendarFeedOut)), request_body = PlainBody)]
pub async fn revoke_own_calendar_feed(
    request: HttpRequest,
    customer: AllSales<AgendaWrite>,
    key: ExpectedKey,
    Id(id): Id<CalendarFeedId>,
    Valid(body): Valid<PlainBody>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let reader = Reader::new(customer.0, &request);
    let claim = key.claim(reader.subject(), &body)?;
    let server = app.clone();
    let answer = app.db.write(move |conn| {
        let (vendor, customer) = (reader.vendor(), own_id(conn, &reader)?);
        let now = server.clock.now();
        once(conn, vendor, Some(&claim), now, |conn| {
            let feed = calendar_feeds::revoke(conn, vendor, id, (Some(customer), now))?;
            stored(200, &shown(feed, None))
        })
    });
    Ok(replayable(&request, answer.await?))
}

fn own_id(conn: &mut Conn, reader: &Reader) -> Result<CustomerId, Error> {
    Ok(reader.record(conn)?.ok_or_else(Rejection::not_found)?.record.id)
}

fn stored(status: u16, feed: &CalendarFeedOut) -> Result<StoredAnswer, Error> {
    let body = serde_json::to_string(feed).map_err(|error| Error::Internal(error.to_string()))?;
    Ok(StoredAnswer { status, etag: None, body })
}
